import { expect, test } from "vitest";
import { describeMissing, missingOf } from "../../src/casework/expected.ts";
import { nearestDay, peerMedian, peersOf } from "../../src/casework/nearest-days.ts";
import { isoDay } from "../../src/features/calendar.ts";
import { makeTenant } from "../support/tenant.ts";

const channels = [
  { name: "type", kind: "type", labels: ["view", "reply", "query", "export"] },
  { name: "attribute:country", kind: "attribute", labels: ["DE", "AT"] },
] as const;

/** Users 0 and 1 view and reply, user 2 exports. Day 12 is the only one on which user 0 queried; on the last day he queries much and replies to nobody. */
const features = makeTenant({
  channels,
  actors: 4,
  days: 30,
  scored: 2,
  what(actor, day) {
    const country = new Map([[0, 5]]);
    if (actor === 3) return day === 29 ? { type: new Map([[0, 1]]), "attribute:country": country } : null;
    if (actor === 2) return { type: new Map([[3, 5]]), "attribute:country": country };
    if (actor === 0 && day === 29)
      return {
        type: new Map([
          [0, 4],
          [2, 41],
        ]),
        "attribute:country": new Map([[1, 45]]),
      };
    if (actor === 0 && day === 12)
      return {
        type: new Map([
          [0, 4],
          [1, 2],
          [2, 6],
        ]),
        "attribute:country": country,
      };
    return {
      type: new Map([
        [0, 4 + (day % 3)],
        [1, 2],
      ]),
      "attribute:country": country,
    };
  },
});
const at = { actor: 0, day: 29 };

test("the own day nearest to a day of queries is the one with queries, and what differs is told", () => {
  const found = nearestDay(features, at, [0])!;
  expect(found.day).toBe(isoDay(features.calendar.days[12]!));
  expect(found.likeness).toBeGreaterThan(0.8);
  expect(found.differences).toEqual([
    { label: "query", here: 41, there: 6 },
    { label: "reply", here: 0, there: 2 },
  ]);
});

test("a log with more event types than a call takes arguments has peers too", () => {
  const labels = new Array<string>(1_000_000).fill("another");
  const [type] = features.channels;
  const wide = { ...features, channels: [{ ...type!, labels }] };
  expect(peersOf(wide, 0)).toEqual(peersOf(features, 0));
});

test("peers are those with a like mix, and a scored day is nobody's normal day", () => {
  expect(peersOf(features, 0).map(({ actor }) => actor)).toEqual([1]);
  expect(peersOf(features, 0)[0]!.likeness).toBeGreaterThan(0.95);
  expect(nearestDay(features, at, [1])!.day < isoDay(features.calendar.days[28]!)).toBe(true);
  expect(peerMedian(features, [{ actor: 1, likeness: 1 }], "reply")).toBe(2);
  expect(peerMedian(features, [], "reply")).toBeNull();
});

test("what is there on nearly every day and missing is told; of a user without history nothing is expected", () => {
  expect(missingOf(features, at).map(describeMissing)).toEqual([
    "No reply, which is there on all 28 active days (usual 2).",
    "No country DE, which is there on all 28 active days.",
  ]);
  expect(missingOf(features, { actor: 3, day: 29 })).toEqual([]);
  expect(nearestDay(features, { actor: 3, day: 29 }, [3])).toBeNull();
  expect(peersOf(features, 3)).toEqual([]);
});
