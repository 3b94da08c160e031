import { historyDays, type SubspaceInput, transformCount } from "./subspace.input.ts";

/** Keys in a tile: as many as the kernel holds of all days at a time. */
export const tileKeys = 32;
/** Days of history that the kernel's workgroup memory has room for. */
const mostHistory = 40;
/** Days that one packed input spans: 8 bits. */
const mostDays = 256;
/** Different counts that one packed input has room for: 19 bits. */
const mostCodes = 2 ** 19;

/**
 * Cells as the kernel reads them, one u32 each: day 8 bits | key within its tile 5 | count 19, by a table of the
 * different counts, so that no count is clipped and the transform is computed once, in float64.
 */
export interface PackedCells {
  /** Sorted by user, then by the user's own numbering of keys, 32 to a tile. */
  readonly cells: Uint32Array<ArrayBuffer>;
  /** tiles + 1 offsets into `cells`. */
  readonly tileStart: Uint32Array<ArrayBuffer>;
  /** users × 4: first tile, end tile, first seen day − `origin` (65535: never), 0. */
  readonly users: Uint32Array<ArrayBuffer>;
  /** transform(count) − transform(0), by code. */
  readonly delta: Float32Array<ArrayBuffer>;
  /** Calendar day of day 0. */
  readonly origin: number;
}

/** Whether the kernel can take an input; the twin takes any. */
export const fitsKernel = (input: SubspaceInput): boolean =>
  input.history <= mostHistory && input.to - Math.max(0, input.from - input.history) < mostDays;

/** Packs users `fromUser` to `toUser` (exclusive); null where there are too many different counts. */
export function packCells(input: SubspaceInput, fromUser: number, toUser: number): PackedCells | null {
  const { rowStart, day, key, n, transform } = input;
  const origin = Math.max(0, input.from - input.history);
  const base = transformCount(transform, 0);
  const codes = new Map<number, number>();
  const delta: number[] = [];
  const cells = new Uint32Array(rowStart[toUser]! - rowStart[fromUser]!);
  const tileStart: number[] = [];
  const users = new Uint32Array((toUser - fromUser) * 4);
  const slot = new Int32Array(input.keys).fill(-1);
  let filled = 0;
  for (let user = fromUser; user < toUser; user++) {
    const first = input.first[user]!;
    const at = (user - fromUser) * 4;
    users[at] = tileStart.length;
    users[at + 1] = tileStart.length;
    users[at + 2] = first < 0 ? 65535 : Math.max(0, first - origin);
    if (historyDays(input, first, input.to) < input.minHistory) continue;
    let begin = rowStart[user]!;
    let end = rowStart[user + 1]!;
    while (begin < end && day[begin]! < origin) begin++;
    while (end > begin && day[end - 1]! > input.to) end--;
    const own: number[] = [];
    const sizes: number[] = [];
    for (let c = begin; c < end; c++) {
      const k = key[c]!;
      if (slot[k] === -1) {
        slot[k] = own.length;
        own.push(k);
      }
      const tile = Math.floor(slot[k]! / tileKeys);
      sizes[tile] = (sizes[tile] ?? 0) + 1;
    }
    const next: number[] = [];
    for (const size of sizes) {
      tileStart.push(filled);
      next.push(filled);
      filled += size;
    }
    users[at + 1] = tileStart.length;
    for (let c = begin; c < end; c++) {
      const local = slot[key[c]!]!;
      const tile = Math.floor(local / tileKeys);
      let code = codes.get(n[c]!);
      if (code === undefined) {
        code = delta.length;
        if (code === mostCodes) return null;
        codes.set(n[c]!, code);
        delta.push(transformCount(transform, n[c]!) - base);
      }
      cells[next[tile]!] = (((day[c]! - origin) << 24) | ((local % tileKeys) << 19) | code) >>> 0;
      next[tile] = next[tile]! + 1;
    }
    for (const k of own) slot[k] = -1;
  }
  tileStart.push(filled);
  return {
    cells: cells.subarray(0, filled),
    tileStart: Uint32Array.from(tileStart),
    users,
    delta: Float32Array.from(delta),
    origin,
  };
}
