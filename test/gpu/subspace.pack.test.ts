import { expect, test } from "vitest";
import { transformCount } from "../../src/gpu/subspace.input.ts";
import { fitsKernel, packCells, tileKeys } from "../../src/gpu/subspace.pack.ts";
import { denseInput } from "./subspaceCases.ts";

/** Counts of one user by day and transformed count, read back from packed cells. */
function unpack(packed: NonNullable<ReturnType<typeof packCells>>, user: number) {
  const found: string[] = [];
  for (let tile = packed.users[user * 4]!; tile < packed.users[user * 4 + 1]!; tile++) {
    for (let c = packed.tileStart[tile]!; c < packed.tileStart[tile + 1]!; c++) {
      const cell = packed.cells[c]!;
      const key = tile * tileKeys + ((cell >>> 19) & 31);
      found.push(`${cell >>> 24} ${key} ${packed.delta[cell & 0x7ffff]!.toFixed(4)}`);
    }
  }
  return found.sort();
}

test("packing keeps every count whole, however large, and every type, however many", () => {
  const row = Array.from({ length: 100 }, (_, k) => (k % 3 === 0 ? 0 : k * 4001));
  const input = denseInput([[row, row.map((n) => n + 1), row]]);
  const packed = packCells(input, 0, 1)!;
  const base = transformCount("anscombe", 0);
  expect(packed.cells.length).toBe(input.n.length);
  expect(packed.users[1]).toBe(Math.ceil(100 / tileKeys));
  const sums = new Map<number, number>();
  for (const line of unpack(packed, 0)) {
    const [day, , delta] = line.split(" ").map(Number);
    sums.set(day!, (sums.get(day!) ?? 0) + delta!);
  }
  const expected = row.reduce((sum, n) => sum + transformCount("anscombe", n) - base, 0);
  expect(sums.get(0)!).toBeCloseTo(expected, 0);
  expect(sums.get(2)!).toBeCloseTo(expected, 0);
});

test("a part of the users is packed as in the whole, and users without enough history take no room", () => {
  const user = (n: number) => Array.from({ length: 6 }, (_, d) => [n, d, 0, n + d]);
  const input = denseInput([user(1), user(2), user(3)], { minHistory: 3, first: Int32Array.from([0, 4, 0]) });
  const whole = packCells(input, 0, 3)!;
  expect(unpack(whole, 1)).toEqual([]);
  expect(unpack(packCells(input, 2, 3)!, 0).length).toBe(unpack(whole, 2).length);
});

test("what the kernel has no room for is told before", () => {
  const input = denseInput([[[1], [1]]]);
  expect(fitsKernel(input)).toBe(true);
  expect(fitsKernel({ ...input, history: 41 })).toBe(false);
  expect(fitsKernel({ ...input, to: 300 })).toBe(false);
});
