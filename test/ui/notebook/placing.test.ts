import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placed, within } from "../../../src/ui/notebook/placing.ts";

describe("the list of a notebook's blocks", () => {
  test("holds those that are built, and between them the room of the others", () => {
    const order = [4, 9, 2, 7, 5];
    expect(placed(order, new Set([2]), (id) => id * 10)).toEqual([
      { kind: "gap", ids: [4, 9], height: 130 },
      { kind: "block", id: 2 },
      { kind: "gap", ids: [7, 5], height: 120 },
    ]);
    expect(placed([], new Set(), () => 1)).toEqual([]);
  });

  test("loses no block and keeps their order, whichever are built", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), fc.array(fc.nat(50)), (order, built) => {
        const ids = placed(order, new Set(built), () => 1).flatMap((one) =>
          one.kind === "block" ? [one.id] : [...one.ids],
        );
        expect(ids).toEqual(order);
      }),
    );
  });

  test("those that reach into a stretch of a gap are found, those that only touch it are not", () => {
    const heights = [100, 50, 25];
    const find = (top: number, bottom: number) => within([0, 1, 2], (id) => heights[id] ?? 0, { top, bottom });
    expect(find(0, 100)).toEqual([0]);
    expect(find(99, 101)).toEqual([0, 1]);
    expect(find(-500, 500)).toEqual([0, 1, 2]);
    expect(find(175, 900)).toEqual([]);
    expect(find(-900, 0)).toEqual([]);
  });
});
