import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExactJson } from "../../../src/ingest/formats/json-text.ts";
import { recognise } from "../../../src/ingest/formats/recognise.ts";
import { readSample } from "../../../src/ingest/formats/sample.ts";
import { readWhole, sourceOf } from "./support.ts";

const rows = [
  { a: 1, s: 'x}{"[' },
  { a: 2, deep: { list: [1, { b: null }] } },
  { a: 3, s: "é\n" },
];
const lines = rows.map((row) => JSON.stringify(row)).join("\n");

describe("layouts of JSON", () => {
  test.each<[string, string, unknown, number[]]>([
    ["lines", `${lines}\n`, "lines", [1, 2, 3]],
    ["lines with blank ones", `\n${lines.replaceAll("\n", "\r\n\r\n")}`, "lines", [2, 4, 6]],
    ["several on a line", lines.replaceAll("\n", " "), "object", [1, 1, 1]],
    ["an array", JSON.stringify(rows), "array", [1, 1, 1]],
    ["a pretty array", JSON.stringify(rows, null, 2), "array", [2, 6, 17]],
    ["an array of one a line", `[\n${lines.replaceAll("\n", ",\n")}\n]\n`, "array", [2, 3, 4]],
    ["Records", JSON.stringify({ Records: rows }), { records: "Records" }, [1, 1, 1]],
    [
      "Records of several files in one",
      `${JSON.stringify({ Records: rows.slice(0, 2) })}\n${JSON.stringify({ Records: rows.slice(2) })}`,
      { records: "Records" },
      [1, 1, 2],
    ],
    [
      "Graph's value",
      JSON.stringify({ "@odata.context": "x", value: rows, n: { x: [1] } }),
      { records: "value" },
      [1, 1, 1],
    ],
    [
      "a search's hits",
      JSON.stringify({ took: 1, _shards: { n: 1 }, hits: { total: { value: 3 }, hits: rows } }),
      { records: "hits.hits" },
      [1, 1, 1],
    ],
    ["concatenated pretty objects", rows.map((row) => JSON.stringify(row, null, 2)).join("\n"), "object", [1, 5, 16]],
  ])("%s", async (_, text, layout, expected) => {
    for (const sliceBytes of [8 << 20, 7]) {
      const whole = await readWhole(sourceOf(text, "x.json"), { sliceBytes });
      expect(whole.recognised).toMatchObject({ format: "json", layout });
      expect(whole.records).toEqual(rows);
      expect(whole.lines).toEqual(expected);
      expect(whole.rejects).toEqual([]);
      expect(whole.problem).toBeUndefined();
      expect(whole.text).toBe(text);
    }
  });

  test("an event with a list of its own is one record", async () => {
    const event = {
      kind: "activity",
      id: { time: "t" },
      actor: { email: "e" },
      events: [{ name: "n" }, { name: "m" }],
    };
    for (const text of [
      JSON.stringify(event),
      JSON.stringify(event, null, 1),
      `${JSON.stringify(event)}\n${JSON.stringify(event)}`,
    ]) {
      const whole = await readWhole(sourceOf(text));
      expect(whole.records[0]).toEqual(event);
    }
  });
});

describe("JSON as it was written", () => {
  test("64-bit integers stay exact, in lines and in documents", async () => {
    const text =
      '{"k":-9218868437227405312,"ok":9007199254740991,"s":"9218868437227405312","f":1597837456.1234567,"n":[18446744073709551615]}';
    for (const content of [`${text}\n${text}`, `[${text}]`]) {
      const whole = await readWhole(sourceOf(content));
      expect(whole.records[0]).toEqual({
        k: "-9218868437227405312",
        ok: 9007199254740991,
        s: "9218868437227405312",
        f: 1597837456.1234567,
        n: ["18446744073709551615"],
      });
    }
  });

  test.each([
    ['{"a":12345678901234567890}', { a: "12345678901234567890" }],
    [
      '{"a" : -12345678901234567890 , "b":[12345678901234567890,1]}',
      { a: "-12345678901234567890", b: ["12345678901234567890", 1] },
    ],
    [
      '{"a":":12345678901234567890,","b":"x:12345678901234567890}"}',
      { a: ":12345678901234567890,", b: "x:12345678901234567890}" },
    ],
    ['{"a":"\\"k\\":12345678901234567890,"}', { a: '"k":12345678901234567890,' }],
    ['{"a":"k\\\\","b":12345678901234567890}', { a: "k\\", b: "12345678901234567890" }],
    ['{"a\\\\":12345678901234567890}', { "a\\": "12345678901234567890" }],
    ['{"":12345678901234567890}', { "": "12345678901234567890" }],
    [
      '{"a":1234567890.1234567890123456789,"b":1e400,"c":9007199254740991}',
      { a: 1234567890.1234567, b: Number.POSITIVE_INFINITY, c: 9007199254740991 },
    ],
  ])("%s", (text, value) => {
    expect(parseExactJson(text)).toEqual(value);
  });

  test("a key __proto__ is a key like any other", async () => {
    const whole = await readWhole(sourceOf('{"__proto__":{"x":1},"a":2}\n{"a":1}\n'));
    expect(Object.keys(whole.records[0]!)).toEqual(["__proto__", "a"]);
    const sample = await readSample(sourceOf('{"__proto__":{"x":1},"a":2}\n'), whole.recognised);
    expect(sample.columns).toEqual(["__proto__.x", "a"]);
  });

  test("a sample names the paths that the records hold", async () => {
    const source = sourceOf(
      '{"actor":{"email":"e"},"events":[{"name":"n","p":{"x":1}}],"tags":["a"]}\n{"new":1,"actor":"x"}\n',
    );
    const { columns, records } = await readSample(source, await recognise(source));
    expect(columns).toEqual(["actor.email", "events", "events[0].name", "events[0].p.x", "tags", "new", "actor"]);
    expect(records.length).toBe(2);
  });
});

describe("broken JSON", () => {
  test.each<[string, string, unknown[], [number, string][]]>([
    ["a cut line", '{"a":1}\n{"a":2,"b":"x\n{"a":3}\n', [1, 3], [[2, '{"a":2,"b":"x']]],
    ["a line that is no object", '{"a":1}\n42\n{"a":3}\n', [1, 3], [[2, "42"]]],
    ["an element with a bad comma", '[{"a":1},{"a":2,},{"a":3}]', [1, 3], [[1, '{"a":2,}']]],
    [
      "an element never closed",
      '[\n{"a":1},\n{"a":2, "b":{"x":1,\n{"a":3},\n{"a":4}\n]',
      [1, 3, 4],
      [[3, '{"a":2, "b":{"x":1']],
    ],
    ["a string never closed", '[\n  {"a":1},\n  {"a":2, "b":"x},\n  {"a":3}\n]', [1, 3], [[3, '{"a":2, "b":"x}']]],
    [
      "a pretty element with a string never closed",
      '[\n  {\n    "a": 1\n  },\n  {\n    "a": "2\n  },\n  {\n    "a": 3\n  }\n]',
      [1, 3],
      [[5, '{\n    "a": "2\n  }']],
    ],
    [
      "a string never closed among records of one line",
      '[{"a":1,"b":"x"},{"a":2,"b":"y},{"a":3,"b":"z"},{"a":4,"b":"z"}]',
      [1, 3, 4],
      [[1, '{"a":2,"b":"y}']],
    ],
    [
      "a stretch of one line that is gone",
      '[{"a":1,"c":[{"a":8}]},{"a":2,"c":[{"a":9},{"a":9}],"b":{"x ### },{"a":4,"c":[]}, {"a":5,"c":[]}]',
      [1, 4, 5],
      [[1, '{"a":2,"c":[{"a":9},{"a":9}],"b":{"x ### }']],
    ],
    [
      "the first of one line never closed",
      '[{"a":1,"b":{"x":1,{"a":2,"b":{}},{"a":3,"b":{}}]',
      [2, 3],
      [[1, '{"a":1,"b":{"x":1']],
    ],
    ["a stray brace", '[{"a":1}},{"a":2}]', [1, 2], [[1, "}"]]],
    ["text after the end", '[{"a":1}]\nthe end\n', [1], [[2, "the end"]]],
  ])("%s", async (_, text, good, rejects) => {
    for (const sliceBytes of [8 << 20, 5]) {
      const whole = await readWhole(sourceOf(text), { sliceBytes });
      expect(whole.records.map(({ a }) => a)).toEqual(good);
      expect(whole.rejects.map(({ line, raw }) => [line, raw])).toEqual(rejects);
      expect(whole.problem).toBeUndefined();
    }
  });

  test("an array that ends too early gives what it has and says so", async () => {
    const whole = await readWhole(sourceOf('{"Records":[{"a":1},{"a":2},{"a":'));
    expect(whole.records.length).toBe(2);
    expect(whole.rejects.map(({ raw }) => raw)).toEqual(['{"a":']);
    expect(whole.problem?.what).toContain("ends inside its list");
  });

  test.each(["[", '{"n":1,"Records":['])(
    "a record of over 16 MiB is given up, and those on its line behind it are read, in %s",
    async (opening) => {
      const long = `{"a":2,"b":"${"x".repeat(40 << 20)}"}`;
      const text = `${opening}{"a":1,"b":""},${long},{"a":3,"b":""},{"a":4,"b":""}]${opening === "[" ? "" : "}"}`;
      const whole = await readWhole(sourceOf(text), { sliceBytes: 4 << 20 });
      expect(whole.records.map(({ a }) => a)).toEqual([1, 3, 4]);
      expect(whole.rejects.map(({ line, reason }) => [line, reason])).toEqual([[1, "longer than 16 MiB"]]);
    },
  );

  test("a file of nothing but open braces ends in good time", async () => {
    const whole = await readWhole(sourceOf('{"a":\n'.repeat(10_000), "x.json"));
    expect(whole.records.length).toBe(0);
    expect(whole.rejects.length).toBeGreaterThan(0);
  });
});

const record = fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });

test("any JSON records come back, however they are laid out and cut", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(0, 1, 2),
      fc.integer({ min: 1, max: 50 }),
      async (records, indent, sliceBytes) => {
        const expected = parseExactJson(JSON.stringify(records));
        for (const [text, layout] of [
          [records.map((one) => JSON.stringify(one)).join("\n"), "lines"],
          [JSON.stringify(records, null, indent), "array"],
          [JSON.stringify({ n: 1, Records: records }, null, indent), { records: "Records" }],
          [records.map((one) => JSON.stringify(one, null, indent)).join("\n"), "object"],
        ] as const) {
          const known = { format: "json", compression: "none", encoding: "utf-8", layout, notes: [] } as const;
          const whole = await readWhole(sourceOf(text), { sliceBytes }, known);
          expect(whole.rejects).toEqual([]);
          expect(whole.records).toEqual(expected);
        }
      },
    ),
    { numRuns: 60 },
  ));
