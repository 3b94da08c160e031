import type { TenantFeatures } from "../../features/cells.ts";
import { UserError } from "../../lib/errors.ts";
import { seededRandom, shuffle } from "../../lib/random.ts";
import { cosineDistances, silhouette } from "./silhouette.ts";
import { type Clustering, nearestCentre, sphericalKMeans } from "./spherical-k-means.ts";
import { countRows, namedChannel, type SparseRows, userVectors } from "./user-vectors.ts";

/** Who is whose peer. */
export interface PeerGroups {
  /** Group of each actor, 0 … labels.length − 1; −1 for one without history, or without a value in the column that groups. */
  readonly of: Int32Array;
  /** What each group does more than the tenant, or its value in the column that groups. */
  readonly labels: readonly string[];
  readonly size: Int32Array;
  /** Mean silhouette by cosine distance, of a sample; NaN for one group, or groups from a column. */
  readonly silhouette: number;
}

/** Most groups, users whom the groups are learnt from, and users whom the silhouette looks at. */
const most = { groups: 12, learnt: 2000, sampled: 400 };
/** Under this silhouette there are no groups worth the name (Kaufman & Rousseeuw 1990: no substantial structure). */
const leastSilhouette = 0.25;

const sizes = (of: Int32Array, groups: number): Int32Array => {
  const size = new Int32Array(groups);
  for (const g of of) if (g >= 0) size[g]!++;
  return size;
};

/** Users grouped by their most frequent value in a column of the log. */
function byColumn(features: TenantFeatures, name: string, window: { from: number; to: number }): PeerGroups {
  const channel = namedChannel(features, name);
  if (!channel) {
    const names = features.channels
      .filter(({ kind }) => kind === "attribute" || kind === "value")
      .map((other) => other.name.replace(/^[^:]*:/, ""));
    throw new UserError(`The log has no column ${name} to make peer groups of.`, {
      next: `Set peers to auto${names.length > 0 ? `, or to one of ${names.join(", ")}` : ""}.`,
    });
  }
  const { start, column, value } = countRows(channel.cells, { keys: channel.labels.length, ...window });
  const of = Int32Array.from({ length: features.actors.length }, (_, actor) => {
    let best = -1;
    for (let at = start[actor]!; at < start[actor + 1]!; at++) if (best < 0 || value[at]! > value[best]!) best = at;
    return best < 0 ? -1 : column[best]!;
  });
  const used = [...new Set(of)].filter((g) => g >= 0).sort((a, b) => a - b);
  const dense = of.map((g) => used.indexOf(g));
  const labels = used.map((g) => channel.labels[g]!);
  return { of: dense, labels, size: sizes(dense, labels.length), silhouette: Number.NaN };
}

/** What a group does more than the mean of all: its two largest types by excess over the mean direction. */
function nameGroups(
  vectors: SparseRows,
  types: number,
  names: readonly string[],
  of: Int32Array,
  groups: number,
): string[] {
  const sum = new Float64Array(groups * types);
  const mean = new Float64Array(types);
  const size = sizes(of, groups);
  const users = size.reduce((a, b) => a + b, 0);
  of.forEach((g, actor) => {
    if (g < 0) return;
    for (let at = vectors.start[actor]!; at < vectors.start[actor + 1]!; at++) {
      const type = vectors.column[at]!;
      if (type >= types) continue;
      sum[g * types + type]! += vectors.value[at]!;
      mean[type]! += vectors.value[at]! / users;
    }
  });
  return Array.from({ length: groups }, (_, g) => {
    const excess = Array.from(mean, (usual, type) => ({ type, over: sum[g * types + type]! / size[g]! - usual }));
    const own = excess.sort((a, b) => b.over - a.over || a.type - b.type).filter(({ over }) => over > 0);
    return own.length === 0
      ? "everybody"
      : own
          .slice(0, 2)
          .map(({ type }) => names[type]!)
          .join(", ");
  });
}

/** The clustering with the best silhouette over k = 2 …, one start each and more for the best k; null where no k gives groups worth the name. */
function bestClustering(
  vectors: SparseRows,
  learnt: Int32Array,
  sampled: Int32Array,
  seed: number,
): { clustering: Clustering; score: number } | null {
  const members = Int32Array.from(sampled, (i) => learnt[i]!);
  const distance = cosineDistances(vectors, members);
  const scored = (k: number, restarts: number) => {
    const clustering = sphericalKMeans(vectors, learnt, { k, seed, restarts });
    const groups = sampled.map((i) => clustering.group[i]!);
    return { clustering, score: silhouette(distance, groups) };
  };
  let best: { clustering: Clustering; score: number } | null = null;
  let bestK = 0;
  for (let k = 2; k <= Math.min(most.groups, Math.floor(learnt.length / 4)); k++) {
    const found = scored(k, 1);
    if (!(found.score > (best?.score ?? leastSilhouette))) continue;
    best = found;
    bestK = k;
  }
  if (!best) return null;
  const again = scored(bestK, 4);
  return again.score > best.score ? again : best;
}

/**
 * Groups users by what they do: spherical k-means of their vectors over the days [from, to), k by silhouette (METHODS, 2). In a large tenant the
 * groups are learnt from a seeded draw of users, and the others join the nearest. With `peers` the name of an attribute or an entity type, by
 * the value that each user has most. One group where users don't fall into any. The draw goes by name, so the order of users changes nothing.
 * @throws UserError where the log has no such column
 */
export function peerGroups(
  features: TenantFeatures,
  { from, to, peers = "auto", seed = 17 }: { from: number; to: number; peers?: string; seed?: number },
): PeerGroups {
  if (peers !== "auto") return byColumn(features, peers, { from, to });
  const vectors = userVectors(features, { from, to });
  const known = Int32Array.from(features.actors.keys()).filter(
    (actor) => !features.ignored[actor] && vectors.start[actor + 1]! > vectors.start[actor]!,
  );
  const byName = known.sort((a, b) => (features.actors[a]! < features.actors[b]! ? -1 : 1));
  const learnt = shuffle(byName, seededRandom(seed)).slice(0, most.learnt);
  const sampled = shuffle(Int32Array.from(learnt.keys()), seededRandom(seed + 1)).subarray(0, most.sampled);
  const found = bestClustering(vectors, learnt, sampled, seed);
  const of = new Int32Array(features.actors.length).fill(-1);
  for (const actor of known) of[actor] = found ? nearestCentre(vectors, actor, found.clustering.centre).group : 0;
  const used = [...new Set(of)].filter((g) => g >= 0).sort((a, b) => a - b);
  const dense = of.map((g) => used.indexOf(g));
  const labels = found
    ? nameGroups(
        vectors,
        vectors.types,
        features.channels.find(({ kind }) => kind === "type")!.labels,
        dense,
        used.length,
      )
    : used.map(() => "everybody");
  return { of: dense, labels, size: sizes(dense, labels.length), silhouette: found?.score ?? Number.NaN };
}
