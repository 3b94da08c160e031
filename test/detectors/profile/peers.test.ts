import { describe, expect, test } from "vitest";
import { candidateSets } from "../../../src/detectors/profile/candidates.ts";
import { identityScores } from "../../../src/detectors/profile/identity.ts";
import { judgedDays, typeChannel } from "../../../src/detectors/profile/judged-days.ts";
import { dayIdentity } from "../../../src/detectors/profile/likelihoods.ts";
import { peerNewness } from "../../../src/detectors/profile/peer-newness.ts";
import { peerRates, priorOf } from "../../../src/detectors/profile/peer-rates.ts";
import { scoreProfile } from "../../../src/detectors/profile/profile.ts";
import { surpriseOfCount, tenantRates } from "../../../src/detectors/profile/shrinkage.ts";
import { identityChannels } from "../../../src/detectors/profile/sub-scores.ts";
import type { DayCells, TenantFeatures } from "../../../src/features/cells.ts";
import { type GpuDevice, GpuLost } from "../../../src/gpu/device.ts";
import { createIdentityRows } from "../../../src/gpu/identity.input.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { seededRandom } from "../../../src/lib/random.ts";
import { makeTenant, poisson, steadyTenant } from "../../support/tenant.ts";

const countOn = ({ rowStart, day, key, n }: DayCells, actor: number, on: number, of: number): number => {
  for (let row = rowStart[actor]!; row < rowStart[actor + 1]!; row++)
    if (day[row] === on && key[row] === of) return n[row]!;
  return 0;
};

describe("the shrinkage from user to peers to tenant", () => {
  const random = seededRandom(5);
  const features = makeTenant({
    channels: [{ name: "type", kind: "type", labels: ["common", "of group 0"] }],
    actors: 60,
    days: 31,
    scored: 1,
    what: (actor) => ({
      type: new Map([[0, 1 + poisson(random, 4)], ...(actor % 3 === 0 ? [[1, 1 + poisson(random, 9)] as const] : [])]),
    }),
  });
  const { cells } = features.channels[0]!;
  const span = { keys: 2, from: 0, to: 30, firstSeen: features.firstSeen };
  const tenant = tenantRates(cells, span);
  const group = Int32Array.from({ length: 60 }, (_, actor) => (actor === 59 ? -1 : actor % 3 === 0 ? 0 : 1));
  const peers = peerRates(cells, { ...span, group, groups: 2, tenant });

  test("peers who do much of it expect much of it; the others next to nothing; the tenant something between", () => {
    expect(priorOf(tenant, peers, 0, 1).mean).toBeCloseTo(10, 0);
    expect(priorOf(tenant, peers, 1, 1).mean).toBeLessThan(0.3);
    expect(priorOf(tenant, peers, -1, 1).mean).toBeCloseTo(10 / 3, 0);
    expect(priorOf(tenant, peers, 1, 0).mean).toBeCloseTo(5, 0);
  });

  test("peers are worth more days than a tenant of mixed work is", () => {
    expect(priorOf(tenant, peers, 0, 1).weight).toBeGreaterThan(3 * priorOf(tenant, peers, -1, 1).weight);
  });

  test("the first day of a new user is judged by his peers", () => {
    const surprise = (g: number) => surpriseOfCount(10, { total: 0, days: 0, prior: priorOf(tenant, peers, g, 1) });
    expect(surprise(0)).toBeLessThan(0.7);
    expect(surprise(1)).toBeGreaterThan(1.5);
  });

  test("a group of nobody has the tenant's mean", () => {
    const more = peerRates(cells, { ...span, group, groups: 3, tenant });
    expect(more.mean[2 * 2]).toBeCloseTo(tenant.mean[0]!, 10);
  });
});

test("an entity is new to peers where none of them touched it on another day of the history", () => {
  const touched: Record<string, number[]> = {
    "0 3": [0, 1],
    "1 3": [1],
    "0 5": [1],
    "2 4": [0],
    "0 8": [2],
    "1 8": [0],
    "1 9": [2],
  };
  const features = makeTenant({
    actors: 3,
    days: 10,
    scored: 2,
    channels: [
      { name: "type", kind: "type", labels: ["a"] },
      { name: "entity-value:file", kind: "value", labels: ["x", "y", "z"] },
    ],
    what: (actor, day) => ({
      type: new Map([[0, 1]]),
      "entity-value:file": new Map((touched[`${actor} ${day}`] ?? []).map((key) => [key, 1])),
    }),
  });
  const peers = { of: Int32Array.from([0, 0, 1]), labels: ["a", "b"], size: Int32Array.from([2, 1]), silhouette: 0.5 };
  const blocks = [{ from: 0, to: 8, end: 10, isNull: false }];
  const found = peerNewness(features, peers, blocks)!;
  expect(found.labels).toEqual(["file new to the peer group"]);
  const count = (actor: number, day: number) => countOn(found.cells, actor, day, 0);
  expect(count(0, 3)).toBe(1);
  expect(count(1, 3)).toBe(0);
  expect(count(0, 5)).toBe(0);
  expect(count(2, 4)).toBe(1);
  expect(count(0, 8)).toBe(1);
  expect(count(1, 8)).toBe(0);
  expect(count(1, 9)).toBe(1);
  expect(peerNewness(features, { ...peers, labels: ["a"] }, blocks)).toBeNull();
});

describe("candidates", () => {
  const features = steadyTenant({ actors: 30, days: 26, scored: 3, seed: 2 });
  const { cells } = typeChannel(features);
  const { firstSeen } = features;
  const group = Int32Array.from({ length: 30 }, (_, actor) => actor % 2);

  test("are all users while they are few; then the peers and a draw of the tenant", () => {
    const all = candidateSets(cells, { firstSeen, from: 0, to: 23, group });
    expect([...all.keys()]).toEqual([-1]);
    expect([...all.get(-1)!]).toEqual(Array.from({ length: 30 }, (_, i) => i));
    const limits = { everybody: 20, peers: 9, drawn: 5 };
    const some = candidateSets(cells, { firstSeen, from: 0, to: 23, group, limits });
    expect([...some.keys()].sort()).toEqual([0, 1]);
    const odd = [...some.get(1)!];
    expect(odd.filter((actor) => actor % 2 === 1).length).toBeGreaterThanOrEqual(9);
    expect(odd.length).toBeLessThanOrEqual(14);
    expect(odd).toEqual([...odd].sort((a, b) => a - b));
    expect(candidateSets(cells, { firstSeen, from: 0, to: 23, group, limits })).toEqual(some);
  });

  const score = (features_: TenantFeatures, more = {}) =>
    identityScores(identityChannels(features_), judgedDays(features_, 20), {
      typeCells: cells,
      firstSeen,
      group,
      alpha: 5,
      job: quietJob(),
      ...more,
    });

  test("a day among its peers resembles one of them or of the draw, and the tenant's score stays", async () => {
    const whole = await score(features);
    const sampled = await score(features, { limits: { everybody: 20, peers: 1000, drawn: 0 } });
    expect([...sampled.tenant]).toEqual([...whole.tenant]);
    const judged = judgedDays(features, 20);
    for (let i = 0; i < judged.length; i++)
      if (sampled.resembles[i * 3]! >= 0) expect(sampled.resembles[i * 3]! % 2).toBe(judged.actor[i]! % 2);
    expect(sampled.other.every((value, i) => Number.isNaN(value) || value <= whole.other[i]! + 1e-6)).toBe(true);
  });

  test("a day that is scored again is compared with the same users, where some users have no group", async () => {
    const limits = { everybody: 20, peers: 4, drawn: 2 };
    const some = group.map((g, actor) => (actor % 5 === 0 ? -1 : g));
    const { other } = await score(features, { group: some, limits });
    const judged = judgedDays(features, 20);
    for (let i = 0; i < judged.length; i += 7) {
      const again = dayIdentity(features, judged, i, { alpha: 5, group: some, limits });
      const day = again(features, { ...judged, actor: judged.actor.slice(i) });
      expect(day.other).toBeCloseTo(other[i]!, 4);
    }
  });

  test("a GPU that goes away is followed by the CPU, and it says so", async () => {
    const lost = {
      name: "a GPU",
      software: false,
      lost: new Promise<never>(() => {}),
      device: {
        limits: { maxStorageBufferBindingSize: 2 ** 27 },
        createShaderModule: () => {
          throw new GpuLost("sleep");
        },
      },
    } as unknown as GpuDevice;
    const here = await score(features);
    const followed = await score(features, { device: lost });
    expect(followed).toEqual({ ...here, backend: "a GPU, then cpu" });
    expect(here.backend).toBe("cpu");
  });

  test("workers are given whole items, and a worker that stops ends the run", async () => {
    const work = async () => {
      throw new Error("gone");
    };
    const many = steadyTenant({ actors: 280, days: 40, scored: 1 });
    const run = identityScores(identityChannels(many), judgedDays(many, 30), {
      typeCells: typeChannel(many).cells,
      firstSeen: many.firstSeen,
      group: new Int32Array(280),
      alpha: 5,
      job: quietJob(),
      workers: { work, parallel: 2 },
    });
    await expect(run).rejects.toThrow("gone");
    expect(createIdentityRows(1).ninetieth[0]).toBeNaN();
  });
});

test("a new user with peers is judged by them, and it says so", async () => {
  const random = seededRandom(9);
  const features = makeTenant({
    actors: 41,
    days: 36,
    scored: 3,
    channels: [{ name: "type", kind: "type", labels: ["View", "Reply", "Query", "Write"] }],
    what(actor, day) {
      if (actor === 40 && day < 32) return null;
      const [a, b] = actor % 2 === 0 ? [0, 1] : [2, 3];
      return {
        type: new Map([
          [a!, 1 + poisson(random, 6)],
          [b!, 1 + poisson(random, 3)],
        ]),
      };
    },
  });
  const result = await scoreProfile(features, {}, { job: quietJob() });
  expect(result.peers.labels).toHaveLength(2);
  const reasons = result.explain(40, 35, 0.5);
  expect(reasons.at(-1)).toMatchObject({
    value: 0,
    label: expect.stringMatching(/^judged by peers \((View|Reply), (View|Reply)\): 1 active day of history/),
  });
  expect(result.sufficiency.join(" ")).toMatch(
    /1 of 41 users have under 10 active days of history: their peers judge them, and their own history as far as it goes \(user-40\)/,
  );
});
