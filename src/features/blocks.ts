import type { Calendar } from "./cells.ts";

/** A stretch of days, all judged by the same history, the days before it. Days are indices into `Calendar.days`. */
export interface Block {
  /** History is [from, to), at most as long as asked for. */
  readonly from: number;
  readonly to: number;
  /** The days judged are [to, end). */
  readonly end: number;
  /** Whether its days are history themselves: a null. */
  readonly isNull: boolean;
}

/** Days [to, end) and the history that judges them. */
const block = (to: number, end: number, history: number, isNull: boolean): Block => ({
  from: Math.max(0, to - history),
  to,
  end,
  isNull,
});

/** Blocks of `size` days that end before day `first`, lie within one history of it, and have at least half as much history as it has. */
function blocksBefore(first: number, history: number, size: number): Block[] {
  const known = Math.min(history, first);
  const blocks: Block[] = [];
  for (let to = first - size; to >= first - known && Math.min(to, history) >= known / 2; to -= size)
    blocks.unshift(block(to, to + size, history, true));
  return blocks;
}

/** Half of the history that is known before day `first`, a day at the least. */
const halfHistory = (first: number, history: number): number => Math.max(1, Math.floor(Math.min(history, first) / 2));

/**
 * Cuts the calendar into blocks of half a history: the scored days, and before them what lies within one history of the first of them and
 * has at least half as much history as that day.
 *
 * A user who changes so does not become his own measure while the change is still being looked at; and no later day changes how a day is
 * judged.
 */
export function blocksOf({ from: first, to: last }: Calendar["scored"], history: number): Block[] {
  const size = halfHistory(first, history);
  const blocks = blocksBefore(first, history, size);
  for (let to = first; to <= last; to += size) blocks.push(block(to, Math.min(last + 1, to + size), history, false));
  return blocks;
}

/** The weeks before the first scored day, as `blocksOf` has blocks before it: shorter ones where little history is known. */
export const weeksBefore = ({ from: first }: Calendar["scored"], history: number): Block[] =>
  blocksBefore(first, history, Math.min(7, halfHistory(first, history)));

/** The scored block that a day belongs to; undefined for a day that is not scored. */
export const blockOf = (scored: Calendar["scored"], history: number, day: number): Block | undefined =>
  blocksOf(scored, history).find(({ to, end, isNull }) => !isNull && day >= to && day < end);
