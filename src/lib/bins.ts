const steps = [1, 2, 5];
const second = 1e6;
const day = 86_400 * second;
/** Steps of a time axis in µs that a person reads easily; beyond the last they double. */
const timeSteps = [
  ...[1, 10, 100, 1e3, 1e4, 1e5],
  ...[1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200].map((seconds) => seconds * second),
  ...[1, 2, 7, 14, 28, 91, 182, 365].map((days) => days * day),
];

/** What is binned: numbers, whole numbers, times or days; both of the last are µs. */
export type BinUnit = "real" | "integer" | "time" | "day";

/** Bins of one width: bin i holds `start + i * step` to below `start + (i + 1) * step`, and the last one its end as well. */
export interface Bins {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/**
 * Bins of a round width that hold all of `min` to `max`, at most `most` of them.
 * @param unit of the values: bins of whole numbers are whole numbers wide, those of days are days
 */
export function roundBins(
  min: number,
  max: number,
  { most = 20, unit = "real" }: { readonly most?: number; readonly unit?: BinUnit } = {},
): Bins {
  for (const step of stepsFrom((max - min) / most, unit)) {
    const start = Math.floor(min / step) * step;
    const count = Math.floor((max - start) / step) + 1;
    const isEnd = count - 1 === most && start + most * step === max && unit === "real";
    if (count <= most || isEnd) return { start, step, count: Math.min(count, most) };
  }
  return { start: min, step: Math.max(max - min, 1), count: 1 };
}

/** Round steps of at least `least`, growing. */
function* stepsFrom(least: number, unit: BinUnit): Generator<number> {
  if (unit === "time" || unit === "day") {
    yield* timeSteps.filter((step) => step >= least && (unit === "time" || step >= day));
    for (let years = 2; years < 1e7; years *= 2) if (years * 365 * day >= least) yield years * 365 * day;
    return;
  }
  const lowest = unit === "integer" ? 0 : -300;
  const from = least > 0 ? Math.max(lowest, Math.floor(Math.log10(least))) : 0;
  for (let power = from; power < 308; power++)
    for (const factor of steps) {
      const step = power < 0 ? factor / 10 ** -power : factor * 10 ** power;
      if (step >= least) yield step;
    }
}

/** The lower edge of bin `i`, rounded so that a step of 0.1 gives 0.3 and not 0.30000000000000004. */
export function binEdge({ start, step }: Bins, i: number): number {
  const edge = start + i * step;
  return Number.isInteger(step) ? edge : Number(edge.toPrecision(12));
}
