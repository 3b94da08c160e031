/** The five places, and the start. Nothing from a log ever stands in the address: a case is named by its rank, a user or an entity by a number (`links.ts`). */
export const places = ["import", "notebook", "queue", "users", "report"] as const;
export type Place = (typeof places)[number] | "start";

/** A page within the users' place: of a user or an entity, by number; the map of users; the tenant. */
export type Page =
  | { readonly kind: "user" | "entity"; readonly number: number }
  | { readonly kind: "map" | "tenant"; readonly number: null };

export interface Route {
  readonly place: Place;
  /** Rank of the open case, in `#/queue/3`. */
  readonly rank: number | null;
  readonly page: Page | null;
}

/** Reads `#/queue/3`, `#/user/7`, `#/entity/2`, `#/map`, `#/tenant`; anything else is the start. */
export function parseRoute(hash: string): Route {
  const [, place = "", text = ""] = /^#\/([a-z]+)(?:\/(\d+))?$/.exec(hash) ?? [];
  const number = text === "" ? null : Number(text);
  if ((place === "user" || place === "entity") && number !== null)
    return { place: "users", rank: null, page: { kind: place, number } };
  if (place === "map" || place === "tenant") return { place: "users", rank: null, page: { kind: place, number: null } };
  const known = places.find((name) => name === place);
  return { place: known ?? "start", rank: known === "queue" ? number : null, page: null };
}

/** Goes to a place, as a link would. */
export function go(place: Place, rank?: number): void {
  location.hash = place === "start" ? "#/" : rank === undefined ? `#/${place}` : `#/${place}/${rank}`;
}
