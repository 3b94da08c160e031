import type { Reason } from "../detectors/scores.ts";

/** What a case rests on: its evidence, −log₁₀ p, by what the reasons speak of. */
export type Grounds = ReadonlyMap<string, number>;

/** What a reason speaks of, whoever and however much it is about: its event type, or its clause without numbers, names and plurals. */
function subjectOf({ label, where }: Reason): string {
  if (where?.type !== undefined) return `type ${where.type}`;
  if (where?.hour !== undefined) return "hours";
  const [clause = ""] = label.split(/[:;(]/);
  return clause
    .split(" ")
    .filter((word) => !/[\d._@\\/-]/.test(word))
    .map((word) => word.replace(/s$/, ""))
    .join(" ")
    .trim();
}

/** Adds up the reasons of a case that speak against its user by what they speak of. */
export function groundsOf(reasons: readonly Reason[]): Grounds {
  const grounds = new Map<string, number>();
  for (const reason of reasons) {
    if (!(reason.value > 0)) continue;
    const subject = subjectOf(reason);
    grounds.set(subject, (grounds.get(subject) ?? 0) + reason.value);
  }
  return grounds;
}

const lengthOf = (grounds: Grounds): number => Math.hypot(...grounds.values());

/** How alike two cases are in what they rest on: the cosine of their grounds, 0 to 1; 0 where either rests on nothing. */
export function likeness(one: Grounds, other: Grounds): number {
  let dot = 0;
  for (const [subject, value] of one) dot += value * (other.get(subject) ?? 0);
  const lengths = lengthOf(one) * lengthOf(other);
  return lengths > 0 ? dot / lengths : 0;
}
