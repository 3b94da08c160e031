import { expect, test } from "vitest";
import { doubles, texts } from "../../src/db/columns.ts";
import { storeEvaluation } from "../../src/engine/evaluation.ts";
import { Tenant } from "../../src/engine/tenant.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { measure } from "../../src/ranking/measure.ts";
import { openTestDatabase } from "../support/database.ts";

test("an evaluation is a table: a row a ranking, with the mean over the draws and its spread", async () => {
  const tenant = await Tenant.create(await openTestDatabase({ canonical: false }), decodeHere());
  const positive = Uint8Array.of(1, 0, 0, 0);
  const p = Float64Array.of(0.1, 0.2, 0.3, 0.4);
  const finding = (ranking: string, seed: number, first: number) => ({
    ranking,
    seed,
    measured: measure(Float64Array.of(first, 2, 1, 0), p, positive),
  });
  const findings = [
    finding("fused", 1, 3),
    finding("fused", 2, 1.5),
    finding("random", 1, -1),
    finding("random", 2, -1),
  ];
  const info = await storeEvaluation(tenant, "found", { findings, pairs: 2, userDays: 6 }, 0);
  expect(info).toMatchObject({ name: "found", rows: 2 });
  const table = await tenant.db.query("select * from found order by ranking");
  expect(texts(table, "ranking")).toEqual(["fused", "random"]);
  expect([...doubles(table, "auc")]).toEqual([(1 + 2 / 3) / 2, 0]);
  expect(doubles(table, "auc_sd")[0]).toBeCloseTo(Math.sqrt(2) / 6, 12);
  expect([...doubles(table, "base_rate")]).toEqual([0.25, 0.25]);
  expect([...doubles(table, "injected_user_days")]).toEqual([3, 3]);
});
