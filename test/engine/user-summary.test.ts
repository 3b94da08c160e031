import { expect, test } from "vitest";
import { oneIn } from "../../src/casework/headline.ts";
import { scoreProfile } from "../../src/detectors/profile/profile.ts";
import type { Detection } from "../../src/engine/detection.ts";
import { summariseUser } from "../../src/engine/user-summary.ts";
import { isoDay } from "../../src/features/calendar.ts";
import { quietJob } from "../../src/lib/job.ts";
import { calibrate } from "../../src/ranking/calibrate.ts";
import { windowDrift } from "../../src/ranking/drift.ts";
import { rankCases } from "../../src/ranking/queue.ts";
import { steadyTenant } from "../support/tenant.ts";

/** All do twice as much from the first scored day on, and one of them something besides that nobody did before. */
const features = steadyTenant({
  seed: 5,
  scored: 7,
  change: (actor, day, done) => {
    if (day < 33) return done;
    const type = new Map([...done.type!].map(([key, n]) => [key, 2 * n]));
    if (actor === 4) return { ...done, type: type.set(20, 60), hour: new Map([[3, 60], ...done.hour!]) };
    return { ...done, type };
  },
});

test("the summary of a user says of a day what its case says, in a tenant that drifts", async () => {
  const { scores, explain } = await scoreProfile(features, {}, { job: quietJob() });
  const ranked = [{ name: "profile", scores, p: calibrate(scores) }];
  const detection: Detection = {
    name: "profile",
    detector: "profile",
    features,
    ranked,
    explain: (_, { actor, day, p }) => explain(actor, day, -Math.log10(p)),
  };
  const cases = rankCases({ detectors: ranked, budget: Number.POSITIVE_INFINITY });
  expect(windowDrift({ ...scores, p: ranked[0]!.p })(39)).toBeGreaterThan(0.2);
  const detections = [detection];
  let told = 0;
  features.actors.forEach((name, actor) => {
    const summary = summariseUser(detections, name, []);
    const own = cases.filter((one) => one.actor === actor);
    const unusual = own.filter(({ p }) => p <= 0.01);
    told += unusual.length;
    for (const { day, p } of unusual.slice(0, 1))
      expect(summary).toMatch(new RegExp(`${isoDay(features.calendar.days[day]!)}[^;]*${oneIn(p)}\\)`));
    if (unusual.length === 0) expect(summary).toContain("No day of it stands out");
  });
  expect(told).toBeGreaterThan(0);
});
