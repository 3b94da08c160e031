import { medianOfSorted } from "../../lib/statistics.ts";
import type { JudgedDays } from "./judged-days.ts";
import { remembered } from "./nulls.ts";

/** Days of one's own null that weigh as much as everybody's. */
const ownWeight = 5;

/**
 * Measures values by their users' own nulls: less its median, over its mean deviation, both shrunk to what is usual in the tenant where they
 * rest on few days. Users who are always alike one another, or always changing, then share one null. A null day is measured by its user's other
 * blocks, as a scored day is: days of its own block had the same history before them, and drifted from it as it did.
 * @returns the measure of a value as that of item `i`
 */
export function ownMeasure(
  judged: JudgedDays,
  values: Float64Array,
  byActor: ReadonlyMap<number, Float64Array>,
): (value: number, i: number) => number {
  const levelOf = (sorted: Float64Array, counted = 1) => {
    const n = sorted.length * counted;
    const centre = n === 0 ? 0 : (medianOfSorted(sorted) * n) / (n + ownWeight);
    return { centre, spread: counted * sorted.reduce((sum, value) => sum + Math.abs(value - centre), 0), n };
  };
  const nullBlocks = judged.blocks.filter(({ isNull }) => isNull).length;
  const counted = nullBlocks > 1 ? 1 - 1 / nullBlocks : 1;
  const level = new Map(Array.from(byActor, ([actor, own]) => [actor, levelOf(own, counted)]));
  const spreads = [...level.values()].map(({ spread, n }) => spread / n).sort((a, b) => a - b);
  const usual = Math.max(1e-9, spreads.length === 0 ? 1 : medianOfSorted(spreads));
  const nobody = levelOf(new Float64Array());
  const outside = valuesOutside(values, judged);
  const levels = new Map<number, typeof nobody>();
  return (value, i) => {
    if (Number.isNaN(value)) return value;
    const { centre, spread, n } = judged.isNull[i]
      ? remembered(levels, outside.place(i), () => levelOf(outside.of(i)))
      : (level.get(judged.actor[i]!) ?? nobody);
    return (value - centre) / ((spread + ownWeight * usual) / (n + ownWeight));
  };
}

/**
 * For null item `i` its user's null values of other blocks, ascending; where there is one block, all but its own. `place` is the same for items
 * that share them.
 */
function valuesOutside(
  values: Float64Array,
  judged: JudgedDays,
): { readonly place: (i: number) => number; readonly of: (i: number) => Float64Array } {
  const own = nullItems(values, judged);
  const isOneBlock = judged.blocks.filter(({ isNull }) => isNull).length === 1;
  const isApart = (i: number, other: number) => (isOneBlock ? i !== other : judged.block[i] !== judged.block[other]);
  return {
    place: (i) => (isOneBlock ? i : judged.actor[i]! * judged.blocks.length + judged.block[i]!),
    of: (i) => {
      const rows = (own.get(judged.actor[i]!) ?? []).filter((other) => isApart(i, other));
      return Float64Array.from(rows, (row) => values[row]!).sort();
    },
  };
}

/** Each user's null items that have a value. */
function nullItems(values: Float64Array, judged: JudgedDays): ReadonlyMap<number, number[]> {
  const byActor = new Map<number, number[]>();
  for (let i = 0; i < judged.length; i++)
    if (judged.isNull[i] && !Number.isNaN(values[i]!)) remembered(byActor, judged.actor[i]!, () => []).push(i);
  return byActor;
}

/** Each user's null values, ascending. */
export const ownNulls = (values: Float64Array, judged: JudgedDays): ReadonlyMap<number, Float64Array> =>
  new Map(
    Array.from(nullItems(values, judged), ([actor, own]) => [actor, Float64Array.from(own, (i) => values[i]!).sort()]),
  );
