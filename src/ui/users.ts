import type { CaseSummary } from "../engine/api/cases.ts";
import { groupBy } from "../lib/group.ts";
import { plural } from "./format.ts";

/** A user as the queue knows them: their cases, the most unusual first. */
export interface User {
  readonly actor: string;
  readonly cases: readonly CaseSummary[];
  readonly worst: CaseSummary;
}

/** From this p down a day is said to be one that history does not explain. */
const unexplained = 0.001;

/** How many users have a day that stands out of history, in a sentence: a queue may end at days that don't. */
export function usersFinding(users: readonly User[]): string {
  const n = users.filter(({ worst }) => worst.p <= unexplained).length;
  return `${n === 0 ? "No user" : plural(n, "user")} ${n > 1 ? "have" : "has"} a day as rare as 1 in 1,000`;
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
