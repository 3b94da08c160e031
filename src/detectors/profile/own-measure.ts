import { medianOfSorted } from "../../lib/statistics.ts";
import type { JudgedDays } from "./judged-days.ts";

/** Days of one's own null that weigh as much as everybody's. */
const ownWeight = 5;

/**
 * Measures values by their users' own nulls: less its median, over its mean deviation, a null day's own value left out, and both shrunk to
 * what is usual in the tenant where they rest on few days. Users who are always alike one another, or always changing, then share one null.
 * @returns the measure of a value as that of item `i`
 */
export function ownMeasure(
  judged: JudgedDays,
  byActor: ReadonlyMap<number, Float64Array>,
): (value: number, i: number) => number {
  const level = new Map<number, { centre: number; spread: number; n: number }>();
  const levelOf = (sorted: Float64Array) => {
    const n = sorted.length;
    const centre = n === 0 ? 0 : (medianOfSorted(sorted) * n) / (n + ownWeight);
    return { centre, spread: sorted.reduce((sum, value) => sum + Math.abs(value - centre), 0), n };
  };
  for (const [actor, own] of byActor) level.set(actor, levelOf(own));
  const spreads = [...level.values()].map(({ spread, n }) => spread / n).sort((a, b) => a - b);
  const usual = Math.max(1e-9, spreads.length === 0 ? 1 : medianOfSorted(spreads));
  const nobody = levelOf(new Float64Array());
  return (value, i) => {
    if (Number.isNaN(value)) return value;
    const own = byActor.get(judged.actor[i]!);
    const { centre, spread, n } = !own
      ? nobody
      : judged.isNull[i]
        ? levelOf(own.filter((_, k) => k !== own.indexOf(value)))
        : level.get(judged.actor[i]!)!;
    return (value - centre) / ((spread + ownWeight * usual) / (n + ownWeight));
  };
}

/** Each user's null values, ascending. */
export function ownNulls(values: Float64Array, judged: JudgedDays): ReadonlyMap<number, Float64Array> {
  const byActor = new Map<number, number[]>();
  for (let i = 0; i < judged.length; i++) {
    if (!judged.isNull[i] || Number.isNaN(values[i]!)) continue;
    const own = byActor.get(judged.actor[i]!);
    if (own) own.push(values[i]!);
    else byActor.set(judged.actor[i]!, [values[i]!]);
  }
  return new Map([...byActor].map(([actor, own]) => [actor, Float64Array.from(own).sort()]));
}
