import { once } from "../lib/once.ts";

/** Loads the places beside the start, once: after the first paint, and in parts, so that the page may answer between them. */
export const loadPlaces = once(async () => {
  await import("@observablehq/plot");
  return import("./places.ts");
});
