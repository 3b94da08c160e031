import type { EventGroup } from "./event-groups.ts";
import { oneIn } from "./headline.ts";

/** The fewest events found whose removal makes a day ordinary. */
export interface Removal {
  /** What each removed group is, how many of its events go and how many it has. */
  readonly groups: readonly { readonly words: string; readonly removed: number; readonly of: number }[];
  /** Positions of the removed events, ascending. */
  readonly events: readonly number[];
  /** Fused p of the day without them. */
  readonly p: number;
  /** Whether `p` is over the threshold; where it is not, the groups are those that come nearest. */
  readonly clears: boolean;
}

/** Fused p of the day with only the kept (1) events. */
export type PWithout = (kept: Uint8Array) => number;

/**
 * The fewest events, in whole groups and at the end a part of one, without which a day's p is at least `threshold`. The smallest single group
 * that clears it is found by trying all; where none does, groups are added that raise p most, and those that turn out not to be needed are put
 * back. At last as many events as can stay are kept of the largest group, the latest first to stay. Where all events of a day are alike, so that
 * no group leaves anything, it is the fewest of all. Every answer was scored.
 * @param total events of the day
 */
export function fewestRemovals(
  groups: readonly EventGroup[],
  total: number,
  pWithout: PWithout,
  { threshold, mostGroups = 4 }: { threshold: number; mostGroups?: number },
): Removal | null {
  const without = (removed: Iterable<number>): number => {
    const kept = new Uint8Array(total).fill(1);
    for (const e of removed) kept[e] = 0;
    return pWithout(kept);
  };
  const union = (chosen: readonly EventGroup[]): number[] =>
    [...new Set(chosen.flatMap(({ events }) => events))].sort((a, b) => a - b);
  const isEnough = (removed: Iterable<number>): boolean => without(removed) >= threshold;
  const asItIs = without([]);
  if (asItIs >= threshold || groups.length === 0) return null;
  const proper = groups.filter(({ events }) => events.length < total);
  const added = addGroups(proper, {
    total,
    mostGroups,
    threshold,
    from: asItIs,
    pWithout: (chosen) => without(union(chosen)),
  });
  const answer = (chosen: readonly EventGroup[], parts: readonly (readonly number[])[]): Removal => {
    const events = [...new Set(parts.flat())].sort((a, b) => a - b);
    const p = without(events);
    const counted = chosen.map(({ words, events: own }, i) => ({ words, removed: parts[i]!.length, of: own.length }));
    return { groups: counted, events, p, clears: p >= threshold };
  };
  if (!isEnough(union(added))) {
    const whole = groups.find(({ events }) => events.length === total);
    const part = whole && isEnough(whole.events) ? fewestOf(whole.events, isEnough) : [];
    if (whole && part.length > 0 && part.length < total) return answer([whole], [part]);
    return added.length === 0
      ? null
      : answer(
          added,
          added.map(({ events }) => events),
        );
  }
  const needed = withoutIdle(added, (chosen) => isEnough(union(chosen)));
  const largest = needed.reduce((a, b) => (b.events.length > a.events.length ? b : a));
  const others = union(needed.filter((group) => group !== largest));
  const part = fewestOf(largest.events, (own) => isEnough([...others, ...own]));
  return answer(
    needed,
    needed.map((group) => (group === largest ? part : group.events)),
  );
}

const union = (chosen: readonly EventGroup[]): number[] => [...new Set(chosen.flatMap(({ events }) => events))];

/** Adds groups, each time the smallest that clears the day or else the one that raises p most, until one clears it or none helps; something always stays. */
function addGroups(
  groups: readonly EventGroup[],
  {
    total,
    mostGroups,
    threshold,
    from,
    pWithout,
  }: {
    total: number;
    mostGroups: number;
    threshold: number;
    from: number;
    pWithout: (chosen: readonly EventGroup[]) => number;
  },
): EventGroup[] {
  const chosen: EventGroup[] = [];
  let best = from;
  while (chosen.length < mostGroups) {
    const tried = groups
      .filter((group) => !chosen.includes(group))
      .map((group) => ({ group, n: union([...chosen, group]).length }))
      .filter(({ n }) => n < total)
      .map(({ group, n }) => ({ group, n, p: pWithout([...chosen, group]) }));
    const clearing = tried.filter(({ p }) => p >= threshold).sort((a, b) => a.n - b.n || b.p - a.p)[0];
    const next = clearing ?? tried.sort((a, b) => b.p - a.p || a.n - b.n)[0];
    if (!next || next.p <= best) break;
    best = next.p;
    chosen.push(next.group);
    if (clearing) break;
  }
  return chosen;
}

/** The groups without those that the others do without, the largest tried first. */
function withoutIdle(chosen: readonly EventGroup[], isEnough: (rest: readonly EventGroup[]) => boolean): EventGroup[] {
  let kept = [...chosen];
  for (const group of [...chosen].sort((a, b) => b.events.length - a.events.length)) {
    const rest = kept.filter((other) => other !== group);
    if (rest.length > 0 && isEnough(rest)) kept = rest;
  }
  return kept;
}

/** The shortest beginning of a list, found by halving, that is enough; the whole list is. */
function fewestOf(list: readonly number[], isEnough: (part: readonly number[]) => boolean): readonly number[] {
  let low = 1;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isEnough(list.slice(0, middle))) high = middle;
    else low = middle + 1;
  }
  return list.slice(0, high);
}

const count = (n: number): string => n.toLocaleString("en-US");

/** Where more than this share of a day's events has to go, it is the day itself that is unusual. */
const nearlyAll = 0.9;

/**
 * A removal as a sentence: `Without 38 of the 41 DataTool.Query events (of 63 that day) this day would not stand out: 1 in 9 days are like
 * that.`
 */
export function describeRemoval({ groups, events, p, clears }: Removal, total: number): string {
  const likeThat = p >= 0.5 ? "most days are like that" : `${oneIn(p)} days are like that`;
  if (events.length > nearlyAll * total)
    return clears
      ? `It is the day as a whole: only without ${count(events.length)} of its ${count(total)} events would it not stand out (${likeThat}).`
      : "It is the day as a whole: without any part of its events it still stands out.";
  const parts = groups.map(({ words, removed, of }) => {
    if (words.startsWith("one ")) return words;
    const one = of === 1 ? words.replace(/\bevents\b/, "event") : words;
    return removed === of
      ? `the ${of === 1 ? "one" : count(of)} ${one}`
      : `${count(removed)} of the ${count(of)} ${one}`;
  });
  const what = parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts[0]!;
  const without = `Without ${what} (of ${count(total)} that day)`;
  return clears
    ? `${without} this day would not stand out: ${likeThat}.`
    : `No part of its events alone explains it. ${without} it still stands out: ${likeThat}.`;
}
