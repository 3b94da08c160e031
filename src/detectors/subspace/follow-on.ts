import type { SubspaceFeatures } from "./input.ts";

/**
 * The features as they would be if `day` followed the history of its block at once: the block's days before it are taken out, and it is the
 * one day that is scored. Its index is then the block's.
 * @param block first day of the block, `day` a day of it: indices into `calendar.days`
 */
export function followOn<F extends SubspaceFeatures>(features: F, block: number, day: number): F {
  const { calendar, cells, firstSeen } = features;
  const scored = { from: block, to: block };
  const gap = day - block;
  if (gap === 0) return { ...features, calendar: { ...calendar, scored } };
  const actors = firstSeen.length;
  const rowStart = new Int32Array(actors + 1);
  const rows = new Int32Array(cells.day.length);
  let kept = 0;
  for (let actor = 0; actor < actors; actor++) {
    for (let row = cells.rowStart[actor]!; row < cells.rowStart[actor + 1]!; row++)
      if (cells.day[row]! < block || cells.day[row]! >= day) rows[kept++] = row;
    rowStart[actor + 1] = kept;
  }
  const left = rows.subarray(0, kept);
  const shifted = (at: number) => (at < block ? at : Math.max(block, at - gap));
  return {
    ...features,
    calendar: { ...calendar, days: calendar.days.filter((_, at) => at < block || at >= day), scored },
    cells: {
      rowStart,
      day: left.map((row) => shifted(cells.day[row]!)),
      key: left.map((row) => cells.key[row]!),
      n: Float32Array.from(left, (row) => cells.n[row]!),
    },
    firstSeen: firstSeen.map(shifted),
  };
}
