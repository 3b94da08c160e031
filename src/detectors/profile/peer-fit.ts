import type { TenantFeatures } from "../../features/cells.ts";
import { seededRandom, shuffle } from "../../lib/random.ts";
import type { PeerGroups } from "./peer-groups.ts";
import { cosineDistances, silhouettes } from "./silhouette.ts";
import { userVectors } from "./user-vectors.ts";

/** How well one user lies in his peer group. */
export interface PeerFit {
  readonly actor: number;
  readonly group: number;
  /** −1 to 1; NaN with fewer than two groups. */
  readonly silhouette: number;
}

/** The silhouettes of a seeded sample of the users who are in a peer group, by what they do over the days [from, to). */
export function peerFit(
  features: TenantFeatures,
  { of }: PeerGroups,
  { from, to, most = 400, seed = 18 }: { from: number; to: number; most?: number; seed?: number },
): PeerFit[] {
  const vectors = userVectors(features, { from, to });
  const grouped = Int32Array.from(of.keys()).filter((actor) => of[actor]! >= 0);
  const byName = grouped.sort((a, b) => (features.actors[a]! < features.actors[b]! ? -1 : 1));
  const sample = shuffle(byName, seededRandom(seed)).slice(0, most);
  const groups = sample.map((actor) => of[actor]!);
  const fits = silhouettes(cosineDistances(vectors, sample), groups);
  return Array.from(sample, (actor, i) => ({ actor, group: groups[i]!, silhouette: fits[i]! }));
}
