import { beforeAll, describe, expect, test } from "vitest";
import { drawLessons } from "../../../../src/detectors/graph/gnn/lessons.ts";
import { cpuMachine, type NetMachine } from "../../../../src/detectors/graph/gnn/machine.ts";
import { packSubgraphs } from "../../../../src/detectors/graph/gnn/pack.ts";
import { createBatches, groupRoots } from "../../../../src/detectors/graph/gnn/pairs.ts";
import { searchSettings, type Trial } from "../../../../src/detectors/graph/gnn/search.ts";
import { trainingDefaults } from "../../../../src/detectors/graph/gnn/settings.ts";
import { type TrainingState, trainNet } from "../../../../src/detectors/graph/gnn/train.ts";
import { findRoots } from "../../../../src/detectors/graph/pool.ts";
import { naturalRoots } from "../../../../src/detectors/graph/roots.ts";
import { GpuLost } from "../../../../src/gpu/device.ts";
import { Cancelled } from "../../../../src/lib/errors.ts";
import { createPause } from "../../../../src/lib/pause.ts";
import { deskSettings, supportDesk } from "../desk.ts";

const desk = supportDesk();
const { graph, day } = desk;
const { before } = findRoots(graph, day, { scored: { from: 28, to: 34 }, history: 30, roots: null });
const groups = groupRoots({ actor: graph.actor, day }, before, { most: 240 });
const lessons = { groups, mutants: { origin: new Int32Array(), kind: [] } };
const small = { steps: 12, rounds: 1, heads: 2, width: 8 };
let machine: NetMachine;

beforeAll(async () => {
  const roots = naturalRoots(graph, groups.action);
  machine = cpuMachine(await packSubgraphs(graph, roots, { steps: 2, nearest: 10 }, { mostActions: 16 }));
});

describe("pairs", () => {
  test("are of one actor and day, or independent with probability φ, and depend on seed and step alone", () => {
    const batches = createBatches(groups, { phi: 0.3, mutated: 0, seed: 4, size: 2000 });
    const { first, second, apart } = batches.at(5);
    const alone = apart.reduce((sum, one) => sum + one, 0) / 2000;
    expect(alone).toBeGreaterThan(0.25);
    expect(alone).toBeLessThan(0.35);
    for (let i = 0; i < 2000; i++) {
      const [a, b] = [groups.action[first[i]!]!, groups.action[second[i]!]!];
      if (apart[i] === 1) continue;
      expect(a).not.toBe(b);
      expect([graph.actor[a], day[a]]).toEqual([graph.actor[b], day[b]]);
    }
    expect(batches.at(5)).toEqual(batches.at(5));
    expect(batches.at(6)).not.toEqual(batches.at(5));
    const learnt = new Set(groups.learnt);
    for (const row of [...first, ...second]) expect(learnt.has(row)).toBe(true);
  });

  test("hold a mutated root in the share that is asked for: with its origin apart, or with its like together", () => {
    const input = { graph, day, scored: { from: 28, to: 34 }, settings: { ...deskSettings, barred: [] } };
    const { groups, mutants, roots } = drawLessons(input);
    const natural = groups.action.length;
    expect(roots.count).toBe(natural + mutants.origin.length);
    const { first, second, apart } = createBatches(groups, { phi: 0.9, mutated: 0.6, mutants, seed: 4, size: 3000 }).at(
      2,
    );
    const learnt = new Set(groups.learnt);
    let mutated = 0;
    let alike = 0;
    for (const [i, row] of first.entries()) {
      if (row < natural) {
        expect(second[i]).toBeLessThan(natural);
        continue;
      }
      mutated++;
      expect(learnt.has(mutants.origin[row - natural]!)).toBe(true);
      if (apart[i] === 1) {
        expect(second[i]).toBe(mutants.origin[row - natural]);
        continue;
      }
      alike++;
      expect(mutants.kind[second[i]! - natural]).toBe(mutants.kind[row - natural]);
    }
    expect(mutated / 3000).toBeCloseTo(0.6, 1);
    expect(alike / mutated).toBeCloseTo(1 / 6, 1);
  });

  test("hold no mutated root where the window's own roots are learnt from", () => {
    const settings = { ...deskSettings, barred: [], history: 30 };
    const { mutants, groups } = drawLessons({ graph, day, scored: { from: 0, to: 34 }, settings });
    expect(groups.action.length).toBeGreaterThan(0);
    expect(mutants.origin).toHaveLength(0);
  });

  test("say so where no actor has two roots on a day", () => {
    const single = groupRoots({ actor: Int32Array.of(0, 1, 2), day: Int32Array.of(0, 0, 0) }, Int32Array.of(0, 1, 2));
    expect(createBatches(single, { phi: 0.5, mutated: 0, seed: 1, size: 4 }).problem).toMatch(/no actor has two roots/);
  });
});

describe("training", () => {
  test("brings roots of one actor and day closer than independent ones: the objective rises", async () => {
    const told: number[] = [];
    const { state } = await trainNet(graph, lessons, machine, {
      settings: { ...small, width: 16, heads: 4, steps: 80, rate: 0.01 },
      onPoint: ({ objective }) => told.push(objective),
    });
    expect(told).toHaveLength(5);
    expect(told[0]).toBe(state.points[0]!.objective);
    expect(told.at(-1)).toBeGreaterThan(told[0]! + 0.5);
    expect(state.points[4]!.loss).toBeLessThan(state.points[1]!.loss);
  });

  test("gives the same weights from the same seed, to the bit, and others from another", async () => {
    const run = async (seed: number) =>
      (await trainNet(graph, lessons, machine, { settings: small, seed })).state.weights;
    expect(await run(3)).toEqual(await run(3));
    expect(await run(3)).not.toEqual(await run(4));
  });

  test("goes on from a state to where it would have come without the stop", async () => {
    const whole = await trainNet(graph, lessons, machine, { settings: small, every: 4 });
    const states: TrainingState[] = [];
    const stop = new AbortController();
    const stopped = trainNet(graph, lessons, machine, {
      settings: small,
      every: 4,
      job: { signal: stop.signal, report: ({ done }) => done === 6 && stop.abort() },
      onPoint: (_, state) => states.push(state),
    });
    await expect(stopped).rejects.toThrow(Cancelled);
    const from = states.at(-1)!;
    expect(from.step).toBe(4);
    const resumed = await trainNet(graph, lessons, machine, { settings: small, every: 4, from });
    expect(resumed.state.weights).toEqual(whole.state.weights);
    expect(resumed.state.points.map(({ step }) => step)).toEqual([0, 4, 8, 12]);
  });

  test("goes on elsewhere, from the same step, when the GPU is lost", async () => {
    const expected = await trainNet(graph, lessons, machine, { settings: small });
    let calls = 0;
    const failing: NetMachine = {
      ...machine,
      name: "test GPU",
      gradient: (...given) => {
        if (++calls > 5) return Promise.reject(new GpuLost("test"));
        return machine.gradient(...given);
      },
    };
    const options = { settings: small, instead: async () => machine };
    const { state, backend } = await trainNet(graph, lessons, failing, options);
    expect(backend).toBe("cpu");
    expect(state.weights).toEqual(expected.state.weights);
    calls = 0;
    await expect(trainNet(graph, lessons, failing, { settings: small })).rejects.toThrow(GpuLost);
  });

  test("waits while it is paused, and can be cancelled then", async () => {
    const pause = createPause();
    let step = 0;
    const stop = new AbortController();
    const job = {
      signal: stop.signal,
      report: ({ done }: { done: number }) => {
        step = done;
        if (done === 3) pause.pause();
      },
    };
    const run = trainNet(graph, lessons, machine, { settings: small, job, pause });
    const rest = () => new Promise((resolve) => setTimeout(resolve, 150));
    await rest();
    expect(step).toBe(3);
    pause.resume();
    expect((await run).state.step).toBe(12);
    const again = trainNet(graph, lessons, machine, { settings: small, job, pause });
    await rest();
    stop.abort();
    await expect(again).rejects.toThrow(Cancelled);
  });

  test("stops when its time is up, and says so", async () => {
    const { isCutShort, state } = await trainNet(graph, lessons, machine, {
      settings: { ...small, steps: 1e6, seconds: 0.2 },
    });
    expect(isCutShort).toBe(true);
    expect(state.step).toBeGreaterThan(0);
  });
});

describe("a search for settings", () => {
  test("tries the defaults and others, trains the better ones longer, and gives the same table again", async () => {
    const told: Trial[] = [];
    const options = { trials: 3, firstSteps: 2, seconds: 60, seed: 5 };
    const { best, trials } = await searchSettings(graph, lessons, machine, {
      ...options,
      onTrial: (trial) => told.push(trial),
    });
    expect(trials).toHaveLength(3);
    expect(told[0]!.settings).toEqual(trainingDefaults);
    expect(trials[0]!.steps).toBe(18);
    expect(trials.slice(1).every(({ steps }) => steps === 2)).toBe(true);
    expect(trials[0]!.settings).toEqual(best);
    const first = told.slice(0, 3);
    expect(trials[0]!.trial).toBe(first.sort((a, b) => b.objective - a.objective)[0]!.trial);
    const again = await searchSettings(graph, lessons, machine, options);
    const table = (given: readonly Trial[]) => given.map(({ seconds: _, ...rest }) => rest);
    expect(table(again.trials)).toEqual(table(trials));
  });

  test("keeps to its time", async () => {
    const began = performance.now();
    const { trials } = await searchSettings(graph, lessons, machine, { seconds: 1, firstSteps: 2 });
    expect(trials.length).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(8000);
  });
});
