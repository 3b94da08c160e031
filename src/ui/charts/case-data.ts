import type { CaseDetail } from "../../engine/api/cases.ts";
import type { ChartData } from "../chart-export.ts";

/** The charts of a case. */
export type CaseChart = "waterfall" | "subgraph" | "heat" | "hours" | "residuals";

/** What each chart of a case is drawn from, as a table to save. */
export function caseChartData(detail: CaseDetail): Readonly<Record<CaseChart, ChartData>> {
  const { reasons, heat, hours, residuals, subgraph } = detail;
  return {
    waterfall: {
      columns: ["detector", "reason", "part_of_minus_log10_p"],
      rows: reasons.map(({ detector, label, value }) => [detector, label, value]),
    },
    subgraph: {
      columns: ["node", "kind", "label", "hours_from_root", "events"],
      rows: (subgraph?.nodes ?? []).map(({ kind, label, offset, events }, i) => [i, kind, label, offset, events]),
    },
    heat: {
      columns: ["type", "day", "events"],
      rows: heat.types.flatMap((type, t) =>
        heat.days.map((day, d) => [type, day, heat.counts[t * heat.days.length + d] ?? 0]),
      ),
    },
    hours: {
      columns: ["hour", "usual", "day"],
      rows: hours.day.map((n, hour) => [hour, hours.usual[hour] ?? 0, n]),
    },
    residuals: {
      columns: ["type", "observed", "explained"],
      rows: residuals.map(({ type, observed, explained }) => [type, observed, explained]),
    },
  };
}
