import { expect, test } from "vitest";
import { widenNet } from "../../../../src/detectors/graph/gnn/widen.ts";
import { type NetShape, netSlots, startingWeights, viewSlot } from "../../../../src/gpu/gatNet.plan.ts";

const shape: NetShape = {
  types: ["View", "Query"],
  entityTypes: ["actor", "ticket"],
  relationships: ["updates", "actor"],
  width: 4,
  heads: 2,
  rounds: 2,
};
const wide = {
  types: ["View", "Query", "Export"],
  entityTypes: ["actor", "ticket", "host"],
  relationships: ["updates", "actor", "actor"],
};
const seed = 9;

test("a net without an example of a new name is what a net of all names is without one", () => {
  const net = { shape, weights: startingWeights(shape, seed) };
  const widened = widenNet(net, wide, seed);
  expect(widened.shape).toEqual({ ...shape, ...wide });
  expect(widened.weights).toEqual(startingWeights({ ...shape, ...wide }, seed));
});

test("what was learnt stays where its name is, an action's actor last", () => {
  const weights = startingWeights(shape, seed).map((_, i) => i + 1);
  const own = netSlots(shape);
  const { shape: all, weights: out } = widenNet({ shape, weights }, wide, seed);
  const slots = netSlots(all);
  for (const part of ["feature", "first", "last", "lastBias"] as const)
    expect(viewSlot(out, slots[part])).toEqual(viewSlot(weights, own[part]));
  expect(viewSlot(out, slots.type).subarray(0, 8)).toEqual(viewSlot(weights, own.type));
  const [before, after] = [own.toActions[1]!, slots.toActions[1]!];
  expect(viewSlot(out, after.attention)).toEqual(viewSlot(weights, before.attention));
  expect(viewSlot(out, after.table).subarray(0, 4)).toEqual(viewSlot(weights, before.table).subarray(0, 4));
  expect(viewSlot(out, after.table).subarray(8)).toEqual(viewSlot(weights, before.table).subarray(4));
});

test("a graph that has other names in their place is refused", () => {
  const weights = startingWeights(shape, seed);
  expect(() => widenNet({ shape, weights }, { ...wide, types: ["Query", "View"] }, seed)).toThrow(/no View/);
});
