import { beforeAll, describe, expect, test } from "vitest";
import { type ProfileResult, scoreProfile } from "../../../src/detectors/profile/profile.ts";
import type { Reason } from "../../../src/detectors/scores.ts";
import type { Channel, DayCells, TenantFeatures } from "../../../src/features/cells.ts";
import { Cancelled } from "../../../src/lib/errors.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { calibrate } from "../../../src/ranking/calibrate.ts";
import { type DayOf, makeTenant, steadyTenant } from "../../support/tenant.ts";

const score = (features: TenantFeatures, options = {}) => scoreProfile(features, options, { job: quietJob() });

/** p of one user-day. */
function pOf({ scores }: ProfileResult, actor: number, day: number): number {
  const i = scores.actor.findIndex((a, at) => a === actor && scores.day[at] === day);
  if (i < 0) throw new Error(`user ${actor} was not scored on day ${day}`);
  return calibrate(scores)[i]!;
}

/** Scores by user-day, rounded beyond what another order of summing can change. */
const table = ({ scores }: ProfileResult, name: (actor: number) => string): Map<string, number> =>
  new Map(Array.from(scores.score, (s, i) => [`${name(scores.actor[i]!)} ${scores.day[i]}`, Number(s.toFixed(6))]));

const total = (reasons: readonly Reason[]) => reasons.reduce((sum, { value }) => sum + value, 0);
const withCells = (cells: DayCells, rows: readonly number[], rowStart: Int32Array): DayCells => ({
  rowStart,
  day: Int32Array.from(rows, (row) => cells.day[row]!),
  key: Int32Array.from(rows, (row) => cells.key[row]!),
  n: Float32Array.from(rows, (row) => cells.n[row]!),
});

/** The same features with the users in the opposite order. */
function reversed(features: TenantFeatures): TenantFeatures {
  const actors = features.actors.length;
  const turn = (channel: Channel): Channel => {
    const { cells } = channel;
    const rows: number[] = [];
    const rowStart = new Int32Array(actors + 1);
    for (let a = 0; a < actors; a++) {
      const old = actors - 1 - a;
      for (let row = cells.rowStart[old]!; row < cells.rowStart[old + 1]!; row++) rows.push(row);
      rowStart[a + 1] = rows.length;
    }
    return { ...channel, cells: withCells(cells, rows, rowStart) };
  };
  return {
    ...features,
    actors: [...features.actors].reverse(),
    ignored: features.ignored.slice().reverse(),
    firstSeen: features.firstSeen.slice().reverse(),
    channels: features.channels.map(turn),
  };
}

describe("a steady tenant with planted days", () => {
  const lastDay = 69;
  const burst = 2;
  const foreign = 5;
  const nightly = 8;
  const copycat = 11;
  let model: DayOf | null = null;
  const features = steadyTenant({
    seed: 3,
    days: 70,
    change(actor, day, done) {
      if (day !== lastDay) return done;
      if (actor === 1) model = done;
      if (actor === burst) return { ...done, type: new Map([...done.type!, [19, 90]]) };
      if (actor === foreign) return { ...done, "attribute:network": new Map([[5, 20]]) };
      if (actor === nightly)
        return {
          ...done,
          hour: new Map([
            [1, 9],
            [2, 12],
          ]),
        };
      if (actor === copycat && model) return model;
      return done;
    },
  });
  let result: ProfileResult;
  beforeAll(async () => {
    result = await score(features);
  });

  test.each([
    ["a burst of one type", burst, /90 type-19; /, { type: "type-19" }],
    [
      "a network never used by anybody",
      foreign,
      /network network-5 new to user-5; constant for \d+ days/,
      { attribute: "network-5" },
    ],
    ["work in the night", nightly, /01:00–02:59; usual \d\d:00–\d\d:59/, { hour: 1 }],
  ])("%s is the most unusual thing of the tenant and says so first", (_, actor, label, where) => {
    if (!result.scores.actor.some((a, i) => a === actor && result.scores.day[i] === lastDay))
      throw new Error("not scored");
    const p = pOf(result, actor, lastDay);
    expect(p).toBeLessThan(0.01);
    const reasons = result.explain(actor, lastDay, -Math.log10(p));
    expect(reasons[0]!.label).toMatch(label);
    expect(reasons[0]!.where).toMatchObject(where);
  });

  test("somebody else's day under a user's id names that somebody", () => {
    expect(pOf(result, copycat, lastDay)).toBeLessThan(0.01);
    expect(result.resembles(copycat, lastDay)[0]).toMatchObject({ actor: "user-1" });
    expect(result.explain(copycat, lastDay, 3).some(({ label }) => label.startsWith("resembles user-1 ("))).toBe(true);
  });

  test("reasons of every scored day add up to its −log₁₀ p", () => {
    const p = calibrate(result.scores);
    p.forEach((value, i) => {
      const minusLog = -Math.log10(value);
      const reasons = result.explain(result.scores.actor[i]!, result.scores.day[i]!, minusLog);
      expect(total(reasons)).toBeCloseTo(minusLog, 9);
      for (const { label, sentence, value: part } of reasons) {
        expect(`${label}${sentence}`).not.toMatch(/NaN|undefined|Infinity/);
        expect(Number.isFinite(part)).toBe(true);
      }
    });
  });

  test("a day that was not scored has no reasons", () => {
    expect(result.explain(burst, 3, 2)).toEqual([]);
    expect(result.resembles(burst, 3)).toEqual([]);
  });

  test("each scored day is judged by the days before it alone", async () => {
    const { calendar } = features;
    const earlier = {
      ...features,
      calendar: { ...calendar, scored: { from: calendar.scored.from, to: calendar.scored.from } },
    };
    const alone = table(await score(earlier), String);
    const all = table(result, String);
    for (const [item, value] of alone) expect(value).toBe(all.get(item));
  });

  test("the order of users, of channels and the date change no score", async () => {
    const expected = table(result, (actor) => features.actors[actor]!);
    const back = reversed(features);
    expect(new Map([...table(await score(back), (actor) => back.actors[actor]!)].sort())).toEqual(
      new Map([...expected].sort()),
    );
    const channels = { ...features, channels: [...features.channels].reverse() };
    expect(table(await score(channels), (actor) => features.actors[actor]!)).toEqual(expected);
    const days = features.calendar.days.map((day) => day + 70);
    const later = { ...features, calendar: { ...features.calendar, days } };
    expect(table(await score(later), (actor) => features.actors[actor]!)).toEqual(expected);
  });

  test("a stopped run ends with Cancelled", async () => {
    const stopped = new AbortController();
    stopped.abort();
    const job = { signal: stopped.signal, report: () => {} };
    await expect(scoreProfile(features, {}, { job })).rejects.toThrow(Cancelled);
  });
});

test("a volume out of all proportion stands out, in its own unit", async () => {
  const features = steadyTenant({ seed: 8 });
  const bytes = makeTenant({
    actors: 40,
    days: 40,
    scored: 5,
    channels: [{ name: "volume", kind: "volume", labels: ["bytes"] }],
    what: (actor, day) => ({
      volume: new Map([[0, actor === 3 && day === 39 ? 9_000_000 : 1000 + ((actor * 37 + day * 11) % 50)]]),
    }),
  });
  const result = await score({ ...features, channels: [...features.channels, ...bytes.channels] });
  const at = result.scores.actor.findIndex((actor, i) => actor === 3 && result.scores.day[i] === 39);
  expect(result.questions.count[at]).toBeGreaterThan(2);
  expect(result.questions.count[at]).toBe(Math.max(...result.questions.count.filter((value) => !Number.isNaN(value))));
  expect(result.explain(3, 39, 3).map(({ label }) => label)).toContainEqual(
    expect.stringMatching(/^9,000,000 bytes; usual 1,0\d\d \(/),
  );
});

test("a new tool that everybody gets flags nobody, and the same use by one user does", async () => {
  const rollout = (users: (actor: number) => boolean) =>
    steadyTenant({
      seed: 4,
      change: (actor, day, done) =>
        day >= 37 && users(actor) ? { ...done, type: new Map([...done.type!, [20, 4 + (actor % 3)]]) } : done,
    });
  const clean = (features: TenantFeatures) => ({
    ...features,
    channels: features.channels.filter(({ kind }) => kind === "type" || kind === "hour"),
  });
  const everybody = await score(clean(rollout(() => true)));
  const p = calibrate(everybody.scores);
  expect(p.filter((value) => value <= 0.02).length / p.length).toBeLessThan(0.06);
  const one = await score(clean(rollout((actor) => actor === 6)));
  const days = Array.from(one.scores.day.filter((_, i) => one.scores.actor[i] === 6)).filter((day) => day >= 37);
  expect(Math.min(...days.map((day) => pOf(one, 6, day)))).toBeLessThan(0.02);
});

test("on a steady tenant false alarms stay near their nominal rate", async () => {
  const { scores } = await score(steadyTenant({ actors: 100, seed: 9 }));
  const p = calibrate(scores);
  for (const level of [0.01, 0.05])
    expect(p.filter((value) => value <= level).length / p.length).toBeLessThan(2.5 * level);
  expect(p.filter((value) => value <= 0.5).length / p.length).toBeGreaterThan(0.35);
});

test("a user with little history is judged by the tenant, and it says so", async () => {
  const features = steadyTenant({ seed: 5, change: (actor, day, done) => (actor === 4 && day < 36 ? null : done) });
  const result = await score(features);
  const i = result.scores.actor.indexOf(4);
  expect(result.questions.identity[i]).toBeNaN();
  expect(result.questions.tail[i]).not.toBeNaN();
  const reasons = result.explain(4, result.scores.day[i]!, 1);
  expect(reasons.at(-1)).toMatchObject({
    value: 0,
    label: expect.stringMatching(/^judged by the tenant: \d active days/),
  });
  expect(result.sufficiency.join(" ")).toMatch(/1 of 40 users have under 10 active days/);
});

describe("degenerate tenants give finite scores", () => {
  const channels = [
    { name: "type", kind: "type", labels: ["a", "b"] },
    { name: "hour", kind: "hour", labels: Array.from({ length: 24 }, (_, i) => String(i)) },
    { name: "attribute:country", kind: "attribute", labels: ["DE", "US"] },
  ] as const;
  const day = { type: new Map([[0, 3]]), hour: new Map([[9, 3]]), "attribute:country": new Map([[0, 3]]) };
  test.each([
    ["one user on one day", { actors: 1, days: 1, scored: 1, what: () => day }],
    ["one user only", { actors: 1, days: 40, scored: 7, what: () => day }],
    ["two users who always do the same", { actors: 2, days: 40, scored: 7, what: () => day }],
    ["users without attributes", { actors: 12, days: 30, scored: 2, what: () => ({ type: day.type }) }],
    [
      "users seen for the first time",
      { actors: 12, days: 30, scored: 2, what: (_: number, d: number) => (d >= 28 ? day : null) },
    ],
    [
      "more types than days by a hundredfold",
      {
        actors: 3,
        days: 31,
        scored: 1,
        channels: [{ name: "type", kind: "type" as const, labels: Array.from({ length: 3000 }, (_, k) => `t${k}`) }],
        what: (actor: number, d: number) => ({
          type: new Map(Array.from({ length: 100 }, (_, k) => [(d * 97 + actor * 31 + k * 29) % 3000, 1 + (k % 5)])),
        }),
      },
    ],
    [
      "columns that never change",
      {
        actors: 12,
        days: 31,
        scored: 1,
        channels: [
          { name: "type", kind: "type" as const, labels: ["a", "b"] },
          { name: "attribute:zone", kind: "attribute" as const, labels: ["utc"] },
        ],
        what: (_: number, d: number) => ({
          type: new Map([
            [0, 3],
            [1, d === 30 ? 9 : 3],
          ]),
          "attribute:zone": new Map([[0, 6]]),
        }),
      },
    ],
    [
      "a history of nothing",
      { actors: 12, days: 60, scored: 1, what: (_: number, d: number) => (d === 0 || d === 59 ? day : null) },
    ],
    ["an ignored user beside a real one", { actors: 2, days: 20, scored: 2, ignored: [0], what: () => day }],
  ])("%s", async (_, tenant) => {
    const features = makeTenant({ channels, ...tenant });
    const result = await score(features);
    const { scores } = result;
    expect(scores.score.length).toBeGreaterThan(0);
    for (const value of [...scores.score, ...scores.null]) expect(Number.isFinite(value)).toBe(true);
    for (const value of calibrate(scores)) expect(value).toBeGreaterThan(0);
    expect(scores.actor.some((actor) => features.ignored[actor])).toBe(false);
    expect(total(result.explain(scores.actor[0]!, scores.day[0]!, 0.3))).toBeCloseTo(0.3, 9);
  });

  test("a tenant without any event scores nothing", async () => {
    const { scores } = await score(makeTenant({ channels, actors: 3, days: 10, scored: 2, what: () => null }));
    expect(scores.score).toHaveLength(0);
    expect(scores.null).toHaveLength(0);
  });
});
