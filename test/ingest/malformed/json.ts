import { joined, type Malformed, soundRecord } from "./case.ts";

const record = (i: number): string => JSON.stringify(soundRecord(i));
const lines = (...parts: readonly string[]): string => `${parts.join("\n")}\n`;
const [a, b, c] = [record(0), record(1), record(2)];
const user = (text: string): string => `{"time":"2024-01-01T10:00:00Z","user":${text},"action":"read"}`;

/** What may stand in the place of a record, and whether a line of it is a row, a reject, or none. */
const faults: readonly (readonly [what: string, text: string, rows: string])[] = [
  ["cut in mid-record", a.slice(0, 30), "0/1"],
  ["unquoted keys", "{time: 1, user: 2}", "0/1"],
  ["single quotes", a.replaceAll('"', "'"), "0/1"],
  ["a trailing comma", a.replace("}", ",}"), "0/1"],
  ["a comment", "//nothing", "0/1"],
  ["NaN", user("NaN"), "0/1"],
  ["undefined", user("undefined"), "0/1"],
  ["a bad escape", user('"\\x41"'), "0/1"],
  ["a number", "17", "0/1"],
  ["a text", '"text"', "0/1"],
  ["null", "null", "0/1"],
  ["an empty object", "{}", "0/1"],
  ["a value that is an object", user('{"name":"ann"}'), "1/0"],
  ["a key twice", '{"time":"x","time":"2024-01-01T10:00:00Z","user":"ann","action":"read"}', "1/0"],
  ["a key __proto__", '{"__proto__":{"user":"eve"},"time":"2024-01-01T10:00:00Z","user":"ann","action":"read"}', "1/0"],
  ["only a key __proto__", '{"__proto__":{"time":"2024-01-01T10:00:00Z","user":"eve","action":"read"}}', "0/1"],
  ["a lone surrogate", user('"\\ud800"'), "1/0"],
  ["an escaped NUL", user('"a\\u0000b"'), "1/0"],
  ["a number of 64 bits", user("9007199254740993"), "1/0"],
  ["a number out of range", user("1e999"), "1/0"],
  ["arrays in arrays", user("[[[[[[[[[]]]]]]]]]"), "1/0"],
];

const add = (first: string, rows: string): string => {
  const [typed, rejected] = rows.split("/").map(Number);
  const [more, less] = first.split("/").map(Number);
  return `${typed! + more!}/${rejected! + less!}`;
};

/** JSON that is broken, cut, or of another shape than logs have. */
export const json: readonly Malformed[] = [
  ...faults.map(([what, text, rows]) => ({
    what: `lines of JSON, one of them ${what}`,
    name: "x.ndjson",
    content: lines(a, text, b, c),
    outcome: add("3/0", rows),
  })),
  ...faults.map(([what, text, rows]) => ({
    what: `an array, one of its elements ${what}`,
    name: "x.json",
    content: `[\n${[a, text, b, c].join(",\n")}\n]`,
    outcome: add("3/0", rows),
  })),
  { what: "lines of JSON, the last cut", content: `${lines(a, b)}${c.slice(0, 20)}`, outcome: "2/1" },
  { what: "lines of JSON with blank ones", content: lines(a, "", "  ", b, "\t"), outcome: "2/0" },
  { what: "two records on a line", content: lines(a, `${b} ${c}`), outcome: "3/0" },
  { what: "two records on a line, a comma between", content: lines(`${a},`, `${b},${c}`), outcome: "3/0" },
  { what: "an array on a line", content: lines(a, `[${b},${c}]`), outcome: "3/0" },
  { what: "lines of JSON behind a byte order mark", content: `\ufeff${lines(a, b)}`, outcome: "2/0" },
  {
    what: "lines of JSON in UTF-16",
    content: new Uint8Array(Buffer.from(`\ufeff${lines(a, b)}`, "utf16le")),
    outcome: "2/0",
  },
  {
    what: "lines of JSON, one not UTF-8",
    content: joined(lines(a, b), '{"user":"', [0xff, 0xfe], '"}\n', lines(c)),
    outcome: ["3/1", /Not valid UTF-8/],
  },
  { what: "lines of JSON with a text between", content: lines(a, "-- 2 records follow", b, c), outcome: "3/1" },
  {
    what: "a record nested a hundred thousand deep",
    content: lines(a, `${'{"x":'.repeat(100_000)}1${"}".repeat(100_000)}`, b),
    outcome: "2/1",
  },
  {
    what: "an array nested a hundred thousand deep",
    content: lines(a, `${"[".repeat(100_000)}${"]".repeat(100_000)}`, b),
    outcome: "2/1",
  },
  { what: "nothing but opening braces", content: "{".repeat(50_000), outcome: ["0/0", /there is no column/] },
  { what: "nothing but opening brackets", content: "[".repeat(50_000), outcome: ["0/0", /there is no column/] },
  { what: "an empty array", content: "[]", outcome: "0/0" },
  { what: "an empty object", content: "{}", outcome: ["0/0", /there is no column/] },
  { what: "null", name: "x.json", content: "null", outcome: ["0/0", /Its name says JSON/] },
  { what: "a number", name: "x.json", content: "17", outcome: ["0/0", /Its name says JSON/] },
  {
    what: "a wrapped list",
    content: JSON.stringify({ Records: [soundRecord(0), soundRecord(1)] }, null, 2),
    outcome: "2/0",
  },
  {
    what: "a wrapped list that is cut",
    content: `{"Records": [${a}, ${b}, {"time": "2024-`,
    outcome: ["2/1", /ends inside its list/],
  },
  {
    what: "a wrapped list that is never closed",
    content: `{"Records": [${a}, ${b}`,
    outcome: ["2/0", /ends inside its list/],
  },
  {
    what: "a wrapped list twice",
    content: `${JSON.stringify({ Records: [soundRecord(0)] })}\n${JSON.stringify({ Records: [soundRecord(1)] })}`,
    outcome: "2/0",
  },
  {
    what: "a wrapper whose list is none",
    content: `${JSON.stringify({ Records: [soundRecord(0)] })}\n{"Records": 17}`,
    outcome: "1/1",
  },
  { what: "an array without commas", content: `[\n${a}\n${b}\n]`, outcome: "2/0" },
  { what: "an array with two commas", content: `[\n${a},,\n${b}\n]`, outcome: "2/0" },
  { what: "an array that is never closed", content: `[\n${a},\n${b},\n`, outcome: ["2/0", /ends inside its list/] },
  { what: "text behind an array", content: `[${a},${b}]\ndone\n`, outcome: "2/1" },
  { what: "two arrays", content: `[${a}]\n[${b}]\n`, outcome: "2/0" },
  {
    what: "a missing brace in a pretty array",
    content: JSON.stringify([0, 1, 2].map(soundRecord), null, 2).replace("},", ","),
    outcome: "2/1",
  },
  {
    what: "a missing quote in a pretty array",
    content: JSON.stringify([0, 1, 2].map(soundRecord), null, 2).replace('"user1"', '"user1'),
    outcome: "2/1",
  },
  {
    what: "pretty records one behind the other",
    content: [0, 1].map((i) => JSON.stringify(soundRecord(i), null, 2)).join("\n"),
    outcome: "2/0",
  },
];
