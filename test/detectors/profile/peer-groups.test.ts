import { describe, expect, test } from "vitest";
import { peerGroups } from "../../../src/detectors/profile/peer-groups.ts";
import { cosineDistances, silhouette } from "../../../src/detectors/profile/silhouette.ts";
import { sphericalKMeans } from "../../../src/detectors/profile/spherical-k-means.ts";
import { type SparseRows, tfIdf } from "../../../src/detectors/profile/user-vectors.ts";
import type { TenantFeatures } from "../../../src/features/cells.ts";
import { UserError } from "../../../src/lib/errors.ts";
import { seededRandom } from "../../../src/lib/random.ts";
import golden from "../../golden/profile.json";
import { sparse } from "../../support/sparse.ts";
import { type DayOf, makeTenant, poisson } from "../../support/tenant.ts";

const everyRow = (rows: SparseRows) => Int32Array.from({ length: rows.start.length - 1 }, (_, i) => i);

describe.each(golden.clusterings.map((c, i) => [i, c] as const))("golden case %i", (_, found) => {
  const rows = tfIdf(sparse(found.counts));

  test("TF-IDF is scikit-learn's", () => {
    const expected = sparse(found.tfIdf);
    expect([...rows.column]).toEqual([...expected.column]);
    rows.value.forEach((value, at) => {
      expect(value).toBeCloseTo(expected.value[at]!, 10);
    });
  });

  test("the silhouette is scikit-learn's", () => {
    const distance = cosineDistances(rows, everyRow(rows));
    expect(silhouette(distance, Int32Array.from(found.labels))).toBeCloseTo(found.silhouette, 6);
    expect(silhouette(distance, Int32Array.from(found.truth))).toBeCloseTo(found.silhouetteOfTruth, 6);
  });

  test("spherical k-means is no worse than scikit-learn's k-means of twenty starts", () => {
    const own = sphericalKMeans(rows, everyRow(rows), { k: found.k, restarts: 8 });
    expect(own.objective).toBeLessThan(found.objective * 1.0001);
    expect(new Set(own.group).size).toBe(found.k);
  });
});

const kinds = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
];

/** Users of three kinds of work, each kind in a team of its own, and one user who only comes in the scored window. */
function teams({ actors = 45, change = (_day: number, done: DayOf): DayOf => done, ignored = [] as number[] } = {}) {
  const random = seededRandom(3);
  return makeTenant({
    actors,
    days: 36,
    scored: 4,
    ignored,
    channels: [
      { name: "type", kind: "type", labels: Array.from({ length: 10 }, (_, i) => `type-${i}`) },
      { name: "attribute:team", kind: "attribute", labels: ["red", "green", "blue"] },
    ],
    what(actor, day) {
      if (actor === actors - 1 && day < 33) return null;
      const type = new Map(kinds[actor % 3]!.map((key) => [key, 1 + poisson(random, 4)]));
      return change(day, {
        type: type.set(9, 1 + poisson(random, 2)),
        "attribute:team": new Map([[actor % 3, 5]]),
      } as DayOf);
    },
  });
}
const groupsOf = (features: TenantFeatures, peers = "auto") => peerGroups(features, { from: 2, to: 32, peers });
const together = ({ of }: { of: Int32Array }) =>
  Array.from(of, (g, actor) =>
    Array.from(of.keys())
      .filter((other) => other !== actor && of[other] === g)
      .join(),
  );

test("users of like work are peers, and a user without history has none", () => {
  const found = groupsOf(teams());
  expect(found.labels).toHaveLength(3);
  for (let actor = 0; actor < 44; actor++) expect(found.of[actor]).toBe(found.of[actor % 3]);
  expect(found.of[44]).toBe(-1);
  expect([...found.size].sort()).toEqual([14, 15, 15]);
  expect(found.labels[found.of[0]!]).toMatch(/^type-[012], type-[012]$/);
  expect(found.silhouette).toBeGreaterThan(0.5);
});

test("days of the scored window change no group, nor does the order of users", () => {
  const plain = groupsOf(teams());
  const later = groupsOf(teams({ change: (day, done) => (day < 32 ? done : { ...done, type: new Map([[8, 50]]) }) }));
  expect([...later.of]).toEqual([...plain.of]);
  const features = teams();
  const order = features.actors.map((_, actor) => (actor * 7) % 45);
  const shuffled = {
    ...features,
    actors: order.map((actor) => features.actors[actor]!),
    firstSeen: Int32Array.from(order, (actor) => features.firstSeen[actor]!),
    channels: features.channels.map((channel) => {
      const { rowStart, day, key, n } = channel.cells;
      const rows = order.flatMap((actor) =>
        Array.from({ length: rowStart[actor + 1]! - rowStart[actor]! }, (_, k) => rowStart[actor]! + k),
      );
      const starts = Int32Array.from([0, ...order.map((actor) => rowStart[actor + 1]! - rowStart[actor]!)]);
      for (let a = 1; a < starts.length; a++) starts[a]! += starts[a - 1]!;
      const cells = {
        rowStart: starts,
        day: Int32Array.from(rows, (r) => day[r]!),
        key: Int32Array.from(rows, (r) => key[r]!),
        n: Float32Array.from(rows, (r) => n[r]!),
      };
      return { ...channel, cells };
    }),
  };
  const same = together(groupsOf(shuffled)).map((list) =>
    list
      .split(",")
      .map((at) => order[Number(at)])
      .sort(),
  );
  together(plain).forEach((list, actor) => {
    if (plain.of[actor]! >= 0) expect(same[order.indexOf(actor)]).toEqual(list.split(",").map(Number).sort());
  });
});

test("a column of the log makes the groups where it is named", () => {
  const found = groupsOf(teams(), "team");
  expect(found.labels).toEqual(["red", "green", "blue"]);
  expect([...found.of.slice(0, 4)]).toEqual([0, 1, 2, 0]);
  expect(found.of[44]).toBe(-1);
  expect(found.silhouette).toBeNaN();
  expect(() => groupsOf(teams(), "nowhere")).toThrow(UserError);
});

test("users who all do alike are one group, and a lone user is a group of one", () => {
  const alike = makeTenant({
    actors: 20,
    days: 30,
    scored: 2,
    channels: [{ name: "type", kind: "type", labels: ["a", "b"] }],
    what: () => ({ type: new Map([[0, 3]]) }),
  });
  expect(peerGroups(alike, { from: 0, to: 28 })).toMatchObject({ labels: ["everybody"], size: Int32Array.from([20]) });
  expect([...groupsOf(teams({ actors: 1 })).of]).toEqual([-1]);
  expect(peerGroups(alike, { from: 0, to: 0 }).labels).toEqual([]);
});
