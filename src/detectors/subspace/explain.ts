import { blockOf } from "../../features/blocks.ts";
import { entryOf, flooredEigenvalue, windowFitter } from "../../gpu/fit.cpu.ts";
import { gramBuilder } from "../../gpu/gram.cpu.ts";
import { historyDays, invertTransform, type SubspaceInput, transformCount } from "../../gpu/subspace.input.ts";
import { typeFor } from "../../lib/plural.ts";
import type { Reason } from "../scores.ts";
import { followOn } from "./follow-on.ts";
import {
  type ColumnWords,
  type SubspaceFeatures,
  type SubspaceOptions,
  subspaceDefaults,
  subspaceInput,
} from "./input.ts";
import { oneActor } from "./one-actor.ts";
import { weekdayWords } from "./weekday-words.ts";

/** One column of a day (an event type, or what the axis counts), against what the days before explain. */
export interface ColumnResidual {
  readonly type: string;
  readonly words: ColumnWords;
  /** Events on that day. */
  readonly observed: number;
  /** Events that the subspace of the days before gives it. */
  readonly explained: number;
  /** Observed less explained, in transformed units. */
  readonly residual: number;
  /** Share of the squared residual of all columns. */
  readonly share: number;
}

export interface SubspaceExplanation {
  /** Largest share first; columns that the user never had are left out. */
  readonly residuals: readonly ColumnResidual[];
  readonly reasons: readonly Reason[];
}

/** An event type in words. */
const typeWords = (type: string): ColumnWords => ({ name: type, noun: null, where: { type } });

/** The weights by which the history days of the input's one actor add up to what is explained of the scored day: Σ_k u_k·(u_kᵀg)/λ_k. */
function historyWeights(input: SubspaceInput, n: number): Float64Array {
  const builder = gramBuilder(input);
  builder.fill(0);
  const today = input.to - builder.origin;
  const fit = windowFitter(input, builder)(today - n, n);
  const line = today * builder.days + today - n;
  const weights = new Float64Array(n);
  for (let k = 0; k < fit.rank; k++) {
    let along = 0;
    for (let i = 0; i < n; i++) along += entryOf(fit, i, k) * builder.gram[line + i]!;
    const scale = along / flooredEigenvalue(fit.lambda, k);
    for (let i = 0; i < n; i++) weights[i] = weights[i]! + scale * entryOf(fit, i, k);
  }
  return weights;
}

/** Residuals of the columns that the user had on the day or before, and the squared residual of all columns. */
function columnResiduals(
  input: SubspaceInput,
  describe: (key: number) => ColumnWords,
  n: number,
): { residuals: ColumnResidual[]; total: number } {
  const weights = historyWeights(input, n);
  const base = transformCount(input.transform, 0);
  const start = input.to - n;
  const explained = new Map<number, number>();
  const observed = new Map<number, number>();
  for (let c = 0; c < input.day.length; c++) {
    const day = input.day[c]!;
    const key = input.key[c]!;
    if (day < start || day > input.to) continue;
    if (day === input.to) observed.set(key, input.n[c]!);
    const weight = day === input.to ? 0 : weights[day - start]!;
    const change = transformCount(input.transform, input.n[c]!) - base;
    explained.set(key, (explained.get(key) ?? 0) + weight * change);
  }
  const unused = base * weights.reduce((sum, weight) => sum + weight, 0);
  const residuals = [...explained].map(([key, change]) => {
    const count = observed.get(key) ?? 0;
    const value = unused + change;
    const words = describe(key);
    return {
      type: words.name,
      words,
      observed: count,
      explained: invertTransform(input.transform, value),
      residual: transformCount(input.transform, count) - value,
      share: 0,
    };
  });
  const rest = (input.keys - residuals.length) * (base - unused) ** 2;
  const total = residuals.reduce((sum, { residual }) => sum + residual ** 2, rest);
  return { residuals: residuals.map((r) => ({ ...r, share: total > 0 ? r.residual ** 2 / total : 0 })), total };
}

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const small = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** A count of events as one reads it: `3`, `2.4`, `1,204`; `none` where it rounds to nothing. */
function events(count: number): string {
  if (count < 0.15) return "none";
  return (count < 9.95 ? small : number).format(count);
}

/** `the month explains` for a full month, `the 12 days before explain` for less. */
const explains = (n: number): string => (n >= 28 ? "the month explains" : `the ${n} days before explain`);

/** `DataTool.Query`, or `events at 03:00` in the number of a count as it is shown. */
const counted = ({ name, noun }: ColumnWords, shown: string): string =>
  noun === null ? typeFor(shown === "1" ? 1 : 2, name) : `${shown === "1" ? "event" : "events"} ${noun}`;

/** A column's reason: `41 DataTool.Query where the month explains 3`, `9 events at 03:00 where the month explains none`. */
function columnReason(
  { words, observed, explained, share }: ColumnResidual,
  { n, logP, detector }: { readonly n: number; readonly logP: number; readonly detector: string },
): Reason {
  const shown = observed === 0 ? "no" : events(observed);
  const what = counted(words, shown);
  return {
    label: `${shown} ${what}; explained ${events(explained)}`,
    value: logP * share,
    detector,
    ...(words.where ? { where: words.where } : {}),
    sentence: `${shown === "no" ? "No" : shown} ${what} where ${explains(n)} ${events(explained)}.`,
  };
}

/**
 * Why the subspace finds a user-day unusual: the residual of each column, r = y − Xᵀ·Σ_k u_k·(u_kᵀg)/λ_k, as counts and
 * as shares of the squared residual; reasons that add up to `logP` (its −log₁₀ p), by name the `most` largest of at
 * least share `least` that differ by an event or so, and the rest in one. With `weekdays: split` the first says what the day's weekday is
 * like, where that is unlike the other days. Null where the day has no score.
 */
export function explainSubspace(
  given: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  {
    actor,
    day: calendarDay,
    logP,
    detector = "subspace",
    most = 6,
    least = 0.02,
  }: {
    readonly actor: number;
    readonly day: number;
    readonly logP: number;
    /** The ranking that the reasons belong to. */
    readonly detector?: string;
    readonly most?: number;
    readonly least?: number;
  },
): SubspaceExplanation | null {
  const { history } = { ...subspaceDefaults, ...options };
  const block = blockOf(given.calendar.scored, Math.max(1, Math.floor(history)), calendarDay);
  if (!block) return null;
  const day = block.to;
  const features = followOn(oneActor(given, actor), day, calendarDay);
  const input = subspaceInput(features, options);
  const n = historyDays(input, input.first[0]!, day);
  if (n === 0 || n < input.minHistory) return null;
  const describe = features.describe ?? ((key: number) => typeWords(features.types[key] ?? String(key)));
  const { residuals, total } = columnResiduals(input, describe, n);
  residuals.sort((a, b) => b.share - a.share || (a.type < b.type ? -1 : 1));
  if (total === 0) return { residuals, reasons: [] };
  const named = residuals.filter(
    ({ share, observed, explained }, i) => i < most && share >= least && Math.abs(observed - explained) >= 0.5,
  );
  const reasons = named.map((residual) => columnReason(residual, { n, logP, detector }));
  const isSplit = (options.weekdays ?? subspaceDefaults.weekdays) === "split";
  const ofWeekday = isSplit ? weekdayWords(input, features.calendar.days, { day, n }) : null;
  const [first] = reasons;
  if (first && ofWeekday) reasons[0] = { ...first, sentence: `${first.sentence} ${ofWeekday}` };
  const left = logP - reasons.reduce((sum, { value }) => sum + value, 0);
  if (left > 1e-9) {
    reasons.push({ label: "small differences elsewhere", value: left, detector, sentence: "" });
  }
  return { residuals, reasons };
}
