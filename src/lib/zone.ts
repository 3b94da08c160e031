import { UserError } from "./errors.ts";

/** From `utc` (ms since 1970, UTC) on, local time is UTC + `offsetSeconds`. */
export interface Transition {
  readonly utc: number;
  readonly offsetSeconds: number;
}

/** Half-open range of times, ms since 1970, UTC. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The times for which zones are tabulated unless told otherwise: 1970 to 2100. */
export const everyTime: TimeRange = { fromMs: 0, toMs: Date.UTC(2100, 0, 1) };

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    try {
      found = new Intl.DateTimeFormat("en-US", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
    } catch {
      throw new UserError(`“${zone}” is not a time zone that this browser knows.`, {
        where: "zone",
        next: "Give an IANA name such as Europe/Berlin, America/New_York or UTC.",
      });
    }
    formatters.set(zone, found);
  }
  return found;
}

/** Seconds to add to UTC at `utcMs` for the zone's local time. @throws UserError for an unknown zone */
export function offsetAt(zone: string, utcMs: number): number {
  const whole = Math.floor(utcMs / 1000) * 1000;
  const part = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of formatter(zone).formatToParts(whole)) {
    if (type in part) part[type as keyof typeof part] = Number(value);
  }
  return (Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - whole) / 1000;
}

/** @throws UserError for a name that is not a zone */
export function requireZone(zone: string): void {
  formatter(zone);
}

/** No zone has kept an offset for less than this since 1970. */
const probeMs = 10 * 86_400_000;
const known = new Map<string, readonly Transition[]>();

function firstMsWithOtherOffset(zone: string, before: number, after: number, offsetBefore: number): number {
  let low = before;
  let high = after;
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsetAt(zone, middle) === offsetBefore) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The zone's offsets from `fromMs` to `toMs`, ascending: first the offset in force at `fromMs`, then every change.
 * @throws UserError for an unknown zone
 */
export function zoneTransitions(zone: string, fromMs: number, toMs: number): readonly Transition[] {
  const start = Math.floor(fromMs / 1000) * 1000;
  const key = `${zone} ${start} ${toMs}`;
  const cached = known.get(key);
  if (cached) return cached;
  const transitions: Transition[] = [{ utc: start, offsetSeconds: offsetAt(zone, start) }];
  for (let at = start; at < toMs; at += probeMs) {
    const end = Math.min(at + probeMs, Math.ceil(toMs / 1000) * 1000);
    const offsetBefore = transitions[transitions.length - 1]!.offsetSeconds;
    const offsetSeconds = offsetAt(zone, end);
    if (offsetSeconds === offsetBefore) continue;
    transitions.push({ utc: firstMsWithOtherOffset(zone, at, end, offsetBefore), offsetSeconds });
  }
  known.set(key, transitions);
  return transitions;
}

/** The zone's local calendar date (`2024-03-31`) at a time in ms, UTC. */
export function localDate(zone: string, utcMs: number): string {
  return new Date(utcMs + offsetAt(zone, utcMs) * 1000).toISOString().slice(0, 10);
}

/** The local wall clock before which each transition's predecessor holds: a gap's and a fold's hour belong to the offset before. */
export function localThresholds(transitions: readonly Transition[]): number[] {
  return transitions.map(({ utc, offsetSeconds }, i) => {
    const before = transitions[i - 1]?.offsetSeconds ?? offsetSeconds;
    return utc + Math.max(before, offsetSeconds) * 1000;
  });
}

/**
 * UTC ms of a local wall clock written as if it were UTC (ms). An hour that occurs twice means the earlier; one that the
 * clocks skip is read with the offset before the change, and so lands as much after it.
 */
export function utcFromLocalMs(zone: string, localMs: number): number {
  const transitions = zoneTransitions(zone, everyTime.fromMs, everyTime.toMs);
  const thresholds = localThresholds(transitions);
  let low = 0;
  let high = transitions.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (localMs < thresholds[middle]!) high = middle;
    else low = middle;
  }
  return localMs - transitions[low]!.offsetSeconds * 1000;
}
