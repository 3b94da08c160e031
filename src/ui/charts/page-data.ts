import type { GroupFit, Standing, TenantPage, UserPage } from "../../engine/api/pages.ts";
import type { UserPlace } from "../../engine/api/users.ts";
import type { ChartData } from "../chart-export.ts";
import type { CalendarDay } from "./calendar.ts";
import type { DayHeat } from "./day-heat.ts";
import type { ProfileRange } from "./profile-range.ts";
import type { TrainingStep } from "./training-curve.ts";

/** Counts by row and day; `of` names what a row is. */
export const dayHeatData = (
  { days, rows, counts }: Pick<DayHeat, "days" | "rows" | "counts">,
  of: string,
): ChartData => ({
  columns: [of, "day", "events"],
  rows: rows.flatMap((row, r) => days.map((day, d) => [row, day, counts[r * days.length + d] ?? 0])),
});

/** A user's days. */
export const calendarData = (days: readonly CalendarDay[]): ChartData => ({
  columns: ["day", "events", "p", "in_queue"],
  rows: days.map(({ day, events, p, isCase }) => [day, events, p, isCase ? "yes" : "no"]),
});

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Hours of the week. */
export const weekData = ({ before, scored }: UserPage["week"]): ChartData => ({
  columns: ["weekday", "hour", "events_before", "events_scored"],
  rows: Array.from(before, (n, at) => [weekdays[Math.floor(at / 24)] ?? "", at % 24, n, scored[at] ?? 0]),
});

/** What is usual of each kind of event a day, and the most of a scored day. */
export const profileRangeData = (ranges: readonly ProfileRange[]): ChartData => ({
  columns: ["feature", "median", "p95", "most_before", "most_scored", "on"],
  rows: ranges.map(({ feature: { feature, median, p95, max }, scored }) => [
    feature,
    median,
    p95,
    max,
    scored?.n ?? null,
    scored?.day ?? null,
  ]),
});

/** How often alarms were raised, by scored day. */
export const alarmData = (alarms: TenantPage["alarms"]): ChartData => ({
  columns: ["day", "scored_user_days", "as_rare_as_1_in_100", "as_rare_as_1_in_1000"],
  rows: alarms.map(({ day, scored, hundredth, thousandth }) => [day, scored, hundredth, thousandth]),
});

/** Users by their number of active days before the scored ones. */
export const historyData = (history: readonly number[]): ChartData => ({
  columns: ["active_days", "users"],
  rows: history.map((users, days) => [days, users]),
});

/** How well each user fits the group of its peers. */
export const silhouetteData = (groups: readonly GroupFit[]): ChartData => ({
  columns: ["group", "user", "silhouette"],
  rows: groups.flatMap(({ label, members }) => members.map(({ actor, silhouette }) => [label, actor, silhouette])),
});

/** Where users lie on the map; it has no units. */
export const mapData = (places: readonly UserPlace[]): ChartData => ({
  columns: ["user", "group", "x", "y"],
  rows: places.map(({ actor, group, x, y }) => [actor, group, x, y]),
});

/** The history's items by a detector's statistic. */
export const standingData = ({ edges, history, items }: Standing): ChartData => ({
  columns: ["from", "to", items.replaceAll(/\W/g, "_")],
  rows: history.map((n, i) => [edges[i] ?? null, edges[i + 1] ?? null, n]),
});

/** A learning curve. */
export const trainingData = (steps: readonly TrainingStep[]): ChartData => ({
  columns: ["step", "loss", "objective"],
  rows: steps.map(({ step, loss, objective }) => [step, loss, objective]),
});
