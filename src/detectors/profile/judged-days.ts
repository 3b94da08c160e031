import { type Block, blocksOf } from "../../features/blocks.ts";
import type { Channel, TenantFeatures } from "../../features/cells.ts";
import { type Drawn, isDrawn } from "../scores.ts";
import { cellRange } from "./history.ts";

/** Under this many active history days a user is judged by peers and tenant more than by himself. */
export const establishedDays = 10;

/** More null days than this add nothing to the calibration: about as many are then drawn, whole users at a time. */
const nullLimit = 30_000;

/**
 * The user-days that a run looks at, block by block, by actor within. One entry an item in every array.
 *
 * Scored days are judged in blocks, each by the days before the block. The null are the blocks before the first scored one, judged in the
 * same way: what was unusual then, in a tenant that changes as it does, is how unusual a day may be now.
 */
export interface JudgedDays {
  readonly length: number;
  readonly actor: Int32Array;
  /** Index into `Calendar.days`. */
  readonly day: Int32Array;
  /** History is [from, to); it starts at the user's first seen day at the earliest. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Days of history, zero-filled, and those of them with any event. */
  readonly history: Int32Array;
  readonly active: Int32Array;
  /** Whether the user has `establishedDays` active days of history. */
  readonly established: Uint8Array;
  /** Which of `blocks` it belongs to. */
  readonly block: Int32Array;
  readonly isNull: Uint8Array;
  readonly blocks: readonly Block[];
  readonly drawn: Drawn;
}

/** The channel of event types, in which every event counts once. */
export function typeChannel(features: TenantFeatures): Channel {
  const channel = features.channels.find(({ kind }) => kind === "type");
  if (!channel) throw new Error("The features have no channel of event types.");
  return channel;
}

/** The first scored block: its history is all that is known before the scored days. */
export const firstScored = ({ blocks }: JudgedDays): Block => {
  const block = blocks.find(({ isNull }) => !isNull);
  if (!block) throw new Error("No day is scored.");
  return block;
};

/**
 * Lists the user-days to judge, without the null's where that is known already.
 * @param history days of history that judge a day, at the most
 */
export function judgedDays(features: TenantFeatures, history: number, { withNull = true } = {}): JudgedDays {
  const { calendar, firstSeen, ignored } = features;
  const { cells } = typeChannel(features);
  const blocks = blocksOf(calendar.scored, history);
  const countDays = (a: number, from: number, to: number, visit: (day: number) => void = () => {}): number => {
    let days = 0;
    let last = -1;
    for (let row = cellRange(cells, a, from).start; row < cells.rowStart[a + 1]! && cells.day[row]! < to; row++) {
      if (cells.day[row] === last) continue;
      last = cells.day[row]!;
      days++;
      visit(last);
    }
    return days;
  };
  const first = blocks.find(({ isNull }) => isNull)?.to ?? calendar.scored.from;
  let inNull = 0;
  for (let a = 0; a < features.actors.length; a++) inNull += countDays(a, first, calendar.scored.from);
  const drawn = { users: Math.min(1, nullLimit / Math.max(1, inNull)), days: 1 };

  const rows: Record<"actor" | "day" | "from" | "to" | "active" | "block", number[]> = {
    actor: [],
    day: [],
    from: [],
    to: [],
    active: [],
    block: [],
  };
  blocks.forEach(({ from: start, to, end, isNull }, block) => {
    if (isNull && !withNull) return;
    for (let a = 0; a < features.actors.length; a++) {
      if (ignored[a] || firstSeen[a]! < 0 || (isNull && !isDrawn(drawn, a, 0))) continue;
      const from = Math.min(to, Math.max(start, firstSeen[a]!));
      const active = countDays(a, from, to);
      countDays(a, to, end, (day) => {
        rows.actor.push(a);
        rows.day.push(day);
        rows.from.push(from);
        rows.to.push(to);
        rows.active.push(active);
        rows.block.push(block);
      });
    }
  });
  return {
    length: rows.day.length,
    actor: Int32Array.from(rows.actor),
    day: Int32Array.from(rows.day),
    from: Int32Array.from(rows.from),
    to: Int32Array.from(rows.to),
    history: Int32Array.from(rows.from, (from, i) => rows.to[i]! - from),
    active: Int32Array.from(rows.active),
    established: Uint8Array.from(rows.active, (n) => (n >= establishedDays ? 1 : 0)),
    block: Int32Array.from(rows.block),
    isNull: Uint8Array.from(rows.block, (block) => (blocks[block]!.isNull ? 1 : 0)),
    blocks,
    drawn,
  };
}
