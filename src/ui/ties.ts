import type { CaseSummary } from "../engine/api/cases.ts";
import { count, oneIn } from "./format.ts";

/** How many cases at the top of a queue share its smallest p: history tells them apart no further. 0 where there are no two. */
export function tiedAtTop(cases: readonly CaseSummary[]): number {
  const least = Math.min(...cases.map(({ p }) => p));
  const tied = cases.filter(({ p }) => p === least).length;
  return tied > 1 ? tied : 0;
}

/** What a tie at the top means, in two sentences; empty where there is none. */
export function tiesFinding(cases: readonly CaseSummary[]): string {
  const tied = tiedAtTop(cases);
  if (tied === 0) return "";
  const least = Math.min(...cases.map(({ p }) => p));
  return `${count(tied)} cases share ${oneIn(least)}, the least that this history can tell: each lies further out than all of it. Among them, the one with more evidence comes first.`;
}
