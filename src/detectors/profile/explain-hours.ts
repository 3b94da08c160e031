import type { Channel } from "../../features/cells.ts";
import type { Clause } from "./clause.ts";
import { cellRange, OwnCounts } from "./history.ts";
import type { JudgedDays } from "./judged-days.ts";
import { hourTails, weekDensity } from "./out-of-hours.ts";

const clock = (hour: number): string => `${String(hour % 24).padStart(2, "0")}:00`;
const span = (from: number, hours: number): string =>
  hours >= 24 ? "any hour" : `${clock(from)}–${String((from + hours - 1) % 24).padStart(2, "0")}:59`;

/** The shortest run of hours of the day, around midnight if need be, that holds a share of the mass. */
export function shortestSpan(byHour: ArrayLike<number>, share: number): { from: number; hours: number } {
  let total = 0;
  for (let hour = 0; hour < 24; hour++) total += byHour[hour]!;
  for (let hours = 1; hours < 24; hours++) {
    let best = -1;
    let most = share * total - 1e-9;
    for (let from = 0; from < 24; from++) {
      let mass = 0;
      for (let k = 0; k < hours; k++) mass += byHour[(from + k) % 24]!;
      if (mass > most) {
        most = mass;
        best = from;
      }
    }
    if (best >= 0) return { from: best, hours };
  }
  return { from: 0, hours: 24 };
}

/** When item `i` lies out of the user's hours: `02:00–03:59; usual 08:00–17:59`. */
export function hoursClauses(week: Channel, judged: JudgedDays, i: number): Clause[] {
  const { cells } = week;
  const own = new OwnCounts(week.labels.length);
  own.read(cells, judged, i);
  const tails = hourTails(weekDensity(own.count, own.total));
  const usual = new Float64Array(24);
  own.count.forEach((n, hour) => {
    usual[hour % 24]! += n;
  });
  const { start, end } = cellRange(cells, judged.actor[i]!, judged.day[i]!);
  const keys = Array.from(cells.key.subarray(start, end));
  const odd = keys.filter((key) => tails[key]! < 0.1);
  const shown = odd.length > 0 ? odd : keys;
  const rarest = keys.reduce((a, b) => (tails[b]! < tails[a]! ? b : a), keys[0] ?? 0);
  const there = new Float64Array(24);
  for (const key of shown) there[key % 24] = 1;
  const now = shortestSpan(there, 1);
  const before = shortestSpan(usual, 0.9);
  const when = span(now.from, now.hours);
  const ordinary = span(before.from, before.hours);
  const dayName = week.labels[keys[0] ?? 0]!.split(" ")[0]!;
  const daySeen = own.keys.some((key) => Math.floor(key / 24) === Math.floor(rarest / 24));
  return [
    {
      label: `${daySeen ? "" : `${dayName} `}${when}; usual ${ordinary}${daySeen ? "" : `, never on a ${dayName}`}`,
      sentence: `Active ${daySeen ? "" : `on a ${dayName} `}at ${when}; usually ${ordinary}.`,
      where: { hour: rarest % 24 },
      weight: 1,
    },
  ];
}
