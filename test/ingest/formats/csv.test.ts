import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Recognised } from "../../../src/ingest/formats/format.ts";
import { recognise } from "../../../src/ingest/formats/recognise.ts";
import { type Content, readWhole, sourceOf } from "./support.ts";

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
const recognisedAs = (columns: string[], headerLines = 1): Recognised => ({
  format: "csv",
  compression: "none",
  encoding: "utf-8",
  dialect: { delimiter: ",", quote: '"', columns, headerLines },
  notes: [],
});
const abc = recognisedAs(["a", "b", "c"]);
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)));

const reading = (content: Content, known = abc, sliceBytes = 8 << 20) =>
  readWhole(sourceOf(content), { wants: "csv", sliceBytes }, known);

describe("records of delimited text", () => {
  test.each<[string, Content, string, number[], [number, string, string][]]>([
    ["newlines", "a,b,c\n1,2,3\n4,5,6\n", "1,2,3\n4,5,6\n", [2, 3], []],
    ["carriage returns with newlines", "a,b,c\r\n1,2,3\r\n4,5,6\r\n", "1,2,3\n4,5,6\n", [2, 3], []],
    ["lone carriage returns", "a,b,c\r1,2,3\r4,5,6", "1,2,3\n4,5,6\n", [2, 3], []],
    ["no newline at the end", "a,b,c\n1,2,3", "1,2,3\n", [2], []],
    ["blank lines", "a,b,c\n\n1,2,3\n\r\n\n4,5,6\n\n", "1,2,3\n4,5,6\n", [3, 6], []],
    ["a newline in quotes", 'a,b,c\n1,"x\ny",3\n4,5,6\n', '1,"x\ny",3\n4,5,6\n', [2, 4], []],
    ["a carriage return in quotes", 'a,b,c\n1,"x\r\ny",3\r\n4,5,6\n', '1,"x\r\ny",3\n4,5,6\n', [2, 4], []],
    ["delimiters and quotes in quotes", 'a,b,c\n1,"x,""y"",z",3\n', '1,"x,""y"",z",3\n', [2], []],
    ["quotes inside an unquoted field", 'a,b,c\n5" disk,b",c\n', '5" disk,b",c\n', [2], []],
    [
      "too few and too many fields",
      "a,b,c\n1,2\n1,2,3\n1,2,3,4\n",
      "1,2,3\n",
      [3],
      [
        [2, "2 fields where the header has 3", "1,2"],
        [4, "4 fields where the header has 3", "1,2,3,4"],
      ],
    ],
    [
      "a quote never closed",
      'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n',
      "4,5,6\n7,8,9\n",
      [3, 4],
      [[2, "a quote is opened and not closed properly", '1,"2,3']],
    ],
    [
      "a quote closed by a later field",
      'a,b,c\n1,"2,3\n4,"5",6\n7,8,9\n',
      '4,"5",6\n7,8,9\n',
      [3, 4],
      [[2, "a quote is opened and not closed properly", '1,"2,3']],
    ],
    [
      "text behind a closing quote",
      'a,b,c\n1,"2"x,3\n4,5,6\n',
      "4,5,6\n",
      [3],
      [[2, "text follows a closing quote", '1,"2"x,3']],
    ],
    [
      "bytes that are no UTF-8",
      bytes("a,b,c\n1,", [0xff], ",3\n4,é,6\n"),
      "4,é,6\n",
      [3],
      [[2, "not valid UTF-8", "1,ÿ,3"]],
    ],
    ["a NUL byte", "a,b,c\n1,\0,3\n4,5,6\n", "4,5,6\n", [3], [[2, "holds a NUL byte", "1,\0,3"]]],
    [
      "an open quote in the last record",
      'a,b,c\n1,2,3\n4,5,"6',
      "1,2,3\n",
      [2],
      [[3, "a quote is opened and not closed properly", '4,5,"6']],
    ],
  ])("%s", async (_, content, csv, lines, rejects) => {
    for (const sliceBytes of [8 << 20, 3]) {
      const whole = await reading(content, abc, sliceBytes);
      expect(whole.csv).toBe(csv);
      expect(whole.lines).toEqual(lines);
      expect(whole.rejects.map(({ line, reason, raw }) => [line, reason, raw])).toEqual(rejects);
    }
  });

  test("a two-megabyte field and ten thousand columns are records like any other", async () => {
    const long = "x".repeat(2 << 20);
    const whole = await reading(`a,b,c\n1,${quoted(`${long}\n`)},3\n4,5,6\n`);
    expect([whole.lines, whole.rejects]).toEqual([[2, 4], []]);
    const columns = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
    const wide = await readWhole(sourceOf(`${columns.join(",")}\n${columns.map((_, i) => i).join(",")}\n`), {
      wants: "records",
    });
    expect(wide.recognised.dialect?.columns).toEqual(columns);
    expect(wide.records[0]?.c9999).toBe("9999");
  });

  test("a line over 16 MiB is one reject, and the next record is read", async () => {
    const whole = await reading(`a,b,c\n1,2,3\n${"x".repeat(17 << 20)}\n4,5,6\n`, abc, 1 << 20);
    expect(whole.lines).toEqual([2, 4]);
    expect(whole.rejects.map(({ line, reason }) => [line, reason])).toEqual([[3, "longer than 16 MiB"]]);
  });

  test("an open quote far from any other costs its own line alone", async () => {
    const row = `4,5,${"6".repeat(60)}\n`;
    const rows = row.repeat(300_000);
    const whole = await reading(`a,b,c\n1,"2,3\n${rows}`, abc);
    expect(whole.rejects.map(({ line }) => line)).toEqual([2]);
    expect(whole.lines.length).toBe(300_000);
  });

  test("columns may be called __proto__ and constructor", async () => {
    const whole = await readWhole(sourceOf("__proto__,constructor\nx,y\n"), { wants: "records" });
    expect(Object.entries(whole.records[0]!)).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });
});

const field = fc.string({ unit: fc.constantFrom("a", "b", ",", '"', "\n", "\r\n", "é", "😀", " ", "1"), maxLength: 6 });
const written = fc.array(
  fc.record({ fields: fc.array(field, { minLength: 2, maxLength: 5 }), end: fc.constantFrom("\n", "\r\n") }),
  {
    minLength: 1,
    maxLength: 30,
  },
);
const write = (rows: { fields: string[]; end: string }[]): string =>
  `a,b,c\n${rows.map(({ fields, end }) => fields.map(quoted).join(",") + end).join("")}`;

describe("laws", () => {
  test("every record that was written is read or rejected, its fields unchanged", () =>
    fc.assert(
      fc.asyncProperty(written, async (rows) => {
        const whole = await readWhole(sourceOf(write(rows)), { wants: "records" }, abc);
        expect(whole.records.length + whole.rejects.length).toBe(rows.length);
        const sound = rows.filter(({ fields }) => fields.length === 3);
        expect(whole.records.map((record) => [record.a, record.b, record.c])).toEqual(
          sound.map(({ fields }) => fields),
        );
      }),
      { numRuns: 200 },
    ));

  test("the size of the slices changes nothing", () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          written.map(write),
          fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "\0", "é"), maxLength: 80 }),
        ),
        fc.integer({ min: 1, max: 40 }),
        async (text, sliceBytes) => {
          const one = await reading(text);
          const many = await reading(text, abc, sliceBytes);
          expect([many.csv, many.lines, many.rejects, many.text]).toEqual([one.csv, one.lines, one.rejects, one.text]);
        },
      ),
      { numRuns: 300 },
    ));

  test("lines lead back to the raw text", () =>
    fc.assert(
      fc.asyncProperty(written, async (rows) => {
        const whole = await reading(write(rows), abc, 16);
        const physical = whole.text.split(/\r\n|\n|\r/);
        const starts = whole.csv === "" ? [] : whole.lines.map((line) => physical[line - 1]!);
        const sound = rows.filter(({ fields }) => fields.length === 3);
        expect(starts).toEqual(
          sound.map(
            ({ fields }) =>
              fields
                .map(quoted)
                .join(",")
                .split(/\r\n|\n/)[0],
          ),
        );
      }),
    ));

  test("encoding and compression change nothing", async () => {
    const rows = Array.from({ length: 400 }, (_, i) => `${i},"Müller, ${i}\n€",x${i}`).join("\r\n");
    const text = `number,name,note\r\n${rows}\r\n`;
    const expected = await readWhole(sourceOf(text), { wants: "records" });
    expect(expected.records.length).toBe(400);
    const utf16le = Buffer.from(text, "utf16le");
    const latin = Uint8Array.from([...text], (c) => (c === "€" ? 0x80 : c.charCodeAt(0)));
    const contents: [Content, string, string][] = [
      [bytes([0xef, 0xbb, 0xbf], text), "utf-8", "none"],
      [bytes([0xff, 0xfe], [...utf16le]), "utf-16le", "none"],
      [Uint8Array.from(utf16le), "utf-16le", "none"],
      [bytes([0xfe, 0xff], [...Buffer.from(utf16le).swap16()]), "utf-16be", "none"],
      [latin, "windows-1252", "none"],
      [gzipSync(text), "utf-8", "gzip"],
      [gzipSync(latin), "windows-1252", "gzip"],
      [bytes([...gzipSync(text.slice(0, 900))], [...gzipSync(text.slice(900))]), "utf-8", "gzip"],
    ];
    for (const [content, encoding, compression] of contents) {
      for (const sliceBytes of [1000, 8 << 20]) {
        const whole = await readWhole(sourceOf(content), { wants: "records", sliceBytes });
        expect([whole.recognised.encoding, whole.recognised.compression]).toEqual([encoding, compression]);
        expect([whole.records, whole.lines, whole.rejects]).toEqual([expected.records, expected.lines, []]);
        expect(whole.text).toBe(text);
      }
    }
  });
});

test("recognise and read agree on a file that begins with a quoted header", async () => {
  const source = sourceOf('"user name","when"\n"a","2020-01-01"\n');
  expect((await recognise(source)).dialect?.columns).toEqual(["user name", "when"]);
});

test("a file of nothing but quotes that don't end is read line by line in the end, each line a reject", async () => {
  const lines = 200_000;
  const text = `a,b\n1,2\n3,4\n${'x,"y\n'.repeat(lines)}5,6\n`;
  const whole = await readWhole(sourceOf(text));
  expect(whole.lines).toEqual([2, 3, lines + 4]);
  expect(whole.rejects).toHaveLength(lines);
  expect(whole.rejects[0]?.line).toBe(4);
}, 60_000);

test("thousands of columns of one name are told apart at once", async () => {
  const names = "a,".repeat(20_000);
  const { dialect } = await recognise(sourceOf(`${names}b\n${"1,".repeat(20_000)}2\n`));
  expect(new Set(dialect?.columns).size).toBe(20_001);
}, 60_000);
