import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { readSample } from "../../../src/ingest/formats/sample.ts";
import { readWhole, sourceOf } from "./support.ts";

const parquet = (columnData: Parameters<typeof parquetWriteBuffer>[0]["columnData"], rowGroupSize = 100): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize }));

test("rows of Parquet come as records whose numbers, times and texts are exact", async () => {
  const content = parquet([
    { name: "id", data: [9007199254740993n, 5n], type: "INT64" },
    { name: "at", data: [new Date("2020-01-02T03:04:05.678Z"), new Date(-1)], type: "TIMESTAMP" },
    { name: "who", data: ["alice", "Zoë"], type: "STRING" },
    { name: "raw", data: [Uint8Array.of(0xff, 0), new TextEncoder().encode("text")], type: "BYTE_ARRAY" },
    { name: "none", data: [null, 1.5], type: "DOUBLE", nullable: true },
  ]);
  const whole = await readWhole(sourceOf(content, "x.parquet"));
  expect(whole.recognised.format).toBe("parquet");
  expect(whole.records).toEqual([
    { id: "9007199254740993", at: "2020-01-02T03:04:05.678Z", who: "alice", raw: "ff00", none: null },
    { id: 5, at: "1969-12-31T23:59:59.999Z", who: "Zoë", raw: "text", none: 1.5 },
  ]);
  expect(whole.lines).toEqual([1, 2]);
  expect(JSON.parse(whole.text.split("\n")[1]!)).toEqual(whole.records[1]);
});

test("several row groups are read one after another", async () => {
  const n = Array.from({ length: 1000 }, (_, i) => i);
  const source = sourceOf(parquet([{ name: "n", data: n, type: "INT32" }]));
  const whole = await readWhole(source);
  expect(whole.records.map((record) => record.n)).toEqual(n);
  expect(whole.lines).toEqual(n.map((i) => i + 1));
  expect(whole.slices).toBe(10);
  expect((await readSample(source, whole.recognised, 5)).columns).toEqual(["n"]);
});

test("a damaged Parquet file names the file", async () => {
  const content = parquet([{ name: "n", data: [1, 2, 3], type: "INT32" }]).fill(0xee, 4, 20);
  await expect(readWhole(sourceOf(content, "x.parquet"))).rejects.toThrow(
    /^x\.parquet: the Parquet file can't be read from row 1/,
  );
});

test("a page whose head lacks its size is refused, where hyparquet alone would never come to an end", async () => {
  const content = parquet([{ name: "n", data: [1, 2, 3], type: "INT32" }]);
  // The head of the first page begins at 4; each of its first fields has this byte, which says that its number is the next.
  const [next, overnext] = [0x15, 0x25];
  for (const at of [4, 6, 8, 9].filter((place) => content[place] === next)) {
    const damaged = content.slice();
    damaged[at] = overnext;
    await expect(readWhole(sourceOf(damaged, "x.parquet")), String(at)).rejects.toThrow(
      /^x\.parquet: the Parquet file can't be read from row 1 on \(a page’s head doesn’t say/,
    );
  }
});

test("a run that claims a thousand million values is refused, where hyparquet alone would make room for them", async () => {
  const data = Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? null : i));
  for (const codec of ["UNCOMPRESSED", "SNAPPY"] as const) {
    const content = new Uint8Array(
      parquetWriteBuffer({ columnData: [{ name: "n", data, type: "INT32", nullable: true }], codec }),
    );
    expect((await readWhole(sourceOf(content, "x.parquet"))).records.map(({ n }) => n)).toEqual(data);
    const levels = content.indexOf(0xaa) - 1;
    content.set([0xfe, 0xff, 0xff, 0xff, 0x07, 1], levels);
    await expect(readWhole(sourceOf(content, "x.parquet")), codec).rejects.toThrow(/claims more values than its page/);
  }
});
