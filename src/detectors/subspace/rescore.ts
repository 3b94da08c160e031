import type { TenantFeatures } from "../../features/cells.ts";
import { subspaceRange } from "../../gpu/subspace.cpu.ts";
import { type SubspaceOptions, subspaceInput } from "./input.ts";
import { sortedMedian } from "./median.ts";

/**
 * The subspace's score of one user's day (see `soloDay`), by the run's options and the least that it divides by: what `scoreSubspace` gives
 * for that day. Null where there is too little history, or nothing on the day.
 */
export function rescoreSubspace(solo: TenantFeatures, options: Partial<SubspaceOptions>, floor: number): number | null {
  const channel = solo.channels.find(({ kind }) => kind === "type");
  if (!channel) return null;
  const input = subspaceInput({ ...solo, cells: channel.cells, types: channel.labels }, options);
  const day = input.to;
  const active = new Set(channel.cells.day);
  const rows = subspaceRange(input, 0, 1);
  const n = rows.history[0]!;
  if (n < input.minHistory || n === 0 || !active.has(day)) return null;
  const errors = rows.loo.subarray(0, n).filter((_, i) => active.has(day - n + i));
  return rows.spe[0]! / Math.max(floor, sortedMedian(errors.sort()));
}
