import type { CaseDetail } from "../../engine/api/cases.ts";
import { count, dayLong } from "../format.ts";
import { dayHeat } from "./day-heat.ts";
import type { ChartFrame } from "./frame.ts";

const shown = 16;

/**
 * Days across, event types down, darker for more (logarithmic); of the case's day, what history does not explain is in
 * the signal colour with its count.
 */
export function heat(
  { days, types, counts, marked, hits }: CaseDetail["heat"],
  frame: ChartFrame,
  onPick?: (type: string, day: string) => void,
): SVGSVGElement {
  const total = types.map((_, row) => days.reduce((sum, _day, i) => sum + (counts[row * days.length + i] ?? 0), 0));
  const order = types
    .map((type, row) => ({ type, row, hit: hits.includes(type) }))
    .sort((a, b) => Number(b.hit) - Number(a.hit) || (total[b.row] ?? 0) - (total[a.row] ?? 0))
    .slice(0, shown);
  const day = days[marked] ?? "";
  const unusual = order.filter(({ row, hit }) => hit && (counts[row * days.length + marked] ?? 0) > 0);
  const label = `${count(days.length)} days by ${count(order.length)} event types. ${
    unusual.length > 0
      ? `Unusual on ${dayLong(day)}: ${unusual.map(({ type, row }) => `${count(counts[row * days.length + marked] ?? 0)} ${type}`).join(", ")}.`
      : ""
  }`;
  return dayHeat(
    {
      days,
      rows: order.map(({ type }) => type),
      counts: order.flatMap(({ row }) => counts.slice(row * days.length, (row + 1) * days.length)),
      marked: day === "" ? [] : [marked],
      isHit: (type, on) => on === day && hits.includes(type),
      label,
    },
    frame,
    onPick && { of: "all", to: onPick },
  );
}
