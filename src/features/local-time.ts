/** From `start` (µs, UTC) on, local time is UTC plus `offset` seconds. */
export interface OffsetSpan {
  readonly start: number;
  readonly offset: number;
}

const dayMicroseconds = 86_400_000_000;

/** Seconds that a zone is ahead of UTC at an instant (ms). */
function offsetAt(format: Intl.DateTimeFormat, ms: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(ms)) part[type] = Number(value);
  const local = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour! % 24, part.minute!, part.second!);
  return Math.round((local - Math.floor(ms / 1000) * 1000) / 1000);
}

/**
 * The offsets of an IANA zone between two instants (µs, UTC), from the platform's own time zone data: sampled daily, each change then
 * found to the second.
 * @throws RangeError for a zone that is not known
 */
export function offsetSpans(zone: string, from: number, to: number): OffsetSpan[] {
  if (zone === "UTC") return [{ start: from, offset: 0 }];
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const at = (us: number) => offsetAt(format, us / 1000);
  const spans: OffsetSpan[] = [{ start: from, offset: at(from) }];
  for (let day = from; day < to; day += dayMicroseconds) {
    const end = Math.min(day + dayMicroseconds, to);
    const before = spans.at(-1)!.offset;
    if (at(end) === before) continue;
    let low = Math.floor(day / 1e6);
    let high = Math.ceil(end / 1e6);
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (at(middle * 1e6) === before) low = middle;
      else high = middle;
    }
    spans.push({ start: high * 1e6, offset: at(high * 1e6) });
  }
  return spans;
}

/** SQL for the local microseconds since 1970 of a SQL expression in UTC microseconds. */
export function localMicroseconds(expression: string, spans: readonly OffsetSpan[]): string {
  const last = spans.at(-1)!;
  const cases = spans
    .slice(0, -1)
    .map(({ offset }, i) => `when ${expression} < ${spans[i + 1]!.start} then ${offset * 1e6}`)
    .join(" ");
  const shift = cases === "" ? `${last.offset * 1e6}` : `case ${cases} else ${last.offset * 1e6} end`;
  return `(${expression} + ${shift})`;
}
