import { expect, test } from "vitest";
import { auditArm, auditTable, drawAtRandom, firstOf } from "../../src/ranking/audit-table.ts";

test("the published audit gives the published table, to the decimal", () => {
  const rows = auditTable([
    { method: "NN, handcrafted", k: 50, worth: 38 },
    { method: "SMR, handcrafted", k: 50, worth: 32 },
    { method: "SMR, GNN", k: 50, worth: 29 },
    { method: "random", k: 50, worth: 1 },
  ]);
  expect(rows.map(({ low, high }) => `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}`)).toEqual([
    "64.7–84.2",
    "52.3–74.0",
    "46.3–68.7",
    "0.7–9.0",
  ]);
});

test("only the first k items count, and of those only the audited ones", () => {
  const verdicts = new Map([
    ["a", true],
    ["c", false],
    ["d", true],
    ["e", true],
  ]);
  const given = { order: ["a", "b", "c", "d", "e"], verdicts };
  expect(auditArm("one", { ...given, k: 4 })).toEqual({ method: "one", k: 3, worth: 2 });
  expect(auditArm("none", { ...given, k: 0 })).toEqual({ method: "none", k: 0, worth: 0 });
});

test("the control arm is drawn by the seed alone, no item twice, each as likely as any other", () => {
  expect(drawAtRandom(1000, { k: 50, seed: 3 })).toEqual(drawAtRandom(1000, { k: 50, seed: 3 }));
  expect([...drawAtRandom(7, { k: 50, seed: 1 })].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const hits = new Float64Array(20);
  for (let seed = 0; seed < 2000; seed++) {
    const drawn = drawAtRandom(20, { k: 5, seed });
    expect(new Set(drawn).size).toBe(5);
    for (const item of drawn) hits[item]!++;
  }
  for (const hit of hits) expect(Math.abs(hit - 500)).toBeLessThan(100);
});

test("the first of a ranking are the highest scores, ties in their order", () => {
  expect([...firstOf([1, 3, 2, 3, 0], 3)]).toEqual([1, 3, 2]);
  expect(firstOf([], 3)).toHaveLength(0);
});
