import type { CountTransform, SubspaceInput } from "../../src/gpu/subspace.input.ts";

const defaults = {
  minHistory: 2,
  rank: "auto" as "auto" | number,
  energy: 0.9,
  transform: "anscombe" as CountTransform,
};

/** An input from dense counts, users × days × types; every user is seen from the first day on, the last `scored` days are scored. */
export function denseInput(
  users: readonly (readonly (readonly number[])[])[],
  options: Partial<Omit<SubspaceInput, "rowStart" | "day" | "key" | "n">> & { readonly scored?: number } = {},
): SubspaceInput {
  const days = users[0]!.length;
  const keys = users[0]![0]!.length;
  const rowStart = [0];
  const day: number[] = [];
  const key: number[] = [];
  const n: number[] = [];
  for (const rows of users) {
    rows.forEach((row, d) => {
      row.forEach((count, k) => {
        if (count === 0) return;
        day.push(d);
        key.push(k);
        n.push(count);
      });
    });
    rowStart.push(day.length);
  }
  const { scored = 1, ...given } = options;
  return {
    rowStart: Int32Array.from(rowStart),
    day: Int32Array.from(day),
    key: Int32Array.from(key),
    n: Float32Array.from(n),
    keys,
    first: new Int32Array(users.length),
    from: days - scored,
    to: days - 1,
    history: days - scored,
    ...defaults,
    ...given,
  };
}
