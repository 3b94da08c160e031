import type { SubspaceFeatures } from "./input.ts";

/** The features of one actor alone, whose code is then 0: what is asked of a single user-day need not walk the tenant. */
export function oneActor(features: SubspaceFeatures, actor: number): SubspaceFeatures {
  const { cells, firstSeen, ignored } = features;
  const from = cells.rowStart[actor] ?? 0;
  const to = cells.rowStart[actor + 1] ?? from;
  return {
    ...features,
    cells: {
      rowStart: Int32Array.of(0, to - from),
      day: cells.day.subarray(from, to),
      key: cells.key.subarray(from, to),
      n: cells.n.subarray(from, to),
    },
    firstSeen: Int32Array.of(firstSeen[actor] ?? -1),
    ignored: Uint8Array.of(ignored[actor] ?? 0),
  };
}
