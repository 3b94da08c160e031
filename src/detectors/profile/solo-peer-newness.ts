import type { Channel, TenantFeatures } from "../../features/cells.ts";
import type { Fitted } from "./fitted.ts";
import { cellRange } from "./history.ts";

/**
 * The channel of what is new to the user's peer group (see `peerNewness`) for a day of the user's own features: the history as the run counted
 * it, and of that day the entities that it has left. Null where the run has no such channel.
 */
export function soloPeerNewness(
  i: number,
  { features, judged, sub, peers }: Fitted,
): ((solo: TenantFeatures) => Channel) | null {
  const run = sub.counted.find(({ channel }) => channel.name === "new-to-peers")?.channel;
  if (!run) return null;
  const actor = judged.actor[i]!;
  const day = judged.day[i]!;
  const group = peers.of[actor]!;
  const { from, to } = judged.blocks[judged.block[i]!]!;
  const fresh = features.channels
    .filter(({ kind }) => kind === "value")
    .map(({ name, cells }) => {
      const { start, end } = cellRange(cells, actor, day);
      const left = new Set(group < 0 ? [] : cells.key.subarray(start, end));
      for (let a = 0; a < features.actors.length && left.size > 0; a++) {
        if (peers.of[a] !== group) continue;
        for (let row = cellRange(cells, a, from).start; row < cells.rowStart[a + 1]! && cells.day[row]! < to; row++)
          left.delete(cells.key[row]!);
      }
      return { name, keys: left };
    });
  const begin = run.cells.rowStart[actor]!;
  const end = cellRange(run.cells, actor, day).start;
  return (solo) => {
    const counts = fresh.map(({ name, keys }) => {
      const { cells } = solo.channels.find((channel) => channel.name === name)!;
      const today = cellRange(cells, 0, day);
      return cells.key.subarray(today.start, today.end).reduce((n, key) => n + (keys.has(key) ? 1 : 0), 0);
    });
    const some = counts.flatMap((n, key) => (n > 0 ? [key] : []));
    const cells = {
      rowStart: Int32Array.of(0, end - begin + some.length),
      day: Int32Array.from([...run.cells.day.subarray(begin, end), ...some.map(() => day)]),
      key: Int32Array.from([...run.cells.key.subarray(begin, end), ...some]),
      n: Float32Array.from([...run.cells.n.subarray(begin, end), ...some.map((key) => counts[key]!)]),
    };
    return { ...run, cells };
  };
}
