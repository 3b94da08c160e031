import { utcFromLocalMs, zoneTransitions } from "../lib/zone.ts";

/**
 * The calendar day of each action's start.
 * @param start µs, UTC, ascending
 * @param days local days of `zone` since 1970-01-01, ascending
 * @returns index into `days`; −1 where the day is none of them
 */
export function actionDays(start: Float64Array, zone: string, days: Int32Array): Int32Array {
  const out = new Int32Array(start.length).fill(-1);
  if (start.length === 0) return out;
  const transitions = zoneTransitions(zone, start[0]! / 1000, start[start.length - 1]! / 1000);
  const place = new Map(Array.from(days, (day, i) => [day, i]));
  let at = 0;
  for (let i = 0; i < start.length; i++) {
    const ms = start[i]! / 1000;
    while (at + 1 < transitions.length && transitions[at + 1]!.utc <= ms) at++;
    const day = Math.floor((ms + transitions[at]!.offsetSeconds * 1000) / 86_400_000);
    out[i] = place.get(day) ?? -1;
  }
  return out;
}

/** When each local day ends, µs UTC. */
export const dayEnds = (days: Int32Array, zone: string): Float64Array =>
  Float64Array.from(days, (day) => utcFromLocalMs(zone, (day + 1) * 86_400_000) * 1000);
