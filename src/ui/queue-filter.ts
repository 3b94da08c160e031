import type { CaseSummary } from "../engine/api/cases.ts";

/** Which cases of the queue are shown; null and the empty text let all through. */
export interface QueueFilter {
  /** Words of the headline, the user or the day. */
  readonly words: string;
  /** Cases that this detector finds unusual by itself. */
  readonly detector: string | null;
  /** Cases whose reasons speak of this event type. */
  readonly type: string | null;
  /** ISO local day. */
  readonly day: string | null;
  readonly starredOnly: boolean;
}

export const noFilter: QueueFilter = { words: "", detector: null, type: null, day: null, starredOnly: false };

/** A detector speaks for a case by itself from this p on. */
const unusual = 0.01;

/** The cases that a filter lets through, in their order. */
export function filterQueue(
  cases: readonly CaseSummary[],
  { words, detector, type, day, starredOnly }: QueueFilter,
  starred: ReadonlySet<string>,
): CaseSummary[] {
  const wanted = words.toLowerCase().trim();
  return cases.filter(
    (one) =>
      (!starredOnly || starred.has(one.id)) &&
      (detector === null || one.opinions.some((said) => said.detector === detector && (said.p ?? 1) <= unusual)) &&
      (type === null || one.types.includes(type)) &&
      (day === null || one.day === day) &&
      (wanted === "" || `${one.headline} ${one.actor} ${one.day}`.toLowerCase().includes(wanted)),
  );
}

/** What a queue can be filtered by, each in order. */
export function filterChoices(
  cases: readonly CaseSummary[],
): Readonly<Record<"detector" | "type" | "day", readonly string[]>> {
  const sorted = (all: readonly string[]) => [...new Set(all)].sort();
  return {
    detector: [...new Set(cases.flatMap(({ opinions }) => opinions.map(({ detector }) => detector)))],
    type: sorted(cases.flatMap(({ types }) => types)),
    day: sorted(cases.map(({ day }) => day)),
  };
}

/** Places in a list of cases whose headline a case of the same user further up has already. */
export function repeatedHeadlines(cases: readonly Pick<CaseSummary, "actor" | "headline">[]): ReadonlySet<number> {
  const told = new Set<string>();
  const repeated = new Set<number>();
  cases.forEach(({ actor, headline }, i) => {
    const words = `${actor}\n${headline}`;
    if (told.has(words)) repeated.add(i);
    told.add(words);
  });
  return repeated;
}
