import { historyDays, type SubspaceInput, scoredDays, transformCount } from "../../gpu/subspace.input.ts";
import { forEachBlock, type SubspaceRun } from "./blocks.ts";
import { type ErrorScale, fitScale, type OwnDays } from "./scale.ts";

/** Users at the most from whose history the scale of errors is fitted. */
const scaleUsers = 1000;

/** Squared lengths of users' days over the input's windows, users × `width` from day `start` on; 0 only where there was no event. */
export interface DaySizes {
  readonly start: number;
  readonly width: number;
  readonly size: Float64Array;
}

/** Measures the days of an input. */
export function daySizes({ first, rowStart, day, n, from, to, history, transform }: SubspaceInput): DaySizes {
  const start = from - history;
  const width = to - start + 1;
  const size = new Float64Array(first.length * width);
  for (let user = 0; user < first.length; user++) {
    for (let cell = rowStart[user]!; cell < rowStart[user + 1]!; cell++) {
      const at = day[cell]! - start;
      if (at < 0 || at >= width) continue;
      const place = user * width + at;
      size[place] = size[place]! + transformCount(transform, n[cell]!) ** 2;
    }
  }
  return { start, width, size };
}

/** The days with events among the `n` before a day, with their leave-one-out errors. */
export function ownDays(
  { start, width, size }: DaySizes,
  weekdayOf: Uint8Array,
  { user, before, loo }: { readonly user: number; readonly before: number; readonly loo: Float64Array },
): OwnDays {
  const n = loo.length;
  const line = user * width + before - n - start;
  const active: number[] = [];
  for (let i = 0; i < n; i++) if (size[line + i]! > 0) active.push(i);
  return {
    error: Float64Array.from(active, (i) => loo[i]!),
    size: Float64Array.from(active, (i) => size[line + i]!),
    day: Int32Array.from(active, (i) => before - n + i),
    weekday: Uint8Array.from(active, (i) => weekdayOf[before - n + i]!),
  };
}

/** The input of every `every`-th user alone. */
function everyUser(input: SubspaceInput, every: number): SubspaceInput {
  if (every === 1) return input;
  const users = Array.from({ length: Math.ceil(input.first.length / every) }, (_, i) => i * every);
  const rowStart = new Int32Array(users.length + 1);
  const rows: number[] = [];
  users.forEach((user, i) => {
    for (let row = input.rowStart[user]!; row < input.rowStart[user + 1]!; row++) rows.push(row);
    rowStart[i + 1] = rows.length;
  });
  return {
    ...input,
    rowStart,
    day: Int32Array.from(rows, (row) => input.day[row]!),
    key: Int32Array.from(rows, (row) => input.key[row]!),
    n: Float32Array.from(rows, (row) => input.n[row]!),
    first: Int32Array.from(users, (user) => input.first[user]!),
  };
}

/** The scale of errors, from the windows before the first scored day, or where nobody can have one yet, each user's first. */
export async function tenantScale(whole: SubspaceInput, weekdayOf: Uint8Array, run: SubspaceRun): Promise<ErrorScale> {
  const some = everyUser(whole, Math.max(1, Math.ceil(whole.first.length / scaleUsers)));
  const windowsOf = async (input: SubspaceInput) => {
    const sizes = daySizes(input);
    const days = scoredDays(input);
    const windows: (OwnDays | undefined)[] = new Array(input.first.length);
    await forEachBlock(input, run, (rows, fromUser) => {
      for (let item = 0; item < rows.spe.length; item++) {
        const n = rows.history[item]!;
        const user = fromUser + Math.floor(item / days);
        if (n < Math.max(1, input.minHistory) || windows[user]) continue;
        const loo = rows.loo.subarray(item * input.history, item * input.history + n);
        const own = ownDays(sizes, weekdayOf, { user, before: input.from + (item % days), loo });
        if (own.error.length > 0) windows[user] = own;
      }
    });
    return windows.filter((own) => own !== undefined);
  };
  const least = Math.max(1, some.minHistory);
  const isKnown = some.first.some((first) => historyDays(some, first, some.from) >= least);
  return fitScale(await windowsOf(isKnown ? { ...some, to: some.from } : some), whole.transform);
}
