import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SubspaceRange } from "../../../src/detectors/subspace/blocks.ts";
import type { SubspaceFeatures } from "../../../src/detectors/subspace/input.ts";
import { scoreSubspace } from "../../../src/detectors/subspace/score.ts";
import { type GpuDevice, GpuLost } from "../../../src/gpu/device.ts";
import { subspaceRange } from "../../../src/gpu/subspace.cpu.ts";
import { Cancelled } from "../../../src/lib/errors.ts";
import { type Progress, quietJob } from "../../../src/lib/job.ts";
import { type Cell, featuresOf, officeCells, typeNames } from "./features.ts";

const here = () => ({ device: null, job: quietJob() });
const shape = { actors: 12, days: 40, types: typeNames(10) };
const office = officeCells({ actors: 12, days: 40, types: 10 });

/** Scores by `actor day`, as texts, so that runs with other codes compare. */
async function scored(features: SubspaceFeatures, rename = (actor: number) => actor, shift = 0) {
  const { scores } = await scoreSubspace(features, {}, here());
  return new Map(
    Array.from(scores.score, (score, i) => [`${rename(scores.actor[i]!)} ${scores.day[i]! - shift}`, score]),
  );
}

function expectSame(a: Map<string, number>, b: Map<string, number>) {
  expect([...b.keys()].sort()).toEqual([...a.keys()].sort());
  for (const [item, score] of a) expect(b.get(item)!).toBeCloseTo(score, 7);
}

test("a burst of a type that the user hardly has ranks first", async () => {
  const features = featuresOf([...office, { actor: 3, day: 37, type: 10, n: 40 }], { ...shape, types: typeNames(11) });
  const { scores, perUserDay } = await scoreSubspace(features, {}, here());
  const top = scores.score.indexOf(Math.max(...scores.score));
  expect([scores.actor[top], scores.day[top]]).toEqual([3, 37]);
  expect(perUserDay.spe[top]!).toBeGreaterThan(perUserDay.limit[top]!);
  expect(scores.backend).toBe("cpu");
  expect(scores.detector).toBe("subspace");
});

const busyDays = (from: number, to: number, actor?: number): string[] => [
  ...new Set(
    office
      .filter((c) => c.day >= from && c.day <= to && (actor === undefined || c.actor === actor))
      .map((c) => `${c.actor} ${c.day}`),
  ),
];

test("every user-day with events and enough history is scored once, in order of day and user", async () => {
  const { scores, perUserDay } = await scoreSubspace(featuresOf(office, shape), {}, here());
  const items = Array.from(scores.actor, (actor, i) => `${actor} ${scores.day[i]}`);
  expect(items).toEqual(
    busyDays(33, 39).sort(
      (a, b) => Number(a.split(" ")[1]) - Number(b.split(" ")[1]) || Number(a.split(" ")[0]) - Number(b.split(" ")[0]),
    ),
  );
  expect(scores.unscored).toEqual([{ reason: "no event on that day", count: 12 * 7 - items.length }]);
  expect(new Set(perUserDay.history)).toEqual(new Set([30]));
  expect(new Set(scores.action)).toEqual(new Set([-1]));
  expect(scores.null.length).toBe(busyDays(19, 32).length);
});

test("the null looks like the scores of days on which nothing was planted", async () => {
  const features = featuresOf(officeCells({ actors: 120, days: 40, types: 10, seed: 5 }), { ...shape, actors: 120 });
  const { scores } = await scoreSubspace(features, {}, here());
  const sorted = scores.null.slice().sort();
  const alarms = (level: number) =>
    scores.score.filter((s) => s > sorted[Math.floor((1 - level) * sorted.length)]!).length / scores.score.length;
  expect(alarms(0.5)).toBeGreaterThan(0.4);
  expect(alarms(0.5)).toBeLessThan(0.6);
  expect(alarms(0.05)).toBeGreaterThan(0.02);
  expect(alarms(0.05)).toBeLessThan(0.1);
});

const people = 80;

/** Share of the scored user-days over the null's upper quantile at 5 %, over those 5 %. */
async function alarmsOverNominal(cells: readonly Cell[], days: number): Promise<number> {
  const { scores } = await scoreSubspace(featuresOf(cells, { actors: people, days, types: typeNames(70) }), {}, here());
  const limit = scores.null.slice().sort()[Math.floor(0.95 * scores.null.length)]!;
  return scores.score.filter((score) => score > limit).length / scores.score.length / 0.05;
}

test("weeks that have less history than the scored days are no narrower a null", async () => {
  const raised = await alarmsOverNominal(officeCells({ actors: people, days: 37, types: 10, seed: 6 }), 37);
  expect(raised).toBeGreaterThan(0.5);
  expect(raised).toBeLessThan(1.5);
});

test("what somebody takes up for some days is as unknown to the null as it is on a scored day", async () => {
  const days = 60;
  const takenUp = Array.from({ length: people * days }, (_, i) => ({ actor: i % people, day: Math.floor(i / people) }))
    .filter(({ actor, day }) => (day + actor) % 21 < 6)
    .map(({ actor, day }) => ({ actor, day, type: 10 + ((actor + 7 * Math.floor((day + actor) / 21)) % 60), n: 6 }));
  const raised = await alarmsOverNominal(
    [...officeCells({ actors: people, days, types: 10, seed: 6 }), ...takenUp],
    days,
  );
  expect(raised).toBeGreaterThan(0.5);
  expect(raised).toBeLessThan(1.5);
});

describe("what has a law", () => {
  test("renaming users and types changes no score", async () => {
    const plain = await scored(featuresOf(office, shape));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }),
        fc.shuffledSubarray([...Array(10).keys()], { minLength: 10 }),
        async (users, types) => {
          const renamed = office.map((c) => ({ ...c, actor: users[c.actor]!, type: types[c.type]! }));
          expectSame(plain, await scored(featuresOf(renamed, shape), (actor) => users.indexOf(actor)));
        },
      ),
      { numRuns: 8 },
    );
  });

  test("no later day changes the score of an earlier one", async () => {
    const plain = await scored(featuresOf(office, shape));
    const features = featuresOf(
      office.filter((c) => c.day <= 35),
      shape,
    );
    const cut = await scored({ ...features, calendar: { ...features.calendar, scored: { from: 33, to: 35 } } });
    expect(cut.size).toBeGreaterThan(10);
    for (const [item, score] of cut) expect(score).toBeCloseTo(plain.get(item)!, 9);
  });

  test("days before the window, and all days later, change no score", async () => {
    const plain = await scored(featuresOf(office, shape));
    const later = office.map((c) => ({ ...c, day: c.day + 50 }));
    expectSame(plain, await scored(featuresOf(later, { ...shape, days: 90 }), undefined, 50));
    const old = later.flatMap((c) => (c.day === 50 ? [c, { ...c, day: 3, n: 99 }] : [c]));
    expectSame(plain, await scored(featuresOf(old, { ...shape, days: 90 }), undefined, 50));
  });

  test("no score, median or number of the null is ever NaN, infinite or below 0", async () => {
    const cell = fc.record({
      actor: fc.integer({ min: 0, max: 3 }),
      day: fc.integer({ min: 0, max: 11 }),
      type: fc.integer({ min: 0, max: 5 }),
      n: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 16_000_000 })),
    });
    const unique = fc.uniqueArray(cell, { selector: (c) => `${c.actor} ${c.day} ${c.type}`, maxLength: 60 });
    const options = fc.record({
      rank: fc.constantFrom<"auto" | number>("auto", 0, 1, 3, 40),
      energy: fc.constantFrom(0, 0.5, 0.9, 1),
      transform: fc.constantFrom<"anscombe" | "log1p">("anscombe", "log1p"),
      minHistory: fc.constantFrom(0, 1, 5),
      history: fc.constantFrom(1, 2, 7, 30),
    });
    await fc.assert(
      fc.asyncProperty(unique, options, async (cells: Cell[], given) => {
        const features = featuresOf(cells, { actors: 4, days: 12, types: typeNames(6), scored: 5 });
        const { scores, perUserDay, scale, alarms } = await scoreSubspace(features, given, here());
        const { spe, size, median, usual, energy, limit } = perUserDay;
        for (const values of [
          scores.score,
          scores.null,
          spe,
          size,
          median,
          usual,
          energy,
          limit,
          Object.values(scale),
          [alarms.textbook],
        ]) {
          for (const value of values) expect(value >= 0 && value < Number.POSITIVE_INFINITY).toBe(true);
        }
      }),
      { numRuns: 80 },
    );
  });
});

describe("thin histories", () => {
  test("a user of one day, and one of a few, are not scored, and that is said", async () => {
    const cells = [
      { actor: 0, day: 39, type: 1, n: 5 },
      { actor: 1, day: 36, type: 1, n: 5 },
      { actor: 1, day: 38, type: 1, n: 5 },
      { actor: 3, day: 0, type: 1, n: 1 },
      { actor: 3, day: 38, type: 1, n: 1 },
    ];
    const { scores } = await scoreSubspace(featuresOf(cells, { ...shape, actors: 4 }), {}, here());
    expect(new Set(scores.actor)).toEqual(new Set([3]));
    expect(scores.unscored).toEqual([
      { reason: "no event on that day", count: 8 },
      { reason: "first seen in the days that are judged: no history", count: 3 },
    ]);
  });

  test("one event after an empty month is no alarm, forty are", async () => {
    const quiet = (n: number) => [
      { actor: 0, day: 0, type: 0, n: 1 },
      { actor: 0, day: 38, type: 1, n },
    ];
    const score = async (n: number) =>
      (await scored(featuresOf(quiet(n), { ...shape, actors: 1, scored: 2 }))).get("0 38")!;
    expect(await score(1)).toBeLessThan(1.1);
    expect(await score(40)).toBeGreaterThan(20);
  });

  test("a machine that always does the same scores about 0", async () => {
    const cells = Array.from({ length: 40 }, (_, day) => ({ actor: 0, day, type: 2, n: 24 }));
    for (const score of (await scored(featuresOf(cells, { ...shape, actors: 1 }))).values()) {
      expect(score).toBeLessThan(1e-9);
    }
  });

  test("an ignored user has no items and no part in the null", async () => {
    const features = featuresOf(office, shape);
    features.ignored[4] = 1;
    const all = await scoreSubspace(featuresOf(office, shape), {}, here());
    const { scores } = await scoreSubspace(features, {}, here());
    expect(scores.actor.includes(4)).toBe(false);
    expect(scores.null.length).toBe(all.scores.null.length - busyDays(19, 32, 4).length);
  });

  test("a tenant without events has no items", async () => {
    const { scores } = await scoreSubspace(featuresOf([], { ...shape, actors: 0, days: 1, scored: 1 }), {}, here());
    expect(scores.score.length).toBe(0);
  });
});

describe("where the work is done", () => {
  test("a pool of workers gives what one thread gives, in whatever order blocks come back", async () => {
    const features = featuresOf(officeCells({ actors: 400, days: 14, types: 4, seed: 2 }), {
      actors: 400,
      days: 14,
      types: typeNames(4),
    });
    let calls = 0;
    const range: SubspaceRange = async (...work) => {
      const call = calls++;
      await new Promise((resolve) => setTimeout(resolve, call % 2 === 0 ? 20 : 1));
      return subspaceRange(...work);
    };
    const pooled = await scoreSubspace(features, {}, { ...here(), workers: { range, parallel: 2 } });
    expect(calls).toBeGreaterThan(1);
    expect(pooled).toEqual(await scoreSubspace(features, {}, here()));
  });

  test("a GPU that goes away is followed by the CPU", async () => {
    const limits = { maxStorageBufferBindingSize: 2 ** 27 };
    const unplugged = () => {
      throw new GpuLost("unplugged");
    };
    const device: GpuDevice = {
      device: { limits, createShaderModule: unplugged } as unknown as GPUDevice,
      name: "Acme G1",
      software: false,
      lost: new Promise<never>(() => {}),
      close: () => {},
    };
    const features = featuresOf(office, shape);
    const { scores } = await scoreSubspace(features, {}, { device, job: quietJob() });
    const plain = await scoreSubspace(features, {}, here());
    expect(scores).toEqual({ ...plain.scores, backend: "Acme G1, then cpu" });
  });

  test("it says how far it is, and stops when told", async () => {
    const features = featuresOf(officeCells({ actors: 200, days: 14, types: 3, seed: 3 }), {
      actors: 200,
      days: 14,
      types: typeNames(3),
    });
    const seen: Progress[] = [];
    const watched = { signal: new AbortController().signal, report: (p: Progress) => seen.push(p) };
    await scoreSubspace(features, {}, { device: null, job: watched });
    expect(seen.at(-1)).toEqual({ stage: "subspace", done: 200, total: 200, unit: "users" });
    const stop = new AbortController();
    const stopped = { signal: stop.signal, report: (p: Progress) => p.done > 0 && stop.abort() };
    await expect(scoreSubspace(features, {}, { device: null, job: stopped })).rejects.toThrow(Cancelled);
  });
});
