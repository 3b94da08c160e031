import type { CaseSummary } from "../../engine/api/cases.ts";
import type { UserPage } from "../../engine/api/pages.ts";
import type { UserProfile } from "../../engine/api/users.ts";
import type { ChartData } from "../chart-export.ts";
import { calendar } from "../charts/calendar.ts";
import { dayHeat } from "../charts/day-heat.ts";
import type { ChartFrame } from "../charts/frame.ts";
import { calendarData, dayHeatData, profileRangeData, weekData } from "../charts/page-data.ts";
import { profileRange } from "../charts/profile-range.ts";
import { hourText, weekClock } from "../charts/week-clock.ts";
import { dayShort, plural } from "../format.ts";
import { beyondHistory, calendarDays, type Narrow, profileRanges, standsOut } from "./user-parts.ts";

/** A chart and what it is drawn from. */
export interface PageChart {
  readonly draw: (frame: ChartFrame) => Element;
  readonly data: () => ChartData;
}

/** The charts of a user's page, and the types and days that are beyond its history. */
export interface UserCharts extends Readonly<Record<"calendar" | "week" | "heat" | "profile", PageChart>> {
  readonly beyond: ReadonlySet<string>;
}

const shownTypes = 16;
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Makes the charts of a user's page; each mark narrows the page's rows to what it stands for. */
export function userCharts(
  page: UserPage,
  profile: UserProfile | null,
  cases: readonly CaseSummary[],
  narrow: Narrow,
): UserCharts {
  const { actor, types, week } = page;
  const days = calendarDays(page, cases);
  const beyond = beyondHistory(page);
  const ranges = profile ? profileRanges(profile, page) : [];
  const width = types.days.length;
  const rows = types.names
    .map((name, row) => ({ name, row, isHit: types.days.some((day) => beyond.has(`${name} ${day}`)) }))
    .sort((a, b) => Number(b.isHit) - Number(a.isHit) || a.row - b.row)
    .slice(0, shownTypes);
  const heat = {
    days: types.days,
    rows: rows.map(({ name }) => name),
    counts: rows.flatMap(({ row }) => [...types.counts.subarray(row * width, (row + 1) * width)]),
    marked: page.scored
      .filter(({ p }) => p <= standsOut)
      .map(({ day }) => types.days.indexOf(day))
      .sort((a, b) => a - b),
    isHit: (type: string, day: string) => beyond.has(`${type} ${day}`),
    label: `${plural(width, "day")} by ${plural(rows.length, "event type")}.`,
  };
  return {
    beyond,
    calendar: {
      draw: (frame) => calendar(days, frame, ({ day }) => narrow({ actor, day }, dayShort(day))),
      data: () => calendarData(days),
    },
    week: {
      draw: (frame) =>
        weekClock(week, frame, (weekday, hour) =>
          narrow({ actor, weekday, hour }, `${weekdays[weekday]} ${hourText(hour)} to ${hourText((hour + 1) % 24)}`),
        ),
      data: () => weekData(week),
    },
    heat: {
      draw: (frame) =>
        dayHeat(heat, frame, {
          of: "all",
          to: (type, day) => narrow({ actor, day, type }, `${type} on ${dayShort(day)}`),
        }),
      data: () => dayHeatData(heat, "type"),
    },
    profile: {
      draw: (frame) =>
        profileRange(ranges, frame, ({ feature: { feature }, scored }) =>
          narrow(
            { actor, type: feature, ...(scored ? { day: scored.day } : {}) },
            `${feature}${scored ? ` on ${dayShort(scored.day)}` : ""}`,
          ),
        ),
      data: () => profileRangeData(ranges),
    },
  };
}
