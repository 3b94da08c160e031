import type { ActionGraph } from "../detectors/graph/graph.ts";
import { mutations } from "../detectors/graph/mutations.ts";
import type { GraphResult } from "../detectors/graph/run.ts";
import { scoreMutated } from "../detectors/graph/score-mutated.ts";
import { switchActors } from "../detectors/graph/switch-actors.ts";
import type { TenantFeatures } from "../features/cells.ts";
import { breathe, type Job } from "../lib/job.ts";
import { seededRandom } from "../lib/random.ts";
import { fuse, rank } from "./fuse.ts";
import { type Measured, measure } from "./measure.ts";
import { drawPairs, partners, switchUsers, type UserPair } from "./switch-users.ts";
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

/** Runs detectors, with settings that stay the same. */
export type Judge = (judged: Judged, job: Job) => Promise<Judgement>;

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
 * anew. User-days of swapped users are to be found among all others.
 * @throws Cancelled
 */
export async function evaluateSwitch(
  judged: Judged,
  judge: Judge,
  {
    pairs,
    before = 10,
    seeds,
  }: { readonly pairs: number; readonly before?: number; readonly seeds: readonly number[] },
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
 * @throws Cancelled
 */
export async function evaluateMutations(
  run: (weights: Readonly<Record<string, number>>, seed: number) => Promise<GraphResult>,
  { seeds }: { readonly seeds: readonly number[] },
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
        const found = await scoreMutated(result, name, { seed, job });
        if (!found) continue;
        findings.push({ ranking: `${name}, ${how}`, seed, measured: measure(found.score, found.p, found.positive) });
      }
    }
  }
  return findings;
}

function switched({ features, graph }: Judged, drawn: readonly UserPair[]): Judged {
  const { from } = features.calendar.scored;
  const changed = switchUsers(features, drawn, from);
  const start = graph ? graph.day.findIndex((day) => day >= from) : -1;
  if (!graph || start < 0) return { features: changed, graph };
  const actions = switchActors(graph.actions, partners(graph.actions.actorCount, drawn), start);
  return { features: changed, graph: { ...graph, actions } };
}

/** Each detector's ranking of user-days, the fused one, and a random one. */
function measureAll(
  { detectors, baselines = [] }: Judgement,
  actors: number,
  { drawn, seed }: { readonly drawn: readonly UserPair[]; readonly seed: number },
): { readonly findings: Finding[]; readonly positives: number } {
  const columns = detectors.map((detector) => userDaysOf(detector, actors));
  const { key, p, score } = fuse(columns, actors);
  const place = new Map(Array.from(key, (k, r) => [k, r]));
  const swapped = new Set(drawn.flat());
  const positive = Uint8Array.from(key, (k) => (swapped.has(k % actors) ? 1 : 0));
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
    return { ranking: column.name, seed, measured: measure(heard, own, positive) };
  });
  const places = rank(p, score);
  const fused = Float64Array.from(places, (place) => -place);
  findings.push({ ranking: "fused", seed, measured: measure(fused, p, positive) });
  const random = seededRandom(seed);
  const chance = Float64Array.from(key, () => random());
  findings.push({ ranking: "random", seed, measured: measure(chance, chance, positive) });
  return { findings, positives: positive.reduce((sum, is) => sum + is, 0) };
}
