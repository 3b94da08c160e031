import { quantileOfSorted } from "../lib/statistics.ts";

/** Fewer items than this don't show whether a detector's p are honest about them. */
const fewest = 100;
const share = 0.1;

/**
 * The power that makes a detector's p honest about one class of items: the tenth of them that it finds most unusual should have p up to a
 * tenth; where that tenth lies lower, log 0.1 / log of it, else 1. A null of all user-days, idle ones too, makes every working day look unusual;
 * few real cases move a tenth but little (genomic control: Devlin & Roeder 1999, at the tenth instead of the median). NaN are left out.
 */
export function temperingPower(p: ArrayLike<number>): number {
  const known = Float64Array.from(p)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (known.length < fewest) return 1;
  const tenth = quantileOfSorted(known, share);
  return tenth < share ? Math.log(share) / Math.log(tenth) : 1;
}
