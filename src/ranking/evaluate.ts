import type { ActionGraph } from "../detectors/graph/graph.ts";
import { mutations } from "../detectors/graph/mutations.ts";
import type { ContextSampler, GraphResult } from "../detectors/graph/run.ts";
import { scoreMutated } from "../detectors/graph/score-mutated.ts";
import { switchActors } from "../detectors/graph/switch-actors.ts";
import type { DayCells, TenantFeatures } from "../features/cells.ts";
import { breathe, type Job } from "../lib/job.ts";
import { seededRandom } from "../lib/random.ts";
import { fuse, rank } from "./fuse.ts";
import { type Measured, measure } from "./measure.ts";
import { drawPairs, partners, switchCells, switchUsers, type UserPair } from "./switch-users.ts";
import { type RankedDetector, userDaysOf } from "./user-days.ts";

/** What detectors judge: a tenant's features, its actions where a detector reads them, and each action's index into the calendar's days. */
export interface Judged {
  readonly features: TenantFeatures;
  readonly graph: { readonly actions: ActionGraph; readonly day: Int32Array } | null;
}

/** What was judged: detectors that are fused, and baselines that stand beside them. */
export interface Judgement {
  readonly detectors: readonly RankedDetector[];
  readonly baselines?: readonly RankedDetector[];
}

/** What is judged once ids are swapped. */
export interface Switched extends Judged {
  /** Cells that are not among the features, with the same ids swapped. */
  switchCells(cells: DayCells): DayCells;
}

/** Runs detectors, with settings that stay the same. */
export type Judge = (switched: Switched, job: Job) => Promise<Judgement>;

/** What one ranking found of one injection. */
export interface Finding {
  readonly ranking: string;
  readonly seed: number;
  readonly measured: Measured;
}

/** Injections of one evaluation: how many user-days were changed, and what was found of them. */
export interface Evaluation {
  readonly findings: readonly Finding[];
  /** Pairs of users and user-days of theirs, in all draws. */
  readonly pairs: number;
  readonly userDays: number;
}

/**
 * User switch (METHODS, 8): swaps the ids of pairs of users from the first scored day on, once a seed, and lets the detectors judge the window
 * anew. User-days of swapped users are to be found among all others but those that `isPlanted` names: what a generator is known to have hidden
 * is neither ordinary nor was it injected here.
 * @throws Cancelled
 */
export async function evaluateSwitch(
  judged: Judged,
  judge: Judge,
  {
    pairs,
    before = 10,
    seeds,
    isPlanted = () => false,
  }: {
    readonly pairs: number;
    readonly before?: number;
    readonly seeds: readonly number[];
    /** By actor code and index into `Calendar.days`. */
    readonly isPlanted?: (actor: number, day: number) => boolean;
  },
  job: Job,
): Promise<Evaluation> {
  const findings: Finding[] = [];
  let drawnPairs = 0;
  let userDays = 0;
  for (const [turn, seed] of seeds.entries()) {
    job.report({ stage: "Switching users", done: turn, total: seeds.length, unit: "steps" });
    await breathe(job);
    const drawn = drawPairs(judged.features, { pairs, before, after: 1, seed });
    const measured = measureAll(await judge(switched(judged, drawn), job), judged.features.actors.length, {
      drawn,
      seed,
      isPlanted,
    });
    findings.push(...measured.findings);
    drawnPairs += drawn.length;
    userDays += measured.positives;
  }
  return { findings, pairs: drawnPairs, userDays };
}

/**
 * Mutations (METHODS, 8): roots of the window are mutated, one class at a time, and ranked among the natural ones; once by a run that learnt
 * from every class, and once by one that never saw this class.
 * @param run the graph detector with the given weights of mutations
 * @param sample where the mutated roots' subgraphs are sampled; else here
 * @throws Cancelled
 */
export async function evaluateMutations(
  run: (weights: Readonly<Record<string, number>>, seed: number) => Promise<GraphResult>,
  { seeds, sample }: { readonly seeds: readonly number[]; readonly sample?: ContextSampler },
  job: Job,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const seed of seeds) {
    const learnt = await run({}, seed);
    for (const { name } of mutations) {
      const runs = [
        ["learnt from", learnt],
        ["never seen", await run({ [name]: 0 }, seed)],
      ] as const;
      for (const [how, result] of runs) {
        await breathe(job);
        const found = await scoreMutated(result, name, { seed, job, ...(sample ? { sample } : {}) });
        if (!found) continue;
        findings.push({ ranking: `${name}, ${how}`, seed, measured: measure(found.score, found.p, found.positive) });
      }
    }
  }
  return findings;
}

function switched({ features, graph }: Judged, drawn: readonly UserPair[]): Switched {
  const { from } = features.calendar.scored;
  const partner = partners(features.actors.length, drawn);
  const changed = {
    features: switchUsers(features, drawn, from),
    switchCells: (cells: DayCells) => switchCells(cells, partner, from),
  };
  const start = graph ? graph.day.findIndex((day) => day >= from) : -1;
  if (!graph || start < 0) return { ...changed, graph };
  const actions = switchActors(graph.actions, partners(graph.actions.actorCount, drawn), start);
  return { ...changed, graph: { ...graph, actions } };
}

/** Each detector's ranking of user-days, the fused one, and a random one. */
function measureAll(
  { detectors, baselines = [] }: Judgement,
  actors: number,
  {
    drawn,
    seed,
    isPlanted,
  }: {
    readonly drawn: readonly UserPair[];
    readonly seed: number;
    readonly isPlanted: (actor: number, day: number) => boolean;
  },
): { readonly findings: Finding[]; readonly positives: number } {
  const columns = detectors.map((detector) => userDaysOf(detector, actors));
  const { key, p, score } = fuse(columns, actors);
  const place = new Map(Array.from(key, (k, r) => [k, r]));
  const swapped = new Set(drawn.flat());
  const kept = Int32Array.from(key.keys()).filter(
    (r) => swapped.has(key[r]! % actors) || !isPlanted(key[r]! % actors, Math.floor(key[r]! / actors)),
  );
  const positive = Uint8Array.from(kept, (r) => (swapped.has(key[r]! % actors) ? 1 : 0));
  const found = (ranking: string, value: Float64Array, own: Float64Array): Finding => {
    const of = (column: Float64Array) => Float64Array.from(kept, (r) => column[r]!);
    return { ranking, seed, measured: measure(of(value), of(own), positive) };
  };
  const alone = [...baselines.map((baseline) => userDaysOf(baseline, actors)), ...columns];
  const findings = alone.map((column): Finding => {
    const places = rank(column.p, column.score);
    const heard = new Float64Array(key.length).fill(Number.NEGATIVE_INFINITY);
    const own = new Float64Array(key.length).fill(Number.NaN);
    column.key.forEach((k, i) => {
      const r = place.get(k);
      if (r === undefined) return;
      heard[r] = -places[i]!;
      own[r] = column.p[i]!;
    });
    return found(column.name, heard, own);
  });
  const places = rank(p, score);
  findings.push(
    found(
      "fused",
      Float64Array.from(places, (at) => -at),
      p,
    ),
  );
  const random = seededRandom(seed);
  const chance = Float64Array.from(key, () => random());
  findings.push(found("random", chance, chance));
  return { findings, positives: positive.reduce((sum, is) => sum + is, 0) };
}
