import type { Block } from "../../features/blocks.ts";
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
 * Marks each row of an entity channel that touches an entity which nobody of the actor's peer group, himself included, had touched: in a block's
 * history for the days of the block, on any other day of the first history for the days of that. Nobody without a peer group has any.
 */
function newToPeers(
  { cells, labels }: Channel,
  { days, blocks, group }: { days: number; blocks: readonly Block[]; group: Int32Array },
): Uint8Array {
  const { start, row, actor } = rowsByDay(cells, days);
  const isNew = new Uint8Array(cells.day.length);
  const placeOf = (r: number) => group[actor[r]!]! * labels.length + cells.key[r]!;
  const each = (from: number, to: number, visit: (r: number) => void) => {
    for (let at = start[from]!; at < start[to]!; at++) if (group[actor[row[at]!]!]! >= 0) visit(row[at]!);
  };
  const first = blocks[0];
  if (!first) return isNew;
  const onlyDay = new Map<number, number>();
  each(first.from, first.to, (r) => {
    const known = onlyDay.get(placeOf(r));
    onlyDay.set(placeOf(r), known === undefined || known === cells.day[r] ? cells.day[r]! : -1);
  });
  each(first.from, first.to, (r) => {
    if (onlyDay.get(placeOf(r)) === cells.day[r]) isNew[r] = 1;
  });
  for (const { from, to, end } of blocks) {
    const seen = new Set<number>();
    each(from, to, (r) => seen.add(placeOf(r)));
    each(to, end, (r) => {
      if (!seen.has(placeOf(r))) isNew[r] = 1;
    });
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
export function peerNewness(features: TenantFeatures, peers: PeerGroups, blocks: readonly Block[]): Channel | null {
  const channels = features.channels.filter(({ kind }) => kind === "value").slice(0, 4096);
  if (channels.length === 0 || peers.labels.length < 2) return null;
  const counts = features.actors.map(() => new Map<number, number>());
  channels.forEach((channel, key) => {
    const isNew = newToPeers(channel, { days: features.calendar.days.length, blocks, group: peers.of });
    countMarked(channel.cells, isNew, key, counts);
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
