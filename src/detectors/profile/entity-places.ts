import type { MapPlaces } from "./map.ts";
import type { SparseRows } from "./user-vectors.ts";

/** Entities on the map of users, in parallel columns; those that most users touch come first. */
export interface EntityPlaces extends MapPlaces {
  /** Columns of the counts. */
  readonly key: Int32Array;
  /** Users who touch it. */
  readonly users: Int32Array;
}

/**
 * Places entities on a map of users (METHODS, 5): each at the mean of the users who touch it, weighed by log(1 + n) — the barycentric principle
 * of correspondence analysis (Greenacre), so that an entity stands among those whose it is. One that few users touch says nothing that
 * they don't, and has no place.
 * @param counts users × entities
 * @param members the users on the map, in the order of `places`
 */
export function entityPlaces(
  counts: SparseRows,
  members: Int32Array,
  places: MapPlaces,
  { fewest = 3, most = 150 } = {},
): EntityPlaces {
  const users = new Int32Array(counts.columns);
  const weight = new Float64Array(counts.columns);
  const x = new Float64Array(counts.columns);
  const y = new Float64Array(counts.columns);
  members.forEach((user, place) => {
    for (let at = counts.start[user]!; at < counts.start[user + 1]!; at++) {
      const key = counts.column[at]!;
      const w = Math.log1p(counts.value[at]!);
      users[key]!++;
      weight[key]! += w;
      x[key]! += w * places.x[place]!;
      y[key]! += w * places.y[place]!;
    }
  });
  const key = Int32Array.from(users.keys())
    .filter((one) => users[one]! >= fewest)
    .sort((a, b) => users[b]! - users[a]! || a - b)
    .slice(0, most);
  return {
    key,
    users: Int32Array.from(key, (one) => users[one]!),
    x: Float64Array.from(key, (one) => x[one]! / weight[one]!),
    y: Float64Array.from(key, (one) => y[one]! / weight[one]!),
  };
}
