import type { DayError } from "../detectors/subspace/day-error.ts";
import type { CaseDetail } from "../engine/api/cases.ts";
import { clip } from "./charts/frame.ts";
import { count, dayShort, plural } from "./format.ts";

/** A number to one decimal below ten, whole above. */
const value = (n: number): string => (n >= 10 ? count(Math.round(n)) : count(Number(n.toFixed(1))));

/** What most of a case's evidence is, in a phrase; empty where nothing speaks against the user. */
export function reasonsFinding({ reasons }: Pick<CaseDetail, "reasons">): string {
  const [top] = reasons.toSorted((a, b) => b.value - a.value);
  return top && top.value > 0 ? clip(top.label, 100) : "";
}

/** The first three of a list, and how many more there are. */
function fewOf(names: readonly string[]): string {
  const first = names.slice(0, 3).map((name) => clip(name, 48));
  return `${first.join(", ")}${names.length > 3 ? ` and ${count(names.length - 3)} more` : ""}`;
}

/** What a case's day has that its user's days before don't, by type: `unusual on Mon 29 Sep: File.Read`; empty where there is nothing. */
export const hitsFinding = ({ heat: { hits }, day }: Pick<CaseDetail, "heat" | "day">): string =>
  hits.length > 0 ? `unusual on ${dayShort(day)}: ${fewOf(hits)}` : "";

/** What the heat map of a case's days shows, in a sentence. */
export const heatFinding = (detail: Pick<CaseDetail, "heat" | "day" | "actor">): string =>
  [`${plural(detail.heat.days.length, "day")} of ${detail.actor}`, hitsFinding(detail)]
    .filter((part) => part !== "")
    .join(", ");

/** What the hours of a case's day say against its history, in a sentence. */
export function hoursFinding({
  hours: { usual, day },
  reasons = [],
}: Pick<CaseDetail, "hours"> & Partial<Pick<CaseDetail, "reasons">>): string {
  const odd = day.flatMap((n, hour) => (n > 0 && (usual[hour] ?? 0) < 0.05 * n ? [{ n, hour }] : []));
  const all = day.reduce((sum, n) => sum + n, 0);
  if (all === 0) return "No event has an hour";
  const [told] = reasons
    .filter(({ where, value }) => where?.hour !== undefined && value > 0)
    .sort((a, b) => b.value - a.value);
  if (odd.length === 0 && told) return told.sentence.replace(/\.$/, "");
  if (odd.length === 0) return `All ${plural(all, "event")} fall in usual hours`;
  const events = odd.reduce((sum, { n }) => sum + n, 0);
  const [first, last] = [odd[0]?.hour ?? 0, (odd.at(-1)?.hour ?? 0) + 1];
  const clock = (hour: number): string => `${String(hour % 24).padStart(2, "0")}:00`;
  return `${plural(events, "event")} between ${clock(first)} and ${clock(last)} at hours of which history has next to none`;
}

/** What is most left over by the user's own month, in a sentence. */
export function residualsFinding({ residuals }: Pick<CaseDetail, "residuals">): string {
  const [top] = residuals;
  if (!top) return "Their own month explains the day";
  return `${clip(top.type, 60)}: ${value(top.observed)} where their own month explains ${value(Math.max(0, top.explained))}`;
}

const tenths = (n: number): string => count(Number(n.toFixed(1)));

const unit = {
  anscombe: "in squared standard deviations of a chance count (Anscombe)",
  log1p: "in squared logarithms of counts",
} as const;

/** How large what the subspace leaves of a day is, beside what is usual and the textbook's threshold, in a sentence. */
export const errorFinding = ({ error, median, days, threshold, rank, energy }: DayError): string =>
  `Error ${tenths(error)}, usual ${tenths(median)} (median of ${plural(days, "day")}, each left out), textbook threshold ${tenths(threshold)}; ${plural(rank, "direction")} ${rank === 1 ? "holds" : "hold"} ${Math.round(100 * energy)} % of the energy`;

/** What the numbers of `errorFinding` are, and what the threshold is there for. */
export const errorMeaning = ({ transform }: DayError): string =>
  `The error is the squared length of what the user’s own days leave unexplained, ${unit[transform]}. The textbook threshold (Jackson–Mudholkar, a nominal 1 %) is for reference only and ranks nothing: on short histories it is far too low. The subspace cell says how many false alarms it was measured to raise.`;
