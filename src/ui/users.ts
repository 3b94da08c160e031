import type { CaseSummary } from "../engine/api/cases.ts";
import { groupBy } from "../lib/group.ts";

/** A user as the queue knows them: their cases, the most unusual first. */
export interface User {
  readonly actor: string;
  readonly cases: readonly CaseSummary[];
  readonly worst: CaseSummary;
}

/** Users of the queue by their most unusual day. */
export function usersOf(cases: readonly CaseSummary[]): User[] {
  const byActor = groupBy(cases, ({ actor }) => actor);
  return [...byActor]
    .flatMap(([actor, own]) => {
      const sorted = own.toSorted((a, b) => a.p - b.p || a.rank - b.rank);
      const worst = sorted[0];
      return worst ? [{ actor, cases: sorted, worst }] : [];
    })
    .sort((a, b) => a.worst.p - b.worst.p || a.worst.rank - b.worst.rank);
}
