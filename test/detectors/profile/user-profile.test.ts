import { expect, test } from "vitest";
import { userProfile } from "../../../src/detectors/profile/user-profile.ts";
import { median } from "../../../src/lib/statistics.ts";
import { makeTenant } from "../../support/tenant.ts";

/** User 0 views as many tickets as the day's number, from day 2 on, and exports on day 9 at night; user 1 comes on the last day. */
const features = makeTenant({
  actors: 2,
  days: 12,
  scored: 2,
  channels: [
    { name: "type", kind: "type", labels: ["View", "Export", "Never"] },
    { name: "hour", kind: "hour", labels: Array.from({ length: 24 }, (_, h) => String(h)) },
    { name: "entity", kind: "entity", labels: ["ticket"] },
    { name: "new", kind: "new", labels: ["ticket new to the user", "ticket new to the tenant"] },
  ],
  what(actor, day) {
    if (actor === 1 ? day < 11 : day < 2) return null;
    return {
      type: new Map([[0, day], ...(day === 9 || day === 11 ? [[1, 5] as const] : [])]),
      hour: new Map(
        day === 9
          ? [
              [3, 1],
              [10, 3],
            ]
          : [[10, 30]],
      ),
      entity: new Map([[0, 2]]),
      new: new Map(day === 2 ? [[0, 2]] : []),
    };
  },
});
const rows = new Map(userProfile(features, 0).map((row) => [row.feature, row]));

test("each feature has its statistics over the zero-filled history days, and no later day counts", () => {
  expect(rows.get("View")).toEqual({
    feature: "View",
    kind: "events",
    median: 5.5,
    mad: 2,
    deviation: 2 * 1.4826,
    p50: 5.5,
    p75: 7.25,
    p90: expect.closeTo(8.3, 10),
    p95: expect.closeTo(8.65, 10),
    p99: expect.closeTo(8.93, 10),
    max: 9,
    share: 1,
    first: 2,
    last: 9,
  });
  expect(rows.get("Export")).toMatchObject({ median: 0, max: 5, share: 1 / 8, first: 9, last: 9 });
  expect(rows.get("ticket")).toMatchObject({ kind: "entities", median: 2, mad: 0, share: 1 });
  expect(rows.get("ticket new to the user")).toMatchObject({ kind: "new", max: 2, share: 1 / 8, first: 2, last: 2 });
  expect(rows.has("Never")).toBe(false);
  expect(median([2, 3, 4, 5, 6, 7, 8, 9])).toBe(rows.get("View")!.median);
});

test("the share of activity out of the usual hours is a feature", () => {
  expect(rows.get("out of hours")).toMatchObject({ kind: "share", median: 0, max: 0.25, first: 9, last: 9 });
});

test("fewer days of history look at fewer days", () => {
  const short = new Map(userProfile(features, 0, { history: 3 }).map((row) => [row.feature, row]));
  expect(short.get("View")).toMatchObject({ median: 8, max: 9, first: 7 });
});

test("a user without history, and one who does not exist, have no profile", () => {
  expect(userProfile(features, 1)).toEqual([]);
  expect(userProfile(features, 99)).toEqual([]);
});
