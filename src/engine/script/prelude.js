// Runs inside QuickJS before a cell's own code: gives it sql, cell and model, takes away what would make two runs differ, and packs what it returns.
(function prelude(ask, seed, most) {
  const { parse, stringify } = JSON;
  const { construct, ownKeys } = Reflect;
  const { defineProperty, fromEntries, getPrototypeOf } = Object;
  const { isArray } = Array;
  const NativeDate = Date;

  const refuse = (why) => () => {
    throw new TypeError(why);
  };
  const noCode = refuse("A cell can't make code out of text.");
  for (const example of [() => {}, async () => {}, function* () {}, async function* () {}])
    defineProperty(getPrototypeOf(example), "constructor", { value: noCode, writable: false, configurable: false });
  for (const name of ["eval", "Function", "SharedArrayBuffer", "WeakRef", "FinalizationRegistry"])
    delete globalThis[name];

  const noClock = refuse(
    "A cell has no clock, so that it gives the same each time: take a time from the log, or write one down.",
  );
  function CellDate(...given) {
    if (!new.target || given.length === 0) noClock();
    return construct(NativeDate, given, new.target);
  }
  CellDate.prototype = NativeDate.prototype;
  CellDate.UTC = NativeDate.UTC;
  CellDate.parse = NativeDate.parse;
  CellDate.now = noClock;
  defineProperty(NativeDate.prototype, "constructor", { value: CellDate });
  defineProperty(globalThis, "Date", { value: CellDate, writable: true, configurable: true });

  let state = seed >>> 0;
  Math.random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };

  const unpacked = (text) => {
    const { columns, rows, value } = parse(text);
    return columns ? rows.map((row) => fromEntries(columns.map((name, i) => [name, row[i]]))) : value;
  };
  for (const kind of ["sql", "cell", "model"])
    globalThis[kind] = async (given) => unpacked(await ask(kind, String(given)));

  const inText = (_, value) => (typeof value === "bigint" ? Number(value) : value);
  const plain = (value) => {
    if (typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") return value - value === 0 ? value : null;
    if (typeof value === "bigint") return [`${value}`];
    if (typeof value !== "object" || value === null) return null;
    if (value instanceof NativeDate) return value - value === 0 ? [[value.toISOString()]] : null;
    return stringify(value, inText) ?? null;
  };
  const table = (rows) => {
    if (rows.length > most.rows)
      throw new RangeError(
        `The cell returns ${rows.length} rows; a table takes up to ${most.rows}. Aggregate them, or keep the first.`,
      );
    const columns = new Map();
    const put = (name, row, value) => {
      let values = columns.get(name);
      if (!values) {
        if (columns.size === most.columns)
          throw new RangeError(
            `The cell returns over ${most.columns} columns. Return a row for each, with a column that names it.`,
          );
        values = new Array(rows.length).fill(null);
        columns.set(name, values);
      }
      values[row] = plain(value);
    };
    for (let row = 0; row < rows.length; row++) {
      const value = rows[row];
      if (typeof value !== "object" || value === null || value instanceof NativeDate || isArray(value))
        put("value", row, value);
      else for (const key of ownKeys(value)) if (typeof key === "string") put(key, row, value[key]);
    }
    return [...columns].map(([name, values]) => ({ name, values }));
  };

  const packed = (value) => {
    if (value === undefined || value === null)
      throw new TypeError("The cell returns nothing. End it with return and rows, a chart or a text.");
    if (typeof value === "function" || typeof value === "symbol")
      throw new TypeError(`The cell returns a ${typeof value}. Return rows, a chart or a text.`);
    if (typeof value !== "object") return { kind: "text", text: `${value}` };
    if (value instanceof NativeDate) return { kind: "text", text: value.toISOString() };
    if (isArray(value) || ArrayBuffer.isView(value)) return { kind: "table", columns: table(value) };
    if (value instanceof Map || value instanceof Set)
      throw new TypeError(
        `The cell returns a ${value instanceof Map ? "Map" : "Set"}. Return rows: an array of it, made with [...it].`,
      );
    if (!isArray(value.marks)) return { kind: "table", columns: table([value]) };
    const { data, ...spec } = value;
    if (isArray(data)) return { kind: "chart", spec, columns: table(data) };
    return { kind: "chart", spec: { ...spec, data }, columns: null };
  };
  return async (body) => stringify(packed(await body()), inText);
});
