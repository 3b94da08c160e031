import { expect, test } from "vitest";
import { decodeBeside } from "../../src/ingest/decode-beside.ts";
import { recognise } from "../../src/ingest/formats/recognise.ts";
import { planStaging } from "../../src/ingest/staging-plan.ts";
import { UserError } from "../../src/lib/errors.ts";

const plan = planStaging({ time: "time", actor: "user", type: ["action"] });

test("a decoder beside this thread gives a file's slices in order, and can be asked ahead", async () => {
  const rows = Array.from({ length: 5000 }, (_, i) => `2024-01-01T00:00:00Z,user ${i},read\n`).join("");
  const blob = new Blob([`time,user,action\n${rows}`]);
  const source = { name: "rows.csv", size: blob.size, blob };
  const recognised = await recognise(source);
  const decoder = decodeBeside();
  for (const wants of ["csv", "records"] as const) {
    await decoder.open({ source, recognised, plan, vendor: null, wants, sliceBytes: 50_000 });
    let records = 0;
    let coming = decoder.next();
    for (let slice = await coming; slice; slice = await coming) {
      coming = decoder.next();
      expect(slice.kind).toBe(wants === "csv" ? "csv" : "arrow");
      if (slice.records === 0) continue;
      expect(slice.lines[0]).toBe(records + 2);
      if (slice.kind === "csv") expect(new TextDecoder().decode(slice.bytes)).toContain(`user ${records},`);
      records += slice.records;
    }
    expect(records).toBe(5000);
    await decoder.close();
  }
  decoder.stop();
});

test("an error that a person can mend keeps its parts on the way out of the worker", async () => {
  const blob = new Blob([new Uint8Array(100)]);
  const source = { name: "broken.parquet", size: blob.size, blob };
  const decoder = decodeBeside();
  const recognised = { format: "parquet", compression: "none", encoding: "utf-8", notes: [] } as const;
  await decoder.open({ source, recognised, plan, vendor: null, wants: "records", sliceBytes: 50_000 });
  const error = await decoder.next().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).next).not.toBe("");
  decoder.stop();
});
