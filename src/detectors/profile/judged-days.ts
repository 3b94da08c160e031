import type { Channel, TenantFeatures } from "../../features/cells.ts";
import { seededRandom, shuffle } from "../../lib/random.ts";
import { cellRange } from "./history.ts";

/** Under this many active history days a user is judged by the tenant more than by himself. */
export const establishedDays = 10;

/** More null days than this add nothing to the calibration: whole users are then drawn until there are as many. */
const nullLimit = 30_000;

/**
 * The user-days that a run looks at: each scored day with any event, judged by the days before it alone, and the null: each history day
 * before the first scored day, judged by the other days of that history. One entry an item in every array.
 */
export interface JudgedDays {
  readonly length: number;
  readonly actor: Int32Array;
  /** Index into `Calendar.days`. */
  readonly day: Int32Array;
  /** History is [from, to) without `leaveOut` (−1: nothing is left out); it starts at the user's first seen day at the earliest. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly leaveOut: Int32Array;
  /** Days of history, zero-filled, and those of them with any event. */
  readonly history: Int32Array;
  readonly active: Int32Array;
  /** Whether the user has `establishedDays` active days in the window, a day that is left out counting too. */
  readonly established: Uint8Array;
  /** Which of `windows` it belongs to. */
  readonly window: Int32Array;
  readonly isNull: Uint8Array;
  /** The tenant's history windows, one for each scored day, ascending. */
  readonly windows: readonly { readonly from: number; readonly to: number }[];
}

/** The channel of event types, in which every event counts once. */
export function typeChannel(features: TenantFeatures): Channel {
  const channel = features.channels.find(({ kind }) => kind === "type");
  if (!channel) throw new Error("The features have no channel of event types.");
  return channel;
}

/** The users whose history makes the null: all, or a seeded draw of them where their days are too many. */
function nullActors(perActor: Int32Array): Uint8Array {
  const chosen = new Uint8Array(perActor.length).fill(1);
  let total = perActor.reduce((sum, n) => sum + n, 0);
  if (total <= nullLimit) return chosen;
  const order = shuffle(
    Int32Array.from(perActor, (_, i) => i),
    seededRandom(31),
  );
  for (const actor of order) {
    if (total <= nullLimit) break;
    chosen[actor] = 0;
    total -= perActor[actor]!;
  }
  return chosen;
}

/** Lists the user-days to judge, window by window, by actor within; without the null's where that is known already. */
export function judgedDays(features: TenantFeatures, history: number, { withNull = true } = {}): JudgedDays {
  const { calendar, firstSeen, ignored } = features;
  const { cells } = typeChannel(features);
  const actors = features.actors.length;
  const scored = calendar.scored;
  const windows = Array.from({ length: scored.to - scored.from + 1 }, (_, i) => ({
    from: Math.max(0, scored.from + i - history),
    to: scored.from + i,
  }));
  const base = windows[0]!;
  const isDay = (row: number, a: number) => row === cells.rowStart[a] || cells.day[row] !== cells.day[row - 1];
  const perActor = new Int32Array(actors);
  for (let a = 0; a < actors; a++)
    for (
      let row = cellRange(cells, a, base.from).start;
      row < cells.rowStart[a + 1]! && cells.day[row]! < base.to;
      row++
    )
      if (isDay(row, a)) perActor[a]!++;
  const inNull = withNull ? nullActors(perActor) : new Uint8Array(actors);

  const actor: number[] = [];
  const columns = {
    day: [] as number[],
    from: [] as number[],
    to: [] as number[],
    leaveOut: [] as number[],
    history: [] as number[],
    active: [] as number[],
    window: [] as number[],
    isNull: [] as number[],
  };
  windows.forEach((window, w) => {
    for (let a = 0; a < actors; a++) {
      if (ignored[a] || firstSeen[a]! < 0) continue;
      const from = Math.max(window.from, firstSeen[a]!);
      const start = cellRange(cells, a, from).start;
      let active = 0;
      let row = start;
      for (; row < cells.rowStart[a + 1]! && cells.day[row]! < window.to; row++) if (isDay(row, a)) active++;
      const add = (day: number, leaveOut: number) => {
        const left = leaveOut >= 0 ? 1 : 0;
        actor.push(a);
        columns.day.push(day);
        columns.from.push(from);
        columns.to.push(window.to);
        columns.leaveOut.push(leaveOut);
        columns.history.push(Math.max(0, window.to - from) - left);
        columns.active.push(active - left);
        columns.window.push(w);
        columns.isNull.push(left);
      };
      if (w === 0 && inNull[a]) for (let i = start; i < row; i++) if (isDay(i, a)) add(cells.day[i]!, cells.day[i]!);
      if (row < cells.rowStart[a + 1]! && cells.day[row] === window.to) add(window.to, -1);
    }
  });
  return {
    length: actor.length,
    actor: Int32Array.from(actor),
    day: Int32Array.from(columns.day),
    from: Int32Array.from(columns.from),
    to: Int32Array.from(columns.to),
    leaveOut: Int32Array.from(columns.leaveOut),
    history: Int32Array.from(columns.history),
    active: Int32Array.from(columns.active),
    established: Uint8Array.from(columns.active, (n, i) => (n + columns.isNull[i]! >= establishedDays ? 1 : 0)),
    window: Int32Array.from(columns.window),
    isNull: Uint8Array.from(columns.isNull),
    windows,
  };
}
