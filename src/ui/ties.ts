import type { CaseSummary } from "../engine/api/cases.ts";
import { count, oneIn } from "./format.ts";

/** How many cases at the top of a queue share its smallest p: history tells them apart no further. 0 where there are no two. */
export function tiedAtTop(cases: readonly CaseSummary[]): number {
  const least = Math.min(...cases.map(({ p }) => p));
  const tied = cases.filter(({ p }) => p === least).length;
  return tied > 1 ? tied : 0;
}

/** What a tie at the top is, in a clause, and what it means, in two sentences; null where there is none. */
export function tiesFinding(cases: readonly CaseSummary[]): { readonly tie: string; readonly means: string } | null {
  const tied = tiedAtTop(cases);
  if (tied === 0) return null;
  return {
    tie: `The first ${count(tied)} are tied at ${oneIn(Math.min(...cases.map(({ p }) => p)))}`,
    means:
      "That is the least that this history can tell: each lies further out than all of it. Among them, the one with more evidence comes first.",
  };
}
