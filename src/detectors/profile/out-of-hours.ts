import { weekday } from "../../features/calendar.ts";
import type { Channel, DayCells, TenantFeatures } from "../../features/cells.ts";
import { cellRange, OwnCounts } from "./history.ts";
import type { JudgedDays } from "./judged-days.ts";

const weekHours = 168;
const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const weeks = new WeakMap<TenantFeatures, Channel | null>();

/** The channel of hours as hours of the week: key 0 is Monday 00:00. Null where there are no hours. Made once for the same features. */
export function hourOfWeek(features: TenantFeatures): Channel | null {
  const known = weeks.get(features);
  if (known !== undefined) return known;
  const week = weekOf(features);
  weeks.set(features, week);
  return week;
}

function weekOf(features: TenantFeatures): Channel | null {
  const hours = features.channels.find(({ kind }) => kind === "hour");
  if (!hours) return null;
  const { rowStart, day, key, n } = hours.cells;
  const cells: DayCells = {
    rowStart,
    day,
    n,
    key: key.map((hour, row) => weekday(features.calendar.days[day[row]!]!) * 24 + hour),
  };
  const labels = Array.from(
    { length: weekHours },
    (_, hour) => `${dayNames[Math.floor(hour / 24)]} ${String(hour % 24).padStart(2, "0")}:00`,
  );
  return { name: "hour-of-week", kind: "hour", cells, labels };
}

/** Weights of the circle's smoothing: a normal kernel of one hour. */
const kernel = [-3, -2, -1, 0, 1, 2, 3].map((step) => ({ step, weight: Math.exp(-(step ** 2) / 2) / 2.5066 }));

/**
 * A density over the 168 hours of the week from counts: smoothed on the circle, half of it the same hour on other days (so that thirty days
 * are enough), with a hundredth spread evenly. Adds up to 1.
 */
export function weekDensity(count: Float64Array, total: number): Float64Array {
  const daily = new Float64Array(24);
  for (let hour = 0; hour < weekHours; hour++) daily[hour % 24]! += count[hour]! / 7;
  const density = new Float64Array(weekHours);
  const scale = total > 0 ? 0.99 / total : 0;
  for (let hour = 0; hour < weekHours; hour++) {
    const mass = (count[hour]! + daily[hour % 24]!) / 2;
    if (mass === 0) continue;
    for (const { step, weight } of kernel) density[(hour + step + weekHours) % weekHours]! += mass * weight * scale;
  }
  const sum = density.reduce((a, b) => a + b, 0);
  const rest = (1 - sum) / weekHours;
  return density.map((value) => value + rest);
}

/** The share of the user's activity in hours no more usual than one hour of the week: small is out of hours. */
function hourTail(density: Float64Array, hour: number): number {
  const limit = density[hour]! * (1 + 1e-9);
  let mass = 0;
  for (let h = 0; h < density.length; h++) if (density[h]! <= limit) mass += density[h]!;
  return Math.min(1, mass);
}

/** `hourTail` of every hour of the week. */
export const hourTails = (density: Float64Array): Float64Array => density.map((_, hour) => hourTail(density, hour));

/**
 * For each judged day of an established user, how far out of his usual hours the day lies: the mean over its events (as log(1 + n) an hour)
 * of −log₁₀ of the hour's tail. NaN for the others.
 */
export function outOfHoursScores(hours: Channel, judged: JudgedDays): Float64Array {
  const own = new OwnCounts(weekHours);
  return Float64Array.from({ length: judged.length }, (_, i) => {
    if (!judged.established[i]) return Number.NaN;
    const { start, end } = cellRange(hours.cells, judged.actor[i]!, judged.day[i]!);
    if (start === end) return Number.NaN;
    own.read(hours.cells, judged, i);
    const density = weekDensity(own.count, own.total);
    let sum = 0;
    let weight = 0;
    for (let row = start; row < end; row++) {
      const n = Math.log1p(hours.cells.n[row]!);
      sum -= n * Math.log10(hourTail(density, hours.cells.key[row]!));
      weight += n;
    }
    return sum / weight;
  });
}
