import { breathe, type Job, quietJob } from "../../lib/job.ts";
import { type Directions, withDirections } from "./directions.ts";
import { type Embedding, rowsBetween, takeRows } from "./embedding.ts";
import { nearestDistances } from "./nearest.ts";
import { seededSample } from "./pool.ts";

/** Where nearness to interesting roots is measured: any embedding's roots, and how near each is to ordinary ones. */
export interface NearSpace {
  readonly rows: Embedding;
  readonly directions: Directions | null;
  /** Each row's distance to the nearest of a sample of ordinary roots, itself left out. */
  readonly ordinary: Float64Array;
  /** The least distance that counts: under it two roots are the same. */
  readonly floor: number;
}

const rowsAtOnce = 2048;

/**
 * Prepares the ranking by nearest interesting root, so that a star costs one pass over the rows.
 * @param ordinary how many of the rows, from the first, are ordinary; a seeded sample of at most `most` of them is compared with
 * @throws Cancelled when the job was stopped
 */
export async function nearSpace(
  embedding: Embedding,
  directions: Directions | null,
  { ordinary, most = 400, seed = 1, job = quietJob() }: { ordinary: number; most?: number; seed?: number; job?: Job },
): Promise<NearSpace> {
  const rows = withDirections(embedding, directions);
  const sample = seededSample(
    Int32Array.from({ length: ordinary }, (_, row) => row),
    most,
    seed,
  );
  const compared = takeRows(rows, sample);
  const distance = new Float64Array(rows.count);
  for (let from = 0; from < rows.count; from += rowsAtOnce) {
    const to = Math.min(rows.count, from + rowsAtOnce);
    distance.set(nearestDistances(rowsBetween(rows, from, to), compared), from);
    job.report({ stage: "Comparing with ordinary roots", done: to, total: rows.count, unit: "roots" });
    await breathe(job);
  }
  sample.forEach((row, i) => {
    const others = sample.filter((_, other) => other !== i);
    distance[row] = nearestDistances(takeRows(rows, Int32Array.of(row)), takeRows(rows, others))[0]!;
  });
  const finite = distance.filter(Number.isFinite).sort();
  const floor = Math.max(1e-6, 0.01 * (finite[finite.length >> 1] ?? 0));
  return { rows, directions, ordinary: distance, floor };
}

interface Nearest {
  readonly interesting: ReadonlySet<number>;
  readonly distance: Float64Array;
}
const lastNearest = new WeakMap<NearSpace, Nearest>();

/**
 * Each row's distance to the nearest interesting root. What the last call found is kept: a root that joins costs one pass over the rows, one
 * that leaves as many as there are left.
 * @param embedded gives the named roots' rows in the space
 */
export async function nearestKnown(
  space: NearSpace,
  interesting: ReadonlySet<number>,
  embedded: (roots: readonly number[]) => Promise<Embedding>,
): Promise<Float64Array> {
  const last = lastNearest.get(space);
  const kept = last && [...last.interesting].every((root) => interesting.has(root)) ? last : null;
  const fresh = [...interesting].filter((root) => !kept?.interesting.has(root));
  if (kept && fresh.length === 0) return kept.distance;
  const found = nearestDistances(space.rows, await embedded(fresh));
  const distance = kept ? found.map((value, row) => Math.min(value, kept.distance[row]!)) : found;
  lastNearest.set(space, { interesting: new Set(interesting), distance });
  return distance;
}

/**
 * How much nearer each row is to an interesting root than to an ordinary one: −d(interesting)/d(ordinary). A root in a crowd is like
 * everybody in it, and says nothing of the one interesting root that stands there too (the ratio test of Lowe, 2004).
 * @param nearest each row's distance to the nearest interesting root
 */
export function likeness({ ordinary, floor }: NearSpace, nearest: Float64Array): Float64Array {
  return nearest.map(
    (distance, row) => -distance / Math.max(floor, Number.isFinite(ordinary[row]!) ? ordinary[row]! : 1),
  );
}
