import { describe, expect, test } from "vitest";
import { constancyScores, mostSurprisingValue } from "../../../src/detectors/profile/constancy.ts";
import { centreDays, takeOutDayEffect } from "../../../src/detectors/profile/day-effect.ts";
import { shortestSpan } from "../../../src/detectors/profile/explain-hours.ts";
import { OwnCounts, tenantCounts, tenantShare } from "../../../src/detectors/profile/history.ts";
import { judgedDays } from "../../../src/detectors/profile/judged-days.ts";
import { hourTails, weekDensity } from "../../../src/detectors/profile/out-of-hours.ts";
import { evidenceLength } from "../../../src/detectors/profile/pooled-nulls.ts";
import { surpriseOfCount, tenantRates } from "../../../src/detectors/profile/shrinkage.ts";
import { sufficiency } from "../../../src/detectors/profile/sufficiency.ts";
import { seededRandom } from "../../../src/lib/random.ts";
import { constancy as golden } from "../../golden/profile.json";
import { makeTenant, poisson } from "../../support/tenant.ts";

describe("the tenant's day effect", () => {
  test("is the median over all active users, those without the key at 0", () => {
    const values = Float32Array.from([5, 5, 5, 5, 5, 50]);
    const effects = takeOutDayEffect(values, new Int32Array(6), Int32Array.from([10]));
    expect(effects.get(0)!.median).toBeCloseTo(Math.log1p(5), 6);
    expect([...values.slice(0, 5)].every((value) => Math.abs(value) < 1e-6)).toBe(true);
    expect(values[5]).toBeCloseTo(51 / 6 - 1, 4);
  });

  test("is none where at most half share it, or where users are few", () => {
    const values = Float32Array.from([5, 5, 5, 5, 5]);
    expect(takeOutDayEffect(values, new Int32Array(5), Int32Array.from([10])).size).toBe(0);
    expect(takeOutDayEffect(values, new Int32Array(5), Int32Array.from([5])).size).toBe(0);
    expect([...values]).toEqual([5, 5, 5, 5, 5]);
  });

  test("shifts a day of many users to the usual median and leaves NaN and small days alone", () => {
    const values = Float64Array.from([...Array(9).fill(1), ...Array(8).fill(4), Number.NaN, 7]);
    const day = Int32Array.from([...Array(9).fill(0), ...Array(8).fill(1), 1, 2]);
    const centred = centreDays(values, day);
    expect([...centred.slice(0, 9)]).toEqual(Array(9).fill(2.5 - 0));
    expect([...centred.slice(9, 17)]).toEqual(Array(8).fill(2.5));
    expect(centred[17]).toBeNaN();
    expect(centred[18]).toBe(7);
  });
});

describe("usual hours", () => {
  const office = (): Float64Array =>
    Float64Array.from({ length: 168 }, (_, h) => (h < 120 && h % 24 >= 9 && h % 24 < 17 ? 4 : 0));
  test("the density adds up to 1 and is smooth around the week's end", () => {
    const late = new Float64Array(168);
    late[167] = 10;
    const density = weekDensity(late, 10);
    expect(density.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
    expect(density[0]).toBeCloseTo(density[166]!, 12);
    expect(density[0]).toBeGreaterThan(density[80]!);
  });

  test("night, weekend and day are ever more usual for an office worker", () => {
    const tails = hourTails(weekDensity(office(), 160));
    expect(tails[26]).toBeLessThan(tails[24 * 5 + 12]!);
    expect(tails[24 * 5 + 12]).toBeLessThan(tails[36]!);
    expect(tails[26]).toBeLessThan(0.02);
    expect(Math.max(...tails)).toBeCloseTo(1, 10);
  });

  test("a user without hours has every hour alike", () => {
    expect(new Set(hourTails(weekDensity(new Float64Array(168), 0)).map((t) => Math.round(t * 1e6)))).toEqual(
      new Set([1e6]),
    );
  });

  test("the shortest span goes around midnight", () => {
    const shift = Float64Array.from({ length: 24 }, (_, hour) => (hour >= 22 || hour < 6 ? 1 : 0));
    expect(shortestSpan(shift, 1)).toEqual({ from: 22, hours: 8 });
    expect(shortestSpan(new Float64Array(24).fill(1), 1)).toEqual({ from: 0, hours: 24 });
  });
});

describe("shrinkage", () => {
  const random = seededRandom(8);
  const features = makeTenant({
    channels: [{ name: "type", kind: "type", labels: ["common", "special", "never"] }],
    actors: 200,
    days: 31,
    scored: 1,
    what: (actor) => ({
      type: new Map(
        [
          [0, poisson(random, 4)],
          [1, actor < 10 ? poisson(random, 10) : 0],
        ].filter(([, n]) => n! > 0) as [number, number][],
      ),
    }),
  });
  const rates = tenantRates(features.channels[0]!.cells, { keys: 3, from: 0, to: 30, firstSeen: features.firstSeen });

  test("finds the mean, and weighs it more for a type that all use alike", () => {
    expect(rates.mean[0]).toBeCloseTo(4, 0);
    expect(rates.mean[1]).toBeCloseTo(0.5, 1);
    expect(rates.weight[0]).toBeGreaterThan(10 * rates.weight[1]!);
    expect(rates.dispersion[0]).toBeLessThan(0.15);
  });

  test("a count surprises less where it is the user's own, or the tenant's", () => {
    const surprise = (n: number, total: number, days: number, key: number) =>
      surpriseOfCount(n, {
        total,
        days,
        prior: { mean: rates.mean[key]!, weight: rates.weight[key]!, dispersion: rates.dispersion[key]! },
      });
    expect(surprise(12, 300, 30, 1)).toBeLessThan(0.8);
    expect(surprise(12, 0, 30, 1)).toBeGreaterThan(2);
    expect(surprise(5, 0, 0, 0)).toBeLessThan(0.7);
    expect(surprise(5, 0, 0, 2)).toBeGreaterThan(1.5);
    expect(surprise(0, 0, 0, 2)).toBe(0);
  });
});

test("a constant user's new value scores high, a traveller's doesn't", () => {
  const features = makeTenant({
    channels: [
      { name: "type", kind: "type", labels: ["a"] },
      { name: "attribute:country", kind: "attribute", labels: ["DE", "US", "FR", "JP", "BR"] },
    ],
    actors: 20,
    days: 31,
    scored: 1,
    what: (actor, day) => ({
      type: new Map([[0, 1]]),
      "attribute:country": new Map([
        [day === 30 && actor < 2 ? 4 : actor === 0 || actor > 15 ? (day * 7 + actor) % 4 : 0, 3],
      ]),
    }),
  });
  const judged = judgedDays(features, 30);
  const scores = constancyScores(features.channels, judged, 5);
  const last = (actor: number) => scores[judged.actor.findIndex((a, i) => a === actor && judged.day[i] === 30)]!;
  expect(last(1)).toBeGreaterThan(5);
  expect(last(0)).toBeLessThan(last(1) / 3);
  expect(last(5)).toBeLessThan(0.2);
});

test("evidence is as long as the vector of what is known", () => {
  const length = (...values: number[]) => evidenceLength(values.map((value) => Float64Array.of(value)))[0];
  expect(length(3, Number.NaN, 4)).toBeCloseTo(5, 12);
  expect(length(0, 0)).toBe(0);
  expect(length(Number.NaN)).toBeNaN();
});

test("sufficiency names short histories, silent days and ids that differ only in case", () => {
  const features = makeTenant({
    channels: [{ name: "type", kind: "type", labels: ["a"] }],
    actors: 3,
    days: 30,
    scored: 2,
    what: (actor, day) =>
      (actor < 2 && (actor === 0 || day < 5 || day > 16)) || day > 20 ? { type: new Map([[0, 1]]) } : null,
  });
  const found = sufficiency(
    { ...features, actors: ["ada", "bob", "Ada"], calendar: { ...features.calendar, silent: 2 } },
    { of: Int32Array.from([0, 0, 1]), labels: ["a", "b"], size: Int32Array.from([2, 1]), silhouette: 0.5 },
  );
  expect(found).toEqual([
    "1 of 3 users have under 10 active days of history: their peers judge them, and their own history as far as it goes (Ada).",
    "1 user has a gap of 10 days or more in the history: bob (12 days).",
    "2 days without a single event in the whole tenant are left out.",
    "1 user id differs only in case: ada and Ada.",
  ]);
});

test("sufficiency says what a strange tenant is", () => {
  const alone = makeTenant({
    channels: [
      { name: "type", kind: "type", labels: Array.from({ length: 400 }, (_, k) => `t${k}`) },
      { name: "attribute:zone", kind: "attribute", labels: ["utc"] },
    ],
    actors: 1,
    days: 31,
    scored: 1,
    what: (_, day) => ({ type: new Map(Array.from({ length: 13 }, (_none, k) => [day * 12 + k, 1])) }),
  });
  const peers = { of: new Int32Array(1), labels: ["everybody"], size: Int32Array.from([1]), silhouette: Number.NaN };
  const short = "1 scored user-day has under 10 active days before";
  expect(sufficiency(alone, peers, { thinDays: [0] })).toEqual([
    "user-0 is the only user: there is nobody to compare with, no tenant and no peers.",
    "373 event types over 30 days of history: most counts have none of their own.",
    "zone always has the same value: it says nothing.",
    `${short}: that history alone judges them.`,
  ]);
  const two = { ...alone, actors: ["a", "b"], firstSeen: Int32Array.of(0, 0) };
  two.channels = two.channels.map((channel) => ({
    ...channel,
    cells: { ...channel.cells, rowStart: Int32Array.of(0, channel.cells.day.length, channel.cells.day.length) },
  }));
  const said = (labels: readonly string[], of: readonly number[]) =>
    sufficiency(two, { ...peers, labels, of: Int32Array.from(of) }, { thinDays: [0] });
  expect(said(["everybody"], [0, -1])).toContain(
    `${short}: the tenant judges them, and their own history as far as it goes.`,
  );
  expect(said(["x", "y"], [0, 1])).toContain(
    `${short}: their peers judge them, and their own history as far as it goes.`,
  );
});

test.each(golden)("constancy of $own is SciPy's", ({ own, constancy }) => {
  const days = own.reduce((sum, n) => sum + n, 0);
  const values = own.flatMap((n, key) => Array<number>(n).fill(key));
  const features = makeTenant({
    channels: [
      { name: "type", kind: "type", labels: ["a"] },
      { name: "attribute:country", kind: "attribute", labels: own.map((_, key) => `c${key}`) },
    ],
    actors: 2,
    days: days + 1,
    scored: 1,
    what: (actor, day) => ({
      type: new Map([[0, 1]]),
      "attribute:country": new Map([[actor === 1 ? day % own.length : (values[day] ?? own.length - 1), Math.E - 1]]),
    }),
  });
  const channel = features.channels[1]!;
  const judged = judgedDays(features, days);
  const i = judged.actor.findIndex((actor, at) => actor === 0 && !judged.isNull[at]);
  const tenant = tenantCounts(channel.cells, { keys: own.length, from: 0, to: days });
  const found = mostSurprisingValue(channel, judged, i, { own: new OwnCounts(own.length), tenant, alpha: 5 })!;
  expect((found.constancy * (days + 5)) / days).toBeCloseTo(constancy, 6);
  const last = own.at(-1)!;
  const share = tenantShare(tenant, own.length - 1);
  expect(found.surprisal).toBeCloseTo(-Math.log2((last + 5 * share) / (days + 5)), 6);
});
