import { expect, test } from "vitest";
import { makeCases } from "../../src/engine/cases.ts";
import type { Detection } from "../../src/engine/detection.ts";
import { scoresCsv } from "../../src/engine/exports.ts";
import { Tenant } from "../../src/engine/tenant.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { Cancelled } from "../../src/lib/errors.ts";
import { quietJob } from "../../src/lib/job.ts";
import { calibrate } from "../../src/ranking/calibrate.ts";
import { openTestDatabase } from "../support/database.ts";
import { stoppedAt } from "../support/stopping.ts";
import { makeTenant } from "../support/tenant.ts";

const actors = 3000;
const days = 10;

/** A detection of so many user-days, the later the more unusual. */
function detected(): Detection {
  const items = Array.from({ length: actors * days }, (_, i) => i);
  const scores = {
    detector: "profile",
    actor: Int32Array.from(items, (i) => i % actors),
    day: Int32Array.from(items, (i) => Math.floor(i / actors)),
    action: new Int32Array(items.length).fill(-1),
    score: Float64Array.from(items),
    null: Float64Array.from(items),
    nullActor: new Int32Array(),
    nullDay: new Int32Array(),
    drawn: { users: 1, days: 1 },
    weight: 1,
    unscored: [],
    backend: "cpu",
  };
  const features = makeTenant({ actors, days, scored: days, channels: [], what: () => ({}) });
  const ranked = [{ name: "profile", scores, p: calibrate(scores) }];
  return { name: "profile", detector: "profile", features, ranked, explain: () => [] };
}

const tenant = await Tenant.create(await openTestDatabase({ canonical: false }), decodeHere());
const detections = [detected()];

test("scores.csv has every score and every fused one, in order, however many there are", async () => {
  const lines = (await scoresCsv(tenant, detections)).trimEnd().split("\n");
  expect(lines).toHaveLength(1 + 2 * actors * days);
  expect(lines[0]).toBe("detector,actor,day,action_id,score,p_value,rank");
  expect(lines[1]).toMatch(/^profile,user-0,2024-10-04,,0,[\d.]+,30000$/);
  expect(lines[actors * days]).toMatch(/^profile,user-2999,2024-10-13,,29999,[\de.-]+,1$/);
  expect(lines[1 + actors * days]).toMatch(/^fused,user-2999,2024-10-13,,[\d.]+,[\de.-]+,1$/);
});

test("scores.csv says how far it is and stops when it is cancelled", async () => {
  const { job, reports } = stoppedAt(3);
  await expect(scoresCsv(tenant, detections, {}, job)).rejects.toThrow(Cancelled);
  expect(reports.slice(1).map(({ done, total }) => done / total)).toEqual([1 / 6, 2 / 6, 3 / 6]);
});

test("the queue says how far it is and stops when it is cancelled, between any two cases", async () => {
  const { job, reports } = stoppedAt(5);
  await expect(makeCases(tenant, detections, { budget: 20, control: 0, seed: 1, job })).rejects.toThrow(Cancelled);
  expect(reports.slice(1).map(({ done, total }) => [done, total])).toEqual([0, 1, 2, 3, 4].map((done) => [done, 20]));
  expect(
    (await makeCases(tenant, detections, { budget: 20, control: 0, seed: 1, job: quietJob() })).shown,
  ).toHaveLength(20);
});
