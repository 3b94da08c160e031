/** The five places, and the start. Nothing from a log ever stands in the address: a case is named by its rank. */
export const places = ["import", "notebook", "queue", "users", "report"] as const;
export type Place = (typeof places)[number] | "start";

export interface Route {
  readonly place: Place;
  /** Rank of the open case, in `#/queue/3`. */
  readonly rank: number | null;
}

/** Reads `#/queue/3`; anything else is the start. */
export function parseRoute(hash: string): Route {
  const [, place = "", rank = ""] = /^#\/([a-z]+)(?:\/(\d+))?$/.exec(hash) ?? [];
  const known = places.find((name) => name === place);
  return { place: known ?? "start", rank: known === "queue" && rank !== "" ? Number(rank) : null };
}

/** Goes to a place, as a link would. */
export function go(place: Place, rank?: number): void {
  location.hash = place === "start" ? "#/" : rank === undefined ? `#/${place}` : `#/${place}/${rank}`;
}
