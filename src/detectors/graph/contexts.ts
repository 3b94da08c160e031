import { breathe, type Job, quietJob } from "../../lib/job.ts";
import type { ActionGraph } from "./graph.ts";
import type { RootSet } from "./roots.ts";
import { createSampler, type Sampler, type SamplerOptions, sharesActor, sharesSubject } from "./sampler.ts";

/** The three sets of actions of a subgraph: those that share with the root its actor, a subject of it, or both. */
export const contextSets = ["actor", "subject", "both"] as const;

/**
 * What the subgraphs of many roots hold, in sparse rows: a cell is `action type × 3 + set`, ascending in a row. The root
 * itself is in none of its sets: it shares everything with itself, and would say nothing but its own type.
 */
export interface Contexts {
  readonly count: number;
  /** roots + 1 offsets into the rest. */
  readonly rowStart: Int32Array;
  readonly cell: Int32Array;
  /** Actions in the set. */
  readonly n: Int32Array;
  /** Start offsets from the root's, in hours: of the earliest, the latest, and the closest (unsigned). */
  readonly first: Float32Array;
  readonly last: Float32Array;
  readonly closest: Float32Array;
  /** Actions in each subgraph. */
  readonly size: Int32Array;
}

const hour = 3_600_000_000;
const partRows = 2048;

/**
 * Samples the subgraph of each root of `roots` from `from` to `to` and keeps its sets. Any split of the range gives the
 * same rows, so the work can be shared by workers (`joinContexts`).
 * @throws Cancelled when the job was stopped
 */
export async function sampleContexts(
  graph: ActionGraph,
  roots: RootSet,
  options: SamplerOptions = {},
  {
    job = quietJob(),
    from = 0,
    to = roots.count,
    stage = "Sampling subgraphs",
  }: { job?: Job; from?: number; to?: number; stage?: string } = {},
): Promise<Contexts> {
  const sampler = createSampler(graph, options);
  const tally = createTally(graph);
  const parts: Contexts[] = [];
  let pause = performance.now() + 25;
  for (let i = from; i < to; i++) {
    tally.add(roots, i, sampler, sampler.sample(roots, i), sampler.copies());
    if (tally.rows() === partRows) parts.push(tally.take());
    if (performance.now() < pause) continue;
    job.report({ stage, done: i - from, total: to - from, unit: "roots" });
    await breathe(job);
    pause = performance.now() + 25;
  }
  parts.push(tally.take());
  return joinContexts(parts);
}

/** The contexts of the first `count` roots. */
export function firstContexts(contexts: Contexts, count: number): Contexts {
  const cells = contexts.rowStart[count]!;
  const { cell, n, first, last, closest } = contexts;
  return {
    count,
    rowStart: contexts.rowStart.subarray(0, count + 1),
    cell: cell.subarray(0, cells),
    n: n.subarray(0, cells),
    first: first.subarray(0, cells),
    last: last.subarray(0, cells),
    closest: closest.subarray(0, cells),
    size: contexts.size.subarray(0, count),
  };
}

/** Puts the contexts of consecutive ranges one after the other. */
export function joinContexts(parts: readonly Contexts[]): Contexts {
  const total = (of: (part: Contexts) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
  const cells = total((part) => part.cell.length);
  const joined = {
    count: total((part) => part.count),
    rowStart: new Int32Array(total((part) => part.count) + 1),
    cell: new Int32Array(cells),
    n: new Int32Array(cells),
    first: new Float32Array(cells),
    last: new Float32Array(cells),
    closest: new Float32Array(cells),
    size: new Int32Array(total((part) => part.count)),
  };
  let row = 0;
  let at = 0;
  for (const part of parts) {
    for (let i = 0; i < part.count; i++) joined.rowStart[row + i + 1] = at + part.rowStart[i + 1]!;
    joined.size.set(part.size, row);
    for (const field of ["cell", "n", "first", "last", "closest"] as const) joined[field].set(part[field], at);
    row += part.count;
    at += part.cell.length;
  }
  return joined;
}

function createTally(graph: ActionGraph) {
  const cells = graph.types.length * 3;
  const n = new Int32Array(cells);
  const first = new Float64Array(cells);
  const last = new Float64Array(cells);
  const closest = new Float64Array(cells);
  const touched: number[] = [];
  const out = {
    rowStart: [0],
    cell: [] as number[],
    n: [] as number[],
    first: [] as number[],
    last: [] as number[],
    closest: [] as number[],
    size: [] as number[],
  };

  const put = (cell: number, offset: number): void => {
    const distance = Math.abs(offset);
    if (n[cell] === 0) {
      touched.push(cell);
      first[cell] = offset;
      last[cell] = offset;
      closest[cell] = distance;
    } else {
      if (offset < first[cell]!) first[cell] = offset;
      if (offset > last[cell]!) last[cell] = offset;
      if (distance < closest[cell]!) closest[cell] = distance;
    }
    n[cell]!++;
  };

  const add = (roots: RootSet, i: number, { actions, shares }: Sampler, size: number, copies: number): void => {
    const start = roots.start[i]!;
    for (let k = 0; k < size; k++) {
      if (shares[k] === 0) continue;
      const cell = graph.type[actions[k]!]! * 3;
      const offset = graph.start[actions[k]!]! - start;
      if ((shares[k]! & sharesActor) !== 0) put(cell, offset);
      if ((shares[k]! & sharesSubject) !== 0) put(cell + 1, offset);
      if (shares[k] === (sharesActor | sharesSubject)) put(cell + 2, offset);
    }
    const hasSubject = roots.subject.subarray(roots.nodeStart[i], roots.nodeStart[i + 1]).includes(1);
    for (let copy = 1; copy <= copies; copy++) {
      const cell = roots.type[i]! * 3;
      const offset = copy * roots.spacing[i]!;
      put(cell, offset);
      if (hasSubject) put(cell + 1, offset);
      if (hasSubject) put(cell + 2, offset);
    }
    touched.sort((a, b) => a - b);
    for (const cell of touched) {
      out.cell.push(cell);
      out.n.push(n[cell]!);
      out.first.push(first[cell]! / hour);
      out.last.push(last[cell]! / hour);
      out.closest.push(closest[cell]! / hour);
      n[cell] = 0;
    }
    touched.length = 0;
    out.rowStart.push(out.cell.length);
    out.size.push(size + copies);
  };

  const take = (): Contexts => {
    const part = {
      count: out.size.length,
      rowStart: Int32Array.from(out.rowStart),
      cell: Int32Array.from(out.cell),
      n: Int32Array.from(out.n),
      first: Float32Array.from(out.first),
      last: Float32Array.from(out.last),
      closest: Float32Array.from(out.closest),
      size: Int32Array.from(out.size),
    };
    for (const values of Object.values(out)) values.length = 0;
    out.rowStart.push(0);
    return part;
  };
  return { add, take, rows: () => out.size.length };
}
