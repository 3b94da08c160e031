import type { NetShape } from "../../../gpu/gatNet.plan.ts";
import { type Job, quietJob } from "../../../lib/job.ts";
import { type Random, randomInt, seededRandom } from "../../../lib/random.ts";
import type { Lessons } from "./lessons.ts";
import type { NetMachine } from "./machine.ts";
import { type TrainingSettings, trainingDefaults } from "./settings.ts";
import { type TrainingState, trainNet } from "./train.ts";

/** One combination of settings that a search tried. */
export interface Trial {
  readonly trial: number;
  readonly settings: TrainingSettings;
  /** Steps that it was trained for: three times as many in each round that it outlived. */
  readonly steps: number;
  /** E_{S(P)}[−log S(N)] after them. */
  readonly objective: number;
  readonly seconds: number;
}

export interface SearchOptions {
  /** Time that it may take in all; the seed and `trials` make it repeatable where it isn't the clock that ends it. */
  readonly seconds?: number;
  /** Combinations at the start. Without a number, as many as a third of the time allows. */
  readonly trials?: number;
  /** Steps of the first round. */
  readonly firstSteps?: number;
  readonly seed?: number;
  readonly job?: Job;
  readonly onTrial?: (trial: Trial) => void;
}

const rounds = 3;
const keep = 3;
const mostTrials = 81;

/**
 * Random search with successive halving (Jamieson & Talwalkar 2016) for the settings with the highest objective (METHODS 4; not the loss, which moves with φ
 * and the margin). Every combination is trained for a few steps; the best third of them goes on to three times as many, and the best third of those to nine
 * times as many. Each of the three rounds has a third of the time. The first combination is the defaults.
 * @returns every trial, best first, and the settings of the best
 * @throws Cancelled
 */
export async function searchSettings(
  names: Pick<NetShape, "types" | "entityTypes" | "relationships">,
  lessons: Pick<Lessons, "groups" | "mutants">,
  machine: NetMachine,
  { seconds = 120, trials, firstSteps = 30, seed = 1, job = quietJob(), onTrial = () => {} }: SearchOptions = {},
): Promise<{ best: TrainingSettings; trials: readonly Trial[] }> {
  const random = seededRandom(seed);
  const began = performance.now();
  const spent = (): number => (performance.now() - began) / 1000;
  const known: { trial: Trial; state: TrainingState }[] = [];

  const goOn = async (
    trial: number,
    settings: TrainingSettings,
    steps: number,
    from?: TrainingState,
  ): Promise<void> => {
    const started = spent();
    const stage = `Searching settings, trial ${trial + 1}, ${steps} steps`;
    const left = Math.max(0.1, seconds - spent());
    const run = { ...settings, steps, seconds: left };
    const { state } = await trainNet(names, lessons, machine, {
      settings: run,
      seed,
      every: steps,
      job,
      stage,
      ...(from ? { from } : {}),
    });
    const before = known[trial]?.trial.seconds ?? 0;
    const found = {
      trial,
      settings,
      steps: state.step,
      objective: state.points.at(-1)!.objective,
      seconds: before + spent() - started,
    };
    known[trial] = { trial: found, state };
    onTrial(found);
  };

  const most = Math.min(mostTrials, trials ?? mostTrials);
  for (let trial = 0; trial < most; trial++) {
    if (trial > 0 && spent() > (trials ? seconds : seconds / rounds)) break;
    await goOn(trial, trial === 0 ? trainingDefaults : drawSettings(random), firstSteps);
  }
  let alive = [...known];
  for (let round = 1; round < rounds; round++) {
    alive.sort((a, b) => b.trial.objective - a.trial.objective || a.trial.trial - b.trial.trial);
    alive = alive.slice(0, Math.ceil(alive.length / keep));
    for (const { trial, state } of alive) {
      if (spent() > (trials ? seconds : (seconds * (round + 1)) / rounds)) break;
      await goOn(trial.trial, trial.settings, firstSteps * keep ** round, state);
    }
    alive = alive.map(({ trial }) => known[trial.trial]!);
  }
  const sorted = known
    .map(({ trial }) => trial)
    .sort((a, b) => b.steps - a.steps || b.objective - a.objective || a.trial - b.trial);
  return { best: sorted[0]!.settings, trials: sorted };
}

const pick = <T>(random: Random, items: readonly T[]): T => items[randomInt(random, items.length)]!;

/** Draws a combination: scales in their logarithm, the rest uniformly. */
function drawSettings(random: Random): TrainingSettings {
  const logUniform = (from: number, to: number): number => from * (to / from) ** random();
  const heads = pick(random, [1, 2, 4]);
  return {
    ...trainingDefaults,
    phi: 0.2 + 0.75 * random(),
    margin: 0.5 + 1.5 * random(),
    delta: logUniform(0.05, 2),
    rounds: pick(random, [1, 2, 3]),
    heads,
    width:
      heads *
      pick(
        random,
        [4, 8, 16].filter((channels) => channels * heads <= 32),
      ),
    rate: logUniform(0.0005, 0.02),
  };
}
