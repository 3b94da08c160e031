import { type NearestDay, nearestDay, type Peer, peerMedian } from "../casework/nearest-days.ts";
import { type NearestRoot, nearestRoots } from "../detectors/graph/nearest-roots.ts";
import type { TenantFeatures } from "../features/cells.ts";
import type { UserDay } from "../ranking/queue.ts";
import type { CaseDetail, NearestNormal } from "./api/cases.ts";
import type { Detection } from "./detection.ts";
import { namesOf } from "./names.ts";
import type { Tenant } from "./tenant.ts";

const count = (n: number): string => (n === 0 ? "none" : n.toLocaleString("en-US"));

/** The user's own most similar normal day, and that of the users most alike. */
export function nearestNormalDays(features: TenantFeatures, at: UserDay, peers: readonly Peer[]): NearestNormal[] {
  const own = nearestDay(features, at, [at.actor]);
  const others = nearestDay(
    features,
    at,
    peers.map(({ actor }) => actor),
  );
  const shown = (day: NearestDay | null, whose: NearestNormal["whose"]): NearestNormal[] =>
    day === null
      ? []
      : [
          {
            kind: "day",
            whose,
            actor: features.actors[day.actor]!,
            when: day.day,
            likeness: `${Math.floor(day.likeness * 100)} % alike`,
            differences: day.differences.map(({ label, here, there }) => ({
              label,
              here: count(here),
              there: count(there),
            })),
          },
        ];
  return [...shown(own, "own"), ...shown(others, "other")];
}

/** The nearest normal roots of a case's root: the actor's own, and another's. */
export async function nearestNormalRoots(
  tenant: Tenant,
  { graph: state, codes }: Pick<Detection, "graph" | "codes">,
  ownRoot: number,
): Promise<NearestNormal[]> {
  if (!state) return [];
  const root = codes?.actionOfModel(ownRoot) ?? ownRoot;
  const { own, other } = nearestRoots(state, root);
  const found = [own, other].filter((one): one is NearestRoot => one !== null);
  const actors = found.map(({ actor }) => actor);
  const names = codes
    ? new Map(actors.map((actor) => [actor, codes.actors[actor]!]))
    : await namesOf(tenant, "actors", actors);
  return found.map(({ action, actor, distance, lacks, has }) => ({
    kind: "root",
    whose: actor === state.graph.actor[root] ? "own" : "other",
    actor: names.get(actor) ?? String(actor),
    when: new Date(state.graph.start[action]! / 1000).toISOString(),
    likeness: `${distance.toFixed(2)} apart`,
    differences: [
      ...lacks.map((label) => ({ label, here: "no", there: "yes" })),
      ...has.map((label) => ({ label, here: "yes", there: "no" })),
    ],
  }));
}

/** How the users most alike compare in the first of the types that they or the user have that day; null without such users. */
export function peerLine(
  features: TenantFeatures,
  peers: readonly Peer[],
  { actor, day }: UserDay,
  types: readonly string[],
): CaseDetail["peers"] {
  const type = types[0];
  const middle = type === undefined ? null : peerMedian(features, peers, type);
  if (type === undefined || middle === null) return null;
  const { cells, labels } = features.channels.find(({ kind }) => kind === "type")!;
  let own = 0;
  for (let c = cells.rowStart[actor]!; c < cells.rowStart[actor + 1]!; c++)
    if (cells.day[c] === day && labels[cells.key[c]!] === type) own += cells.n[c]!;
  const group = peers.length === 1 ? "the user most alike" : `the ${peers.length} users most alike`;
  return { group, median: middle, own, type };
}
