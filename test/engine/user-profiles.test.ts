import { beforeAll, expect, test } from "vitest";
import { scoreProfile } from "../../src/detectors/profile/profile.ts";
import type { Detection } from "../../src/engine/detection.ts";
import { placedEntities, userPlaces, userProfileOf } from "../../src/engine/user-profiles.ts";
import { UserError } from "../../src/lib/errors.ts";
import { quietJob } from "../../src/lib/job.ts";
import { seededRandom } from "../../src/lib/random.ts";
import { makeTenant, poisson } from "../support/tenant.ts";

let detection: Detection;

/** Two kinds of work, twelve users each, with files of their own kind; user 24 never comes before the scored days. */
beforeAll(async () => {
  const random = seededRandom(2);
  const features = makeTenant({
    actors: 25,
    days: 34,
    scored: 2,
    channels: [
      { name: "type", kind: "type", labels: ["View", "Reply", "Query", "Write"] },
      { name: "entity-value:file", kind: "value", labels: Array.from({ length: 40 }, (_, i) => `f${i}`) },
    ],
    what(actor, day) {
      if (actor === 24 && day < 32) return null;
      const first = actor % 2 === 0 ? 0 : 2;
      return {
        type: new Map([
          [first, 1 + poisson(random, 6)],
          [first + 1, 1 + poisson(random, 3)],
        ]),
        "entity-value:file": new Map([[day === 20 && actor === 4 ? 39 : 10 * first + (day % 5), 1]]),
      };
    },
  });
  const profile = await scoreProfile(features, {}, { job: quietJob() });
  const profileSettings = { history: 30, alpha: 5, peers: "auto", from: null, to: null };
  detection = {
    name: "profile",
    detector: "profile",
    features,
    ranked: [],
    explain: () => [],
    profile,
    profileSettings,
  };
});

test("a user's profile names the peers and has every feature, days as dates", () => {
  const found = userProfileOf(detection, "user-4");
  expect(found.peers).toBe(12);
  expect(found.group).toMatch(/^(View|Reply), (View|Reply)$/);
  expect(found.features.map(({ feature }) => feature)).toEqual(["View", "Reply", "file new to the peer group"]);
  const [view, , novel] = found.features;
  expect(view!.first).toBe("2024-10-06");
  expect(novel).toMatchObject({ kind: "new", max: 1, share: 1 / 30, first: "2024-10-24", last: "2024-10-24" });
  expect(userProfileOf(detection, "user-24")).toEqual({
    actor: "user-24",
    group: null,
    peers: 0,
    nearest: [],
    features: [],
  });
  expect(() => userProfileOf(detection, "nobody")).toThrow(UserError);
});

test("a user's nearest peers are of the own group, the most alike first, as the map has them near", () => {
  const { nearest } = userProfileOf(detection, "user-4");
  expect(nearest).toHaveLength(10);
  expect(nearest.every(({ actor }) => Number(actor.slice(5)) % 2 === 0 && actor !== "user-4")).toBe(true);
  const likeness = nearest.map((peer) => peer.likeness);
  expect(likeness).toEqual(likeness.slice().sort((a, b) => b - a));
  expect(likeness.every((cosine) => cosine > 0.9 && cosine <= 1)).toBe(true);
  const back = userProfileOf(detection, nearest[0]!.actor).nearest.find(({ actor }) => actor === "user-4");
  expect(back?.likeness ?? likeness[0]).toBeCloseTo(likeness[0]!, 12);
});

test("the map sets the two kinds of work apart", () => {
  const places = userPlaces(detection);
  expect(places).toHaveLength(24);
  const even = places.filter((_, i) => i % 2 === 0);
  const odd = places.filter((_, i) => i % 2 === 1);
  const spread = (side: typeof places) => Math.max(...side.map(({ x }) => x)) - Math.min(...side.map(({ x }) => x));
  const gap = Math.max(
    Math.min(...even.map(({ x }) => x)) - Math.max(...odd.map(({ x }) => x)),
    Math.min(...odd.map(({ x }) => x)) - Math.max(...even.map(({ x }) => x)),
  );
  expect(gap).toBeGreaterThan(3 * Math.max(spread(even), spread(odd)));
  expect(new Set(even.map(({ group }) => group)).size).toBe(1);
  expect(even[0]!.group).not.toBe(odd[0]!.group);
});

test("entities stand on the map among the users who touch them; a file of one user alone has no place", () => {
  const users = userPlaces(detection);
  const [files, ...others] = placedEntities(detection);
  expect(others).toEqual([]);
  expect(files!.type).toBe("file");
  expect(files!.places.map(({ name }) => name).sort()).toEqual(
    ["f0", "f1", "f2", "f20", "f21", "f22", "f23", "f24", "f3", "f4"].sort(),
  );
  for (const { name, x, y, users: touching } of files!.places) {
    const kind = Number(name.slice(1)) < 20 ? 0 : 1;
    const own = users.filter(({ actor }) => Number(actor.slice(5)) % 2 === kind);
    const mean = (pick: (user: (typeof own)[number]) => number) =>
      own.reduce((sum, user) => sum + pick(user), 0) / own.length;
    expect(touching).toBe(12);
    expect(x).toBeCloseTo(
      mean((user) => user.x),
      1,
    );
    expect(y).toBeCloseTo(
      mean((user) => user.y),
      1,
    );
  }
});
