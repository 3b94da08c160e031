import { type CountTransform, transformCount } from "../../gpu/subspace.input.ts";
import { countBelow } from "../../lib/statistics.ts";
import { sortedMedian, sortedMedianWithout } from "./median.ts";

/** A user's days with events before a scored day, each judged by all the others. */
export interface OwnDays {
  /** Squared prediction errors. */
  readonly error: Float64Array;
  /** Squared lengths ‖x‖². */
  readonly size: Float64Array;
  /** Indices into the calendar. */
  readonly day: Int32Array;
  /** Monday 0 … Sunday 6. */
  readonly weekday: Uint8Array;
}

/** How errors grow with the size of a day, and what an unknown user's are like. */
export interface ErrorScale {
  /** Added to a day's size: squared transformed units. */
  readonly floor: number;
  /** From 0, where errors don't grow with a day's size, to 1, where they are a share of it. */
  readonly exponent: number;
  /** Scaled error of a day of the tenant's median size of which nothing is explained. */
  readonly unknown: number;
}

/** Share of the tenant's median error that the floor is at the least. */
const floorShare = 0.1;
/** Days that the unknown user's level counts for in a user's own. */
const unknownDays = 3;
/** Days that a user's level counts for in that of one weekday. */
const pooledDays = 7;

/**
 * The scale of a tenant's errors, from days that are taken as normal. One event of a type never seen, or a tenth of the tenant's median
 * error, is the floor. The exponent is the slope of log error on log size within users (Taylor's law of the counts: 0 were they
 * independent, since the transform evens out their variance; 1 were a day's events all of one cause), so no label takes part in it.
 */
export function fitScale(windows: readonly OwnDays[], transform: CountTransform): ErrorScale {
  const oneEvent = (transformCount(transform, 1) - transformCount(transform, 0)) ** 2;
  const medians = Float64Array.from(windows, ({ error }) => sortedMedian(error.slice().sort()));
  const floor = Math.max(oneEvent, floorShare * sortedMedian(medians.sort()));
  let together = 0;
  let alone = 0;
  for (const { error, size } of windows) {
    const n = error.length;
    const x = size.map((value) => Math.log(value + floor));
    const y = error.map((value) => Math.log(value + floor));
    const meanX = x.reduce((a, b) => a + b, 0) / n;
    const meanY = y.reduce((a, b) => a + b, 0) / n;
    for (let i = 0; i < n; i++) {
      together += (x[i]! - meanX) * (y[i]! - meanY);
      alone += (x[i]! - meanX) ** 2;
    }
  }
  const exponent = alone > 1e-9 ? Math.min(1, Math.max(0, together / alone)) : 0;
  const sizes = Float64Array.from(windows.flatMap(({ size }) => [...size])).sort();
  return { floor, exponent, unknown: (sortedMedian(sizes) + floor) ** (1 - exponent) };
}

/** An error in units that days of any size share. */
export const scaledError = ({ floor, exponent }: ErrorScale, error: number, size: number): number =>
  error / (size + floor) ** exponent;

/** How days are compared with days of their own weekday. */
export type Weekdays = "split" | "pooled";

/**
 * A user's usual scaled error, for any day: the median of the days before (METHODS, 3), drawn towards the unknown user's by three days, so
 * that who has hardly any history is not extreme by it. With `split`, that of the day's own weekday is the median of such days drawn towards
 * it by a week: a user of four odd Saturdays has a level for Saturdays, and one odd Saturday changes little.
 * `skip` leaves one of the days out, as its own judge. `counted`: how many days one of them counts for, where a level is compared with those of longer histories.
 */
export function usualLevels(
  { error, size, weekday }: OwnDays,
  scale: ErrorScale,
  weekdays: Weekdays,
  { counted = 1 }: { readonly counted?: number } = {},
): (today: number, skip?: number) => number {
  const scaled = error.map((value, i) => scaledError(scale, value, size[i]!));
  const sorted = scaled.slice().sort();
  const ofWeekday: (Float64Array | undefined)[] = [];
  const middleOf = (some: Float64Array, skip: number): { middle: number; days: number } =>
    skip < 0
      ? { middle: sortedMedian(some), days: some.length }
      : { middle: sortedMedianWithout(some, countBelow(some, scaled[skip]!)), days: some.length - 1 };
  const drawn = ({ middle, days }: { middle: number; days: number }, level: number, weight: number): number =>
    (days * counted * middle + weight * level) / (days * counted + weight);
  return (today, skip = -1) => {
    const level = drawn(middleOf(sorted, skip), scale.unknown, unknownDays);
    if (weekdays === "pooled") return level;
    ofWeekday[today] ??= scaled.filter((_, i) => weekday[i] === today).sort();
    const own = skip >= 0 && weekday[skip] === today ? skip : -1;
    return drawn(middleOf(ofWeekday[today], own), level, pooledDays);
  };
}
