import { expect, test } from "vitest";
import { readSample } from "../../../src/ingest/formats/sample.ts";
import { readWhole, sourceOf } from "./support.ts";

const log = [
  "#separator \\x09",
  "#set_separator\t,",
  "#empty_field\t(empty)",
  "#unset_field\t-",
  "#path\trdp",
  "#fields\tts\tuser\tnote",
  "#types\ttime\tstring\tstring",
  '1.5\talice\t"quoted" \\x09 text',
  "2.5\t-\t(empty)",
  "3.5\tbob",
  "#close\t2020-01-01",
  "#fields\tts\tother",
  "4.5\tx",
  "",
].join("\n");

test("Zeek's tab-separated logs: unset, empty and escaped values, columns that change", async () => {
  for (const sliceBytes of [8 << 20, 10]) {
    const whole = await readWhole(sourceOf(log, "rdp.log"), { sliceBytes });
    expect(whole.records).toEqual([
      { ts: "1.5", user: "alice", note: '"quoted" \t text' },
      { ts: "2.5", user: null, note: "" },
      { ts: "4.5", other: "x" },
    ]);
    expect(whole.lines).toEqual([8, 9, 13]);
    expect(whole.rejects).toEqual([{ line: 10, reason: "2 fields where #fields has 3", raw: "3.5\tbob" }]);
  }
});

test("as text for DuckDB they are quoted where they must be", async () => {
  const source = sourceOf(log.split("#close")[0]!);
  const whole = await readWhole(source, { wants: "csv" });
  expect(whole.csv).toBe('1.5\talice\t"""quoted"" \t text"\n2.5\t\t\n');
  expect((await readSample(source, whole.recognised)).columns).toEqual(["ts", "user", "note"]);
});
