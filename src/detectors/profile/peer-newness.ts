import type { Channel, DayCells, TenantFeatures } from "../../features/cells.ts";
import type { PeerGroups } from "./peer-groups.ts";

/** Rows of a channel by day: row numbers, and the actor of each. */
interface RowsByDay {
  /** days + 1 offsets into `row`. */
  readonly start: Int32Array;
  readonly row: Int32Array;
  readonly actor: Int32Array;
}

function rowsByDay({ rowStart, day }: DayCells, days: number): RowsByDay {
  const start = new Int32Array(days + 1);
  for (const d of day) start[d + 1]!++;
  for (let d = 0; d < days; d++) start[d + 1]! += start[d]!;
  const fill = start.slice(0, days);
  const row = new Int32Array(day.length);
  const actor = new Int32Array(day.length);
  for (let a = 0; a + 1 < rowStart.length; a++)
    for (let r = rowStart[a]!; r < rowStart[a + 1]!; r++) {
      actor[r] = a;
      row[fill[day[r]!]!++] = r;
    }
  return { start, row, actor };
}

/**
 * Marks each row of an entity channel that touches an entity which nobody of the actor's peer group, himself included, touched on any other day:
 * of the history [from, to) for a day of that history, of the `history` days before for a later one. So a history day is judged by the other
 * days, as all of the null is. Nobody without a peer group has any.
 */
function newToPeers(
  { cells, labels }: Channel,
  { days, history, from, to, group }: { days: number; history: number; from: number; to: number; group: Int32Array },
): Uint8Array {
  const { start, row, actor } = rowsByDay(cells, days);
  const keys = labels.length;
  const isNew = new Uint8Array(cells.day.length);
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  const placeOf = (r: number) => group[actor[r]!]! * keys + cells.key[r]!;
  const each = (day: number, visit: (r: number) => void) => {
    for (let at = start[day]!; at < start[day + 1]!; at++) if (group[actor[row[at]!]!]! >= 0) visit(row[at]!);
  };
  const see = (r: number) => {
    const place = placeOf(r);
    if (!first.has(place)) first.set(place, cells.day[r]!);
    last.set(place, cells.day[r]!);
  };
  for (let day = from; day < to; day++) each(day, see);
  for (let day = from; day < to; day++)
    each(day, (r) => {
      if (first.get(placeOf(r)) === day && last.get(placeOf(r)) === day) isNew[r] = 1;
    });
  for (let day = to; day < days; day++) {
    each(day, (r) => {
      if ((last.get(placeOf(r)) ?? -1) < Math.max(0, day - history)) isNew[r] = 1;
    });
    each(day, see);
  }
  return isNew;
}

/** Counts an actor's marked rows by day, as cells of one key. */
function countMarked(
  { rowStart, day }: DayCells,
  isMarked: Uint8Array,
  key: number,
  into: Map<number, number>[],
): void {
  for (let actor = 0; actor + 1 < rowStart.length; actor++)
    for (let row = rowStart[actor]!; row < rowStart[actor + 1]!; row++)
      if (isMarked[row]) {
        const at = day[row]! * 4096 + key;
        into[actor]!.set(at, (into[actor]!.get(at) ?? 0) + 1);
      }
}

/**
 * How many entities each actor touched on each day that were new to his peer group, by entity type, of the types whose entities are known one by
 * one (`entity-value` channels). Null where there is no such type, or no more than one peer group: the tenant's newness says the same then.
 */
export function peerNewness(
  features: TenantFeatures,
  peers: PeerGroups,
  { history, from, to }: { history: number; from: number; to: number },
): Channel | null {
  const channels = features.channels.filter(({ kind }) => kind === "value").slice(0, 4096);
  if (channels.length === 0 || peers.labels.length < 2) return null;
  const counts = features.actors.map(() => new Map<number, number>());
  channels.forEach((channel, key) => {
    const span = { days: features.calendar.days.length, history, from, to, group: peers.of };
    countMarked(channel.cells, newToPeers(channel, span), key, counts);
  });
  const rowStart = new Int32Array(counts.length + 1);
  counts.forEach((own, actor) => {
    rowStart[actor + 1] = rowStart[actor]! + own.size;
  });
  const size = rowStart.at(-1) ?? 0;
  const cells = { rowStart, day: new Int32Array(size), key: new Int32Array(size), n: new Float32Array(size) };
  counts.forEach((own, actor) => {
    [...own.entries()]
      .sort(([a], [b]) => a - b)
      .forEach(([at, n], k) => {
        cells.day[rowStart[actor]! + k] = Math.floor(at / 4096);
        cells.key[rowStart[actor]! + k] = at % 4096;
        cells.n[rowStart[actor]! + k] = n;
      });
  });
  const labels = channels.map(({ name }) => `${name.replace(/^[^:]*:/, "")} new to the peer group`);
  return { name: "new-to-peers", kind: "new", cells, labels };
}
