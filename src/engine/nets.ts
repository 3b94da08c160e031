import { tableFromArrays, tableToIPC } from "apache-arrow";
import { type Database, quoteName } from "../db/database.ts";
import { type Training, trainEmbedding } from "../detectors/graph/embedder.ts";
import { drawLessons } from "../detectors/graph/gnn/lessons.ts";
import { searchSettings, type Trial } from "../detectors/graph/gnn/search.ts";
import type { TrainingPoint, TrainingState } from "../detectors/graph/gnn/train.ts";
import { samplingOf } from "../detectors/graph/run.ts";
import { isoDay } from "../features/calendar.ts";
import type { GpuDevice } from "../gpu/device.ts";
import { UserError } from "../lib/errors.ts";
import type { Job } from "../lib/job.ts";
import { createPause } from "../lib/pause.ts";
import type { GraphSettings, SearchSettings } from "./api/detectors.ts";
import type { TableInfo } from "./api/tables.ts";
import type { ComputePool } from "./compute-pool.ts";
import { readGraphInput } from "./graph-input.ts";
import { tableInfo } from "./tables.ts";
import type { Tenant } from "./tenant.ts";

/** A trained embedding of the tenant. */
interface Trained {
  readonly training: Training;
  readonly folding: number;
  /** It learnt from roots of the days before this one (ISO, local). */
  readonly before: string;
}

interface Machines {
  readonly job: Job;
  readonly device: GpuDevice | null;
  readonly pool: ComputePool;
}

const incoming = "incoming_points";

/** The trained embeddings of one tenant, by the cell that trained each; and what an unfinished one goes on from. */
export class Nets {
  readonly #trained = new Map<string, Trained>();
  readonly #unfinished = new Map<string, { readonly key: string; readonly state: TrainingState }>();
  readonly pause = createPause();

  /**
   * @param before the first day (ISO, local) that it must not have learnt from; null where none is judged
   * @throws UserError where no cell of that name has trained one on the tenant's actions as they are now, or it learnt from later days
   */
  get(name: string, folding: number, before: string | null = null): Training {
    const found = this.#trained.get(name);
    if (!found) throw new UserError(`No train cell named ${name} has run.`, { next: "Run it first." });
    if (found.folding !== folding)
      throw new UserError(`The events were folded into other actions since ${name} ran.`, { next: "Run it again." });
    if (before !== null && found.before > before)
      throw new UserError(
        `${name} learnt from the days before ${found.before}, and days from ${before} on are judged by it.`,
        {
          next: `Give the train cell from: ${before} or an earlier day, or judge later days.`,
        },
      );
    return found.training;
  }

  clear(): void {
    this.#trained.clear();
    this.#unfinished.clear();
  }

  /**
   * Trains an embedding on the history before the scored window, and keeps it under the cell's name; one that was cancelled goes on where it was.
   * @returns the table of its curve: step, loss, objective
   * @throws Cancelled, UserError
   */
  async train(tenant: Tenant, name: string, settings: GraphSettings, { job, device, pool }: Machines) {
    const started = performance.now();
    const { input, features } = await readGraphInput(tenant, settings, job);
    const key = JSON.stringify([settings, tenant.folding, input.graph.actionCount]);
    const known = this.#unfinished.get(name);
    this.pause.resume();
    const training = await tenant.stopwatch.time("training", () =>
      trainEmbedding(input.graph, drawLessons(input), {
        sampling: samplingOf(input),
        settings: settings.training,
        seed: settings.seed,
        nets: pool.nets(input.graph, job, device),
        job,
        pause: this.pause,
        ...(known?.key === key ? { from: known.state } : {}),
        onPoint: (_, state) => this.#unfinished.set(name, { key, state }),
      }),
    );
    this.#unfinished.delete(name);
    const { days, scored } = features.calendar;
    this.#trained.set(name, { training, folding: tenant.folding, before: isoDay(days[scored.from]!) });
    return storePoints(tenant.db, name, training.points, started);
  }

  /**
   * Searches the settings of training with the highest objective; reading and sampling are part of the budget.
   * @returns the table of its trials, best first
   * @throws Cancelled, UserError
   */
  async search(
    tenant: Tenant,
    name: string,
    { budget, trials, ...settings }: SearchSettings,
    { job, device, pool }: Machines,
  ): Promise<TableInfo> {
    const started = performance.now();
    const { input } = await readGraphInput(tenant, settings, job);
    const lessons = drawLessons(input);
    const machine = await pool.nets(input.graph, job, device).open(lessons.roots, samplingOf(input));
    try {
      const found = await tenant.stopwatch.time("search", () =>
        searchSettings(input.graph, lessons, machine, {
          seconds: Math.max(0, budget - (performance.now() - started) / 1000),
          seed: settings.seed,
          job,
          ...(trials ? { trials } : {}),
        }),
      );
      return await storeTrials(tenant.db, name, found.trials, started);
    } finally {
      machine.close();
    }
  }
}

/** Stores a learning curve as a table: step, loss, objective. */
export const storePoints = (db: Database, name: string, points: readonly TrainingPoint[], started: number) =>
  store(db, name, started, {
    step: Int32Array.from(points, ({ step }) => step),
    loss: Float64Array.from(points, ({ loss }) => loss),
    objective: Float64Array.from(points, ({ objective }) => objective),
  });

const storeTrials = (db: Database, name: string, trials: readonly Trial[], started: number) => {
  const numbers = (of: (trial: Trial) => number) => Float64Array.from(trials, of);
  return store(db, name, started, {
    rank: Int32Array.from(trials, (_, i) => i + 1),
    trial: Int32Array.from(trials, ({ trial }) => trial + 1),
    objective: numbers(({ objective }) => objective),
    steps: Int32Array.from(trials, ({ steps }) => steps),
    seconds: numbers(({ seconds }) => seconds),
    phi: numbers(({ settings }) => settings.phi),
    margin: numbers(({ settings }) => settings.margin),
    delta: numbers(({ settings }) => settings.delta),
    rounds: Int32Array.from(trials, ({ settings }) => settings.rounds),
    heads: Int32Array.from(trials, ({ settings }) => settings.heads),
    width: Int32Array.from(trials, ({ settings }) => settings.width),
    rate: numbers(({ settings }) => settings.rate),
  });
};

/** NaN, the loss before the first step, becomes NULL. */
async function store(
  db: Database,
  name: string,
  started: number,
  columns: Record<string, Int32Array | Float64Array>,
): Promise<TableInfo> {
  await db.query(`drop table if exists ${incoming}`);
  await db.insertArrow(incoming, tableToIPC(tableFromArrays(columns), "stream"));
  const list = Object.entries(columns)
    .map(([column, values]) =>
      values instanceof Float64Array ? `if(isnan(${column}), null, ${column}) as ${column}` : column,
    )
    .join(", ");
  await db.query(`create or replace table ${quoteName(name)} as select ${list} from ${incoming}`);
  await db.query(`drop table ${incoming}`);
  return tableInfo(db, name, started);
}
