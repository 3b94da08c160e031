import { type Random, randomNormal } from "../lib/random.ts";

/** A Gamma number with the given shape and mean 1 (Marsaglia & Tsang 2000; shapes under 1 by the usual boost). */
export function gammaFactor(random: Random, shape: number): number {
  const boosted = shape < 1 ? shape + 1 : shape;
  const d = boosted - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = randomNormal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0 || Math.log(1 - random()) >= 0.5 * x * x + d - d * v + d * Math.log(v)) continue;
    return (shape < 1 ? d * v * random() ** (1 / shape) : d * v) / shape;
  }
}

/** A Poisson count: by multiplication under a mean of 30, by the rounded normal above. */
export function poisson(random: Random, mean: number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * randomNormal(random)));
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > floor; product *= random()) count++;
  return count;
}

/** An index in [0, n), small ones more often, the more so the higher the power. */
export const skewed = (random: Random, n: number, power = 2): number => Math.floor(n * random() ** power);

/** Whole seconds until the next event, exponential with the given mean, at least one. */
export const waiting = (random: Random, mean: number): number => 1 + Math.floor(-mean * Math.log(1 - random()));

/** A uniform integer in [from, to], both included. */
export const between = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));

/** A whole number with the given mean: its floor, or one more. */
export const about = (random: Random, mean: number): number => Math.floor(mean + random());

/** A clock that starts at `start`: each call lets about `mean` seconds pass and tells the time. */
export function clock(random: Random, start: number): (mean: number) => number {
  let at = start;
  return (mean) => {
    at += waiting(random, mean);
    return at;
  };
}
