import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { describeFormat } from "../../../src/ingest/formats/describe.ts";
import { recognise } from "../../../src/ingest/formats/recognise.ts";
import { UserError } from "../../../src/lib/errors.ts";
import { type Content, readWhole, sourceOf } from "./support.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe("a file is known by its content", () => {
  test.each<[string, Content, string]>([
    ["commas", "a,b\n1,2\n", "CSV (comma), UTF-8"],
    ["semicolons with decimal commas", "a;b;c\n1,5;2,5;3\n2,5;3,5;4\n", "CSV (semicolon), UTF-8"],
    ["tabs", "a\tb\n1\t2\n", "CSV (tab), UTF-8"],
    ["pipes", "a|b\n1|2\n", "CSV (pipe), UTF-8"],
    ["carets", "a^b\n1^2\n", "CSV (caret), UTF-8"],
    ["delimiters in quotes", 'a;b\n"x,y,z";1\n"x,y,w";2\n', "CSV (semicolon), UTF-8"],
    ["Excel's sep line", "sep=|\na|b\n1,5|2,5\n", "CSV (pipe), UTF-8"],
    ["gzip", gzipSync("a,b\n1,2\n"), "CSV (comma), gzip, UTF-8"],
    ["Latin-1", bytes(...[..."a,b\nM"].map((c) => c.charCodeAt(0)), 0xfc, 44, 49, 10), "CSV (comma), Latin-1"],
    ["UTF-16 without a mark", new Uint8Array(Buffer.from("a,b\nx,y\n", "utf16le")), "CSV (comma), UTF-16"],
    ["one column", "name\nalice\nbob\n", "CSV (one column), UTF-8"],
    ["JSON lines", '{"a":1}\n{"a":2}\n', "JSON lines, UTF-8"],
    ["a JSON array", '[{"a":1}]', "JSON array, UTF-8"],
    ["Zeek", "#separator \\x09\n#fields\tts\tuid\n#types\ttime\tstring\n1.5\tC\n", "Zeek, UTF-8"],
    ["a log that begins with a bracket", "[2020-01-01],a,b\n[2020-01-02],c,d\n", "CSV (comma), UTF-8"],
  ])("%s", async (_, content, format) => {
    expect(describeFormat(await recognise(sourceOf(content, "file")))).toBe(format);
  });

  test("a ragged file is not read as one column", async () => {
    const text = `a,b,c\n${Array.from({ length: 50 }, (_, i) => (i % 3 ? "1,2,3" : "1,2,3,4,5")).join("\n")}\n`;
    const recognised = await recognise(sourceOf(text));
    expect(recognised.dialect).toMatchObject({ delimiter: ",", columns: ["a", "b", "c"] });
    expect(recognised.notes.join()).toContain("number of fields varies");
    const whole = await readWhole(sourceOf(text));
    expect([whole.lines.length, whole.rejects.length]).toEqual([33, 17]);
  });

  test.each<[string, string, Content, RegExp]>([
    ["JSON in a .csv", "x.csv", '{"a":1}\n{"a":2}\n', /name says CSV/],
    ["CSV in a .json", "x.json", "a,b\n1,2\n", /name says JSON/],
    ["plain text in a .gz", "x.csv.gz", "a,b\n1,2\n", /name says gzip/],
  ])("a note says that the name is wrong: %s", async (_, name, content, note) => {
    expect((await recognise(sourceOf(content, name))).notes.join(" ")).toMatch(note);
  });
});

test("Latin-1 that begins with ASCII alone is known by what comes later", async () => {
  const text = `a,b\n${"x,y\n".repeat(100_000)}M\xfcller,y\n${"x,y\n".repeat(5_000)}`;
  const recognised = await recognise(sourceOf(Uint8Array.from([...text], (c) => c.charCodeAt(0))));
  expect(recognised.encoding).toBe("windows-1252");
  expect((await recognise(sourceOf(text))).encoding).toBe("utf-8");
});

describe("headers", () => {
  test.each<[string, string, string[], number]>([
    ["none: numbers and dates", "2020-01-01,alice,3\n2020-01-02,bob,4\n", ["column1", "column2", "column3"], 0],
    ["none: texts that come again", "logon,alice\nlogoff,alice\nlogon,bob\n", ["column1", "column2"], 0],
    ["empty and double names", "a,,a,A\n1,2,3,4\n", ["a", "column2", "a_2", "A_3"], 1],
    ["alone in the file", "a,b,c\n", ["a", "b", "c"], 1],
    ["over two lines", '"a\nx",b\n1,2\n', ["a\nx", "b"], 2],
    ["behind comments", "# made by x\n# on y\na,b\n1,2\n", ["a", "b"], 3],
    ["in a comment", "#time,user\n2020-01-01,alice\n2020-01-02,bob\n", ["time", "user"], 1],
    [
      "behind a title",
      "Report of May\n\ntime,user,n\n2020-01-01,alice,1\n2020-01-02,bob,2\n",
      ["time", "user", "n"],
      3,
    ],
    [
      "shorter than the rows",
      "time,user\n2020-01-01,alice,\n2020-01-02,bob,\n2020-01-03,eve,\n",
      ["time", "user", "column3"],
      1,
    ],
  ])("%s", async (_, text, columns, headerLines) => {
    const { dialect } = await recognise(sourceOf(text));
    expect([dialect?.columns, dialect?.headerLines]).toEqual([columns, headerLines]);
  });
});

describe("what can't be read is refused in words", () => {
  test.each<[string, Content, RegExp]>([
    ["an empty file", "", /empty/],
    ["blank lines", "\n\n  \n", /blank lines/],
    ["binary", Uint8Array.from({ length: 2000 }, (_, i) => (i * 7919) % 256), /binary/],
    ["an event log", `ElfFile\0${"\0".repeat(100)}`, /evtx/],
    ["a PDF", "%PDF-1.7 ...", /PDF/],
    ["a web page", "<!DOCTYPE html><html>", /login page/],
    ["a cut Parquet file", "PAR1aaaaaaaaaaa", /lost its end/],
    ["a broken gzip file", bytes(0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), /damaged|mid-stream/],
  ])("%s", async (_, content, message) => {
    const error = await recognise(sourceOf(content, "odd.file")).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(message);
    expect((error as UserError).where).toBe("odd.file");
    expect((error as UserError).next).not.toBe("");
  });
});
