import { beforeAll, expect, test } from "vitest";
import { type ProfileResult, scoreProfile } from "../../../src/detectors/profile/profile.ts";
import { soloAxis, subspaceAxis } from "../../../src/detectors/subspace/axis.ts";
import { rescoreSubspace } from "../../../src/detectors/subspace/rescore.ts";
import { scoreSubspace } from "../../../src/detectors/subspace/score.ts";
import { type DayCounts, dayCounts, soloDay } from "../../../src/features/solo.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { steadyTenant } from "../../support/tenant.ts";

const burst = 2;
const features = steadyTenant({
  seed: 3,
  change: (actor, day, done) => {
    if ((actor === 6 && day < 37) || (actor === 9 && day < 28)) return null;
    return actor === burst && day === 39 ? { ...done, type: new Map([...done.type!, [19, 90]]) } : done;
  },
});
let profile: ProfileResult;
beforeAll(async () => {
  profile = await scoreProfile(features, {}, { job: quietJob() });
});

test("a day with the events that it had has the profile score that it had, for known, hardly known and unknown users", () => {
  const { scores } = profile;
  for (let i = 0; i < scores.score.length; i++) {
    const [actor, day] = [scores.actor[i]!, scores.day[i]!];
    const again = profile.rescore(actor, day)!(soloDay(features, actor, day)(dayCounts(features, actor, day)));
    expect(again).toBeCloseTo(scores.score[i]!, 5);
  }
});

test("so it has where newness to peers is counted", async () => {
  const grouped = await scoreProfile(features, { peers: "network" }, { job: quietJob() });
  expect(grouped.peers.labels.length).toBeGreaterThan(1);
  const { scores } = grouped;
  for (let i = 0; i < scores.score.length; i++) {
    const [actor, day] = [scores.actor[i]!, scores.day[i]!];
    const again = grouped.rescore(actor, day)!(soloDay(features, actor, day)(dayCounts(features, actor, day)));
    expect(again).toBeCloseTo(scores.score[i]!, 5);
  }
});

test("a burst that is taken away leaves an ordinary day", () => {
  const rescore = profile.rescore(burst, 39)!;
  const counts = dayCounts(features, burst, 39).map((channel, c) => {
    if (features.channels[c]!.kind !== "type") return channel;
    return new Map([...channel].filter(([key]) => key !== 19));
  });
  const i = profile.scores.actor.findIndex((actor, at) => actor === burst && profile.scores.day[at] === 39);
  expect(rescore(soloDay(features, burst, 39)(counts))).toBeLessThan(profile.scores.score[i]! / 2);
});

test("a day that was not scored can't be scored again", () => {
  expect(profile.rescore(burst, 3)).toBeNull();
});

test("a day with the events that it had has the subspace score that it had, and no score without events", async () => {
  const { scores, scale } = await scoreSubspace(subspaceAxis(features).features, {}, { device: null, job: quietJob() });
  const recount = soloAxis(features);
  for (let i = 0; i < scores.score.length; i++) {
    const [actor, day] = [scores.actor[i]!, scores.day[i]!];
    const solo = soloDay(features, actor, day);
    const again = (counts: DayCounts) =>
      rescoreSubspace(recount(solo(counts)), {}, { scale, scored: features.calendar.scored });
    expect(again(dayCounts(features, actor, day))).toBeCloseTo(scores.score[i]!, 9);
    expect(again(features.channels.map(() => new Map()))).toBeNull();
  }
});

test("so it has where a kind of value is hashed", async () => {
  const wide = steadyTenant({ actors: 60, customers: 3000, seed: 8 });
  const axis = "entity-value:customer";
  const { types } = subspaceAxis(wide, axis).features;
  expect(types.length).toBeLessThan(3000);
  const { scores, scale } = await scoreSubspace(
    subspaceAxis(wide, axis).features,
    {},
    { device: null, job: quietJob() },
  );
  const recount = soloAxis(wide, axis);
  for (let i = 0; i < scores.score.length; i += 7) {
    const [actor, day] = [scores.actor[i]!, scores.day[i]!];
    const own = soloDay(wide, actor, day)(dayCounts(wide, actor, day));
    expect(rescoreSubspace(recount(own), {}, { scale, scored: wide.calendar.scored })).toBeCloseTo(scores.score[i]!, 9);
  }
});
