import { type Evidence, tailEvidence } from "../../lib/statistics.ts";
import type { JudgedDays } from "./judged-days.ts";
import type { NullClasses } from "./nulls.ts";

/** Fewer null values than this are no null of their own. */
const fewestNull = 100;

/**
 * The pooled nulls of one statistic: that of the others, and that of established users, since only within such a class is a history day like
 * a scored one; all of it for a class that has too few.
 */
export function pooledNulls(classes: NullClasses): readonly Evidence[] {
  const all = Float64Array.from(classes.flatMap((own) => [...own])).sort();
  return classes.map((own) => tailEvidence(own.length < fewestNull ? all : own));
}

/** −log₁₀ p of every item by the pooled null of its class. */
export function evidenceOf(
  values: Float64Array,
  { isNull, established }: JudgedDays,
  evidence: readonly Evidence[],
): Float64Array {
  return values.map((value, i) => {
    if (Number.isNaN(value)) return Number.NaN;
    const own = evidence[established[i]!]!;
    return isNull[i] ? own.ofMember(value) : own.of(value);
  });
}

/** The null values of one statistic, ascending: of those who are not established, and of those who are. */
export function nullClasses(values: Float64Array, { isNull, established }: JudgedDays): NullClasses {
  const ofClass = (c: number) =>
    values.filter((value, i) => isNull[i] === 1 && established[i] === c && !Number.isNaN(value)).sort();
  return [ofClass(0), ofClass(1)];
}

/**
 * The length of each item's evidence as a vector; what is not known is no evidence; NaN where nothing is. Between Fisher's sum, which one
 * strong voice among silent ones hardly moves, and Tippett's maximum, to which many moderate ones that agree are nothing.
 */
export function evidenceLength(columns: readonly Float64Array[]): Float64Array {
  return Float64Array.from(columns[0]!, (_, i) => {
    let sum = Number.NaN;
    for (const column of columns) if (!Number.isNaN(column[i]!)) sum = (Number.isNaN(sum) ? 0 : sum) + column[i]! ** 2;
    return Math.sqrt(sum);
  });
}
