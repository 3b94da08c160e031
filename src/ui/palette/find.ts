import type { Action } from "./actions.ts";
import { fuzzyMatch, type Match } from "./fuzzy.ts";

/** An action that a query finds, and how. */
export interface Found {
  readonly action: Action;
  readonly match: Match;
}

/** The actions that a query finds, best first; all of them, as offered, for an empty one. */
export function findActions(query: string, actions: readonly Action[]): Found[] {
  const lines = actions.flatMap((action): Found[] => {
    const match = fuzzyMatch(query, action.title);
    if (match) return [{ action, match }];
    const wider = fuzzyMatch(query, `${action.group} ${action.title}`);
    return wider ? [{ action, match: { score: wider.score / 2, ranges: [] } }] : [];
  });
  return query.trim() === "" ? lines : lines.sort((a, b) => b.match.score - a.match.score);
}
