import { expect, test } from "vitest";
import { subspaceRange } from "../../src/gpu/subspace.cpu.ts";
import { type CountTransform, sliceUsers } from "../../src/gpu/subspace.input.ts";
import golden from "../golden/subspace.json";
import { denseInput } from "./subspaceCases.ts";

test.each(golden.map((c) => [`${c.name}, ${c.transform}, rank ${c.rank}, energy ${c.energy}`, c] as const))(
  "agrees with an explicit SVD: %s",
  (_, { counts, transform, rank, energy, expect: expected }) => {
    const rows = subspaceRange(
      denseInput([counts], { transform: transform as CountTransform, rank: rank as "auto" | number, energy }),
      0,
      1,
    );
    const size = Math.hypot(...counts.flat(), 1);
    const tolerance = 1e-9 * Math.max(...expected.loo) + 1e-11 * size;
    expect(rows.rank[0]).toBe(expected.rank);
    expect(rows.history[0]).toBe(counts.length - 1);
    expect(Math.abs(rows.spe[0]! - expected.spe)).toBeLessThan(tolerance);
    expect(rows.energy[0]).toBeCloseTo(expected.held, 10);
    expected.tail.forEach((value, i) => {
      expect(Math.abs(rows.tail[i]! - value)).toBeLessThan(1e-9 * (1 + value));
    });
    expected.loo.forEach((value, i) => {
      expect(Math.abs(rows.loo[i]! - value)).toBeLessThan(tolerance);
    });
  },
);

const office = Array.from({ length: 9 }, (_, user) =>
  Array.from({ length: 16 }, (_, day) => [0, 1, 2, 3].map((type) => (((user % 6) + 1) * (day + 3) * (type + 5)) % 7)),
);

test("users can be split over workers: a slice gives the same rows as the whole", () => {
  const input = denseInput(office, { scored: 4, history: 10, first: Int32Array.from([0, 3, -1, 9, 15, 0, 1, 2, 3]) });
  const whole = subspaceRange(input, 0, 9);
  for (const [from, to] of [
    [0, 4],
    [4, 5],
    [5, 9],
  ] as const) {
    const part = subspaceRange(structuredClone(sliceUsers(input, from, to)), 0, to - from);
    expect(part.spe).toEqual(whole.spe.slice(from * 4, to * 4));
    expect(part.loo).toEqual(whole.loo.slice(from * 40, to * 40));
    expect(part.history).toEqual(whole.history.slice(from * 4, to * 4));
  }
});

test("without leaving days out the scores are the same, and nothing is said of the days before", () => {
  const input = denseInput(office, { scored: 4, history: 10 });
  const whole = subspaceRange(input, 0, 9);
  const quick = subspaceRange(input, 0, 9, { leavesOut: false });
  expect(quick.spe).toEqual(whole.spe);
  expect(whole.loo.some((error) => error > 0)).toBe(true);
  expect(quick.loo.every((error) => error === 0)).toBe(true);
});

test("each scored day is judged by the days before it alone", () => {
  const changed = office.map((days) => days.map((row, day) => (day === 15 ? row.map((n) => n * 1000) : row)));
  const before = subspaceRange(denseInput(office, { scored: 4, history: 10 }), 0, 9);
  const after = subspaceRange(denseInput(changed, { scored: 4, history: 10 }), 0, 9);
  for (let item = 0; item < 36; item++) {
    expect(after.loo.slice(item * 10, item * 10 + 10)).toEqual(before.loo.slice(item * 10, item * 10 + 10));
    if (item % 4 < 3) expect(after.spe[item]).toBe(before.spe[item]);
    else expect(after.spe[item]).not.toBe(before.spe[item]);
  }
});

test("days on which nothing was done, taken as one, are the same as one by one", () => {
  const sparse = office.map((days) => days.map((row, day) => (day % 3 === 0 ? row : row.map(() => 0))));
  const nearly = sparse.map((days) => days.map((row, day) => (day % 3 === 0 ? row : [1e-9, ...row.slice(1)])));
  for (const rank of ["auto", 3] as const) {
    const together = subspaceRange(denseInput(sparse, { rank }), 0, 9);
    const apart = subspaceRange(denseInput(nearly, { rank }), 0, 9);
    together.spe.forEach((spe, i) => {
      expect(apart.spe[i]!).toBeCloseTo(spe, 5);
    });
    together.loo.forEach((error, i) => {
      expect(apart.loo[i]!).toBeCloseTo(error, 5);
    });
  }
});
