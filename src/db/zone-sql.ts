import { everyTime, localThresholds, type TimeRange, zoneTransitions } from "../lib/zone.ts";

const timestamp = (ms: number): string => `timestamp '${new Date(ms).toISOString().slice(0, 19).replace("T", " ")}'`;

/** A balanced CASE, so that a row meets as many comparisons as the table of offsets has binary digits. */
function shifted(expression: string, limits: readonly number[], offsets: readonly number[], sign: 1 | -1): string {
  const branch = (low: number, high: number): string => {
    if (high - low === 1) {
      const seconds = sign * offsets[low]!;
      return seconds === 0 ? expression : `${expression} + interval '${seconds}' second`;
    }
    const middle = (low + high) >> 1;
    return `case when ${expression} < ${timestamp(limits[middle]!)} then ${branch(low, middle)} else ${branch(middle, high)} end`;
  };
  return `(${branch(0, offsets.length)})`;
}

/**
 * SQL for the UTC timestamp of a local wall-clock timestamp. `expression` is repeated: make it a column. An hour that occurs
 * twice means the earlier; one that the clocks skip lands as much after the change.
 * @throws UserError for an unknown zone
 */
export function utcFromLocal(expression: string, zone: string, range: TimeRange = everyTime): string {
  const transitions = zoneTransitions(zone, range.fromMs, range.toMs);
  const offsets = transitions.map((transition) => transition.offsetSeconds);
  return shifted(expression, localThresholds(transitions), offsets, -1);
}

/**
 * SQL for the zone's wall-clock timestamp of a UTC timestamp, for local days and hours. `expression` is repeated: make it a column.
 * @throws UserError for an unknown zone
 */
export function localFromUtc(expression: string, zone: string, range: TimeRange = everyTime): string {
  const transitions = zoneTransitions(zone, range.fromMs, range.toMs);
  const limits = transitions.map((transition) => transition.utc);
  const offsets = transitions.map((transition) => transition.offsetSeconds);
  return shifted(expression, limits, offsets, 1);
}
