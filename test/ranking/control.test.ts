import fc from "fast-check";
import { expect, test } from "vitest";
import { drawControl, weaveControl } from "../../src/ranking/control.ts";
import { rankCases } from "../../src/ranking/queue.ts";
import type { RankedDetector } from "../../src/ranking/user-days.ts";

const detector = (p: readonly number[]): RankedDetector => ({
  name: "profile",
  p: Float64Array.from(p),
  scores: {
    detector: "profile",
    actor: Int32Array.from(p, (_, i) => i % 10),
    day: Int32Array.from(p, (_, i) => Math.floor(i / 10)),
    action: new Int32Array(p.length).fill(-1),
    score: Float64Array.from(p, (value) => -Math.log10(value)),
    null: new Float64Array([0, 1]),
    nullActor: new Int32Array(2),
    nullDay: Int32Array.of(-2, -1),
    drawn: { users: 1, days: 1 },
    weight: 1,
    unscored: [],
    backend: "cpu",
  },
});
const items = (n: number): RankedDetector[] => [detector(Array.from({ length: n }, (_, i) => (i + 1) / (n + 1)))];

test("the draw is the seed's alone, of scored days, each once", () => {
  const drawn = drawControl(items(60), { count: 6, seed: 3 });
  const other = [detector(Array.from({ length: 60 }, (_, i) => (60 - i) / 61))];
  expect(drawControl(other, { count: 6, seed: 3 })).toEqual(drawn);
  expect(drawControl(items(60), { count: 6, seed: 4 })).not.toEqual(drawn);
  expect(new Set(drawn.map(({ actor, day }) => day * 10 + actor)).size).toBe(6);
  expect(drawControl(items(3), { count: 6, seed: 3 })).toHaveLength(3);
  expect(drawControl([], { count: 6, seed: 3 })).toEqual([]);
});

test("every drawn day evenly often, whatever its rank", () => {
  const times = new Int32Array(20);
  for (let seed = 0; seed < 2000; seed++)
    for (const { actor, day } of drawControl(items(20), { count: 2, seed })) times[day * 10 + actor]!++;
  for (const n of times) expect(Math.abs(n - 200)).toBeLessThan(75);
});

test("the queue keeps its length, its order of ranked cases, and marks every drawn case", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }), fc.integer(), (n, budget, seed) => {
      const detectors = items(n);
      const control = drawControl(detectors, { count: Math.round(budget * 0.3), seed });
      const woven = weaveControl(rankCases({ detectors, budget, also: control }), control, { budget, seed });
      expect(woven).toHaveLength(Math.min(n, budget));
      const ranked = woven.filter((one) => one.ranked).map(({ one }) => one.rank);
      expect(ranked).toEqual([...ranked].sort((a, b) => a - b));
      expect(Math.max(0, ...ranked)).toBeLessThanOrEqual(budget);
      expect(woven.filter((one) => one.control)).toHaveLength(control.length);
      expect(woven.every((one) => one.ranked || one.control)).toBe(true);
    }),
  );
});
