import type { SparseRows } from "./user-vectors.ts";

/**
 * The users of an actor's own peer group whose vectors point most nearly where his does, best first; none for one without history or a group.
 * @param vectors of all users (`userVectors`), rows of length 1
 * @param of group of each user, −1 for none
 * @returns actor codes and cosines, 0 … 1
 */
export function nearestPeers(
  { start, column, value, columns }: SparseRows,
  of: Int32Array,
  actor: number,
  { most = 10 } = {},
): { readonly actor: number; readonly likeness: number }[] {
  const group = of[actor]!;
  if (group < 0 || start[actor] === start[actor + 1]) return [];
  const own = new Float64Array(columns);
  for (let at = start[actor]!; at < start[actor + 1]!; at++) own[column[at]!] = value[at]!;
  const found: { actor: number; likeness: number }[] = [];
  of.forEach((other, peer) => {
    if (peer === actor || other !== group) return;
    let cosine = 0;
    for (let at = start[peer]!; at < start[peer + 1]!; at++) cosine += value[at]! * own[column[at]!]!;
    found.push({ actor: peer, likeness: Math.min(1, cosine) });
  });
  return found.sort((a, b) => b.likeness - a.likeness || a.actor - b.actor).slice(0, most);
}
