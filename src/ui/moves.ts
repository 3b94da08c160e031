import type { CaseSummary } from "../engine/api/cases.ts";
import { plural } from "./format.ts";

/** How a queue that was ranked anew differs from the one before. */
export interface Moves {
  /** By a case's id: places it moved up (negative: down), or null where it is new. */
  readonly by: ReadonlyMap<string, number | null>;
  readonly up: number;
  readonly most: number;
  /** Cases that the queue has no more. */
  readonly gone: number;
}

/** Compares two rankings of a queue; null where nothing moved. */
export function movesBetween(before: readonly CaseSummary[], after: readonly CaseSummary[]): Moves | null {
  const ranks = new Map(before.map(({ id, rank }) => [id, rank]));
  const by = new Map<string, number | null>();
  for (const { id, rank } of after) {
    const was = ranks.get(id);
    if (was === undefined) by.set(id, null);
    else if (was !== rank) by.set(id, was - rank);
  }
  const ups = [...by.values()].filter((moved) => moved !== null && moved > 0) as number[];
  const now = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !now.has(id)).length;
  return by.size === 0 && gone === 0 ? null : { by, up: ups.length, most: Math.max(0, ...ups), gone };
}

/** What moved, in a clause: `14 cases moved up, by 21 at the most, 2 new`. */
export function movesWords({ up, most, gone, by }: Moves): string {
  const fresh = [...by.values()].filter((moved) => moved === null).length;
  const parts = [
    up > 0 ? `${plural(up, "case")} moved up, by ${most} at the most` : "",
    fresh > 0 ? `${fresh} new` : "",
    gone > 0 ? `${gone} gone` : "",
  ].filter((part) => part !== "");
  return parts.join(", ") || "nothing moved up";
}
