import { classify, trainClassifierCpu } from "../../gpu/classifier.cpu.ts";
import type { Classifier, ClassifierTrainer } from "../../gpu/classifier.plan.ts";
import { type Job, quietJob } from "../../lib/job.ts";
import { seededRandom, shuffle } from "../../lib/random.ts";
import type { Embedding } from "./embedding.ts";

/** Deals actors into folds of about equally many of the first `learnt` roots; whoever has none of these is dealt by code. Returns each row's fold. */
export function foldByActor(actor: Int32Array, folds: number, seed: number, learnt = actor.length): Int32Array {
  const roots = new Map<number, number>();
  for (const code of actor.subarray(0, learnt)) roots.set(code, (roots.get(code) ?? 0) + 1);
  const size = new Array<number>(folds).fill(0);
  const foldOf = new Map<number, number>();
  const dealt = shuffle([...roots.keys()], seededRandom(seed)).sort((a, b) => roots.get(b)! - roots.get(a)!);
  for (const code of dealt) {
    const fold = size.indexOf(Math.min(...size));
    foldOf.set(code, fold);
    size[fold]! += roots.get(code)!;
  }
  return actor.map((code) => foldOf.get(code) ?? code % folds);
}

/** The classifiers of one fit: `members` for each fold, which saw no root of the fold's actors. */
export interface SmrModel {
  readonly folds: number;
  readonly members: number;
  /** The fold of each actor that was learnt from; whoever is not among them is dealt by code. */
  readonly foldOf: ReadonlyMap<number, number>;
  /** Types that have a column of their own. */
  readonly types: Int32Array;
  /** Fold by fold. */
  readonly classifiers: readonly Classifier[];
  readonly backend: string;
}

/** Embedded natural roots, with their actors and types. */
export interface NaturalRoots {
  readonly embedding: Embedding;
  readonly actor: Int32Array;
  readonly type: Int32Array;
}

/** The mean logit of each root by the classifiers that saw none of its actor's: the higher, the more it looks mutated. */
export function applySmr(
  { folds, members, foldOf, types, classifiers }: SmrModel,
  natural: NaturalRoots,
): Float64Array {
  const { values, dim } = withTypes(types, natural);
  const fold = natural.actor.map((code) => foldOf.get(code) ?? code % folds);
  const logit = new Float64Array(natural.embedding.count);
  classifiers.forEach((classifier, task) => {
    const judged = Int32Array.from(fold.keys()).filter((row) => fold[row] === Math.floor(task / members));
    const given = classify(classifier, { values, dim }, judged);
    for (let i = 0; i < judged.length; i++) logit[judged[i]!]! += given[i]! / members;
  });
  return logit;
}

/**
 * Synthetic mutation ranking (METHODS 4): classifiers learn natural from mutated roots, and each natural root is ranked by the
 * ones that saw none of its actor's roots, natural or mutated: the mean of a few, because one alone depends much on its seed.
 *
 * Besides its embedding a classifier is told the root's type, since each type has its own natural context.
 *
 * @param natural embedded natural roots, with their actors and types; only the first `learnt` are learnt from
 * @param mutated embedded mutated roots; `origin` is the natural row of each, `actor` whom the mutated root belongs to
 * @returns the mean logit for each natural row, as `applySmr` gives it, and the classifiers
 */
export async function rankBySmr(
  natural: NaturalRoots & { readonly learnt?: number },
  mutated: { readonly embedding: Embedding; readonly actor: Int32Array; readonly origin: Int32Array },
  {
    folds = 3,
    members = 2,
    seed = 1,
    train = trainClassifierCpu,
    parallel = 1,
    job = quietJob(),
  }: {
    folds?: number;
    members?: number;
    seed?: number;
    train?: ClassifierTrainer;
    /** How many classifiers may be trained at a time. */
    parallel?: number;
    job?: Job;
  } = {},
): Promise<{ logit: Float64Array; backend: string; model: SmrModel }> {
  const { count } = natural.embedding;
  const { learnt = count } = natural;
  const used = Math.min(folds, new Set(natural.actor.subarray(0, learnt)).size);
  const fold = foldByActor(natural.actor, used, seed, learnt);
  const foldOfActor = new Map(Array.from(natural.actor, (code, row) => [code, fold[row]!]));

  const types = frequentTypes(natural.type.subarray(0, learnt));
  const { values, dim } = withTypes(types, natural, mutated);
  const label = new Uint8Array(count + mutated.embedding.count).fill(1, count);

  const trainingRows = (held: number): Int32Array => {
    const rows: number[] = [];
    for (let i = 0; i < mutated.origin.length; i++) {
      const from = mutated.origin[i]!;
      if (fold[from] === held) continue;
      rows.push(from);
      if (foldOfActor.get(mutated.actor[i]!) !== held) rows.push(count + i);
    }
    return Int32Array.from(rows);
  };

  const classifiers = new Array<Classifier>(used * members);
  let backend = "cpu";
  const tasks = Array.from({ length: used * members }, (_, task) => ({ task, held: Math.floor(task / members) }));
  const trainNext = async (): Promise<void> => {
    for (let next = tasks.shift(); next; next = tasks.shift()) {
      const { task, held } = next;
      const samples = { values, dim, label, rows: trainingRows(held) };
      const stage = `Learning what mutations look like, ${task + 1} of ${used * members}`;
      const trained = await train(samples, { seed: seed + task, job, stage });
      backend = trained.backend;
      classifiers[task] = trained.classifier;
    }
  };
  await Promise.all(Array.from({ length: parallel }, trainNext));
  const learntFrom = new Set(natural.actor.subarray(0, learnt));
  const folded = new Map([...foldOfActor].filter(([code]) => learntFrom.has(code)));
  const model = { folds: used, members, foldOf: folded, types, classifiers, backend };
  return { logit: applySmr(model, natural), backend, model };
}

/** Roots of one's own history that weigh as much as everybody's. */
const ownWeight = 10;
/** Days either side of a history root whose roots say nothing of it: as far as a scored root lies from its actor's history, on average. */
const around = 7;

/**
 * Takes out of each logit what is usual for its actor: the mean of the actor's own history roots of that type over everybody's,
 * shrunk by n/(n + 10), each history root judged by those of other weeks. A reporting account that exports all day always looks
 * mutated, and that is no news; a person who never did, is.
 * @param day of each row
 * @param history how many of the rows, from the first, are history
 */
export function againstOwnHistory(
  logit: Float64Array,
  { actor, type, day, history }: { actor: Int32Array; type: Int32Array; day: Int32Array; history: number },
): Float64Array {
  const all = new Map<number, { sum: number; n: number }>();
  const own = new Map<string, number[]>();
  for (let row = 0; row < history; row++) {
    const ofType = all.get(type[row]!) ?? { sum: 0, n: 0 };
    ofType.sum += logit[row]!;
    ofType.n++;
    all.set(type[row]!, ofType);
    const key = `${type[row]} ${actor[row]}`;
    const rows = own.get(key);
    if (rows) rows.push(row);
    else own.set(key, [row]);
  }
  return logit.map((value, row) => {
    const far = (own.get(`${type[row]} ${actor[row]}`) ?? []).filter(
      (other) => row >= history || Math.abs(day[other]! - day[row]!) > around,
    );
    const n = far.length;
    if (n === 0) return value;
    const usual = all.get(type[row]!)!;
    const excess = far.reduce((sum, other) => sum + logit[other]!, 0) / n - usual.sum / usual.n;
    return value - (n / (n + ownWeight)) * excess;
  });
}

const mostTypes = 16;

function frequentTypes(types: Int32Array): Int32Array {
  const frequency = new Map<number, number>();
  for (const type of types) frequency.set(type, (frequency.get(type) ?? 0) + 1);
  const sorted = [...frequency].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return Int32Array.from(sorted.slice(0, mostTypes), ([type]) => type);
}

const noRoots = { embedding: { count: 0, dim: 0, values: new Float32Array() }, origin: new Int32Array() };

/** Natural rows, then mutated ones, each followed by a one in the column of its root's type, where that has one. */
function withTypes(
  types: Int32Array,
  natural: Pick<NaturalRoots, "embedding" | "type">,
  mutated: { readonly embedding: Embedding; readonly origin: Int32Array } = noRoots,
): { values: Float32Array; dim: number } {
  const columnOf = new Map(Array.from(types, (type, i) => [type, natural.embedding.dim + i]));
  const dim = natural.embedding.dim + types.length;

  const { count } = natural.embedding;
  const values = new Float32Array((count + mutated.embedding.count) * dim);
  const put = (row: number, from: Embedding, i: number, origin: number): void => {
    values.set(from.values.subarray(i * from.dim, (i + 1) * from.dim), row * dim);
    const column = columnOf.get(natural.type[origin]!);
    if (column !== undefined) values[row * dim + column] = 1;
  };
  for (let i = 0; i < count; i++) put(i, natural.embedding, i, i);
  for (let i = 0; i < mutated.embedding.count; i++) put(count + i, mutated.embedding, i, mutated.origin[i]!);
  return { values, dim };
}
