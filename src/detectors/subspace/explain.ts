import { entryOf, flooredEigenvalue, windowFitter } from "../../gpu/fit.cpu.ts";
import { gramBuilder } from "../../gpu/gram.cpu.ts";
import { historyDays, invertTransform, type SubspaceInput, transformCount } from "../../gpu/subspace.input.ts";
import type { Reason } from "../scores.ts";
import { type SubspaceFeatures, type SubspaceOptions, subspaceInput } from "./input.ts";

/** One type of a day, against what the days before explain. */
export interface TypeResidual {
  readonly type: string;
  /** Events on that day. */
  readonly observed: number;
  /** Events that the subspace of the days before gives it. */
  readonly explained: number;
  /** Observed less explained, in transformed units. */
  readonly residual: number;
  /** Share of the squared residual of all types. */
  readonly share: number;
}

export interface SubspaceExplanation {
  /** Largest share first; types that the user never had are left out. */
  readonly residuals: readonly TypeResidual[];
  readonly reasons: readonly Reason[];
}

/** The weights by which the history days add up to what is explained of the scored day: Σ_k u_k·(u_kᵀg)/λ_k. */
function historyWeights(input: SubspaceInput, actor: number, n: number): Float64Array {
  const builder = gramBuilder(input);
  builder.fill(actor);
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

/** Residuals of the types that the user had on the day or before, and the squared residual of all types. */
function typeResiduals(
  input: SubspaceInput,
  types: readonly string[],
  actor: number,
  n: number,
): { residuals: TypeResidual[]; total: number } {
  const weights = historyWeights(input, actor, n);
  const base = transformCount(input.transform, 0);
  const start = input.to - n;
  const explained = new Map<number, number>();
  const observed = new Map<number, number>();
  for (let c = input.rowStart[actor]!; c < input.rowStart[actor + 1]!; c++) {
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
    return {
      type: types[key] ?? String(key),
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

/** A type's reason: `41 DataTool.Query where the month explains 3`. */
function typeReason({ type, observed, explained, share }: TypeResidual, n: number, logP: number): Reason {
  const seen = observed === 0 ? "No" : events(observed);
  return {
    label: `${observed === 0 ? "no" : events(observed)} ${type}; explained ${events(explained)}`,
    value: logP * share,
    detector: "subspace",
    where: { type },
    sentence: `${seen} ${type} where ${explains(n)} ${events(explained)}.`,
  };
}

/**
 * Why the subspace finds a user-day unusual: the residual of each type, r = y − Xᵀ·Σ_k u_k·(u_kᵀg)/λ_k, as counts and
 * as shares of the squared residual; reasons that add up to `logP` (its −log₁₀ p), by name the `most` largest of at
 * least share `least` that differ by an event or so, and the rest in one. Null where the day has no score.
 */
export function explainSubspace(
  features: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  {
    actor,
    day,
    logP,
    most = 6,
    least = 0.02,
  }: {
    readonly actor: number;
    readonly day: number;
    readonly logP: number;
    readonly most?: number;
    readonly least?: number;
  },
): SubspaceExplanation | null {
  const input = subspaceInput(features, options, { from: day, to: day });
  const n = historyDays(input, input.first[actor] ?? -1, day);
  if (n === 0 || n < input.minHistory) return null;
  const { residuals, total } = typeResiduals(input, features.types, actor, n);
  residuals.sort((a, b) => b.share - a.share || (a.type < b.type ? -1 : 1));
  if (total === 0) return { residuals, reasons: [] };
  const named = residuals.filter(
    ({ share, observed, explained }, i) => i < most && share >= least && Math.abs(observed - explained) >= 0.5,
  );
  const reasons = named.map((residual) => typeReason(residual, n, logP));
  const left = logP - reasons.reduce((sum, { value }) => sum + value, 0);
  if (left > 1e-9) {
    const sentence = "Many small differences from the days before, spread over other event types.";
    reasons.push({ label: "small differences in other types", value: left, detector: "subspace", sentence });
  }
  return { residuals, reasons };
}
