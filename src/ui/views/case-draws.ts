import type { CaseDetail } from "../../engine/api/cases.ts";
import type { RowQuery } from "../../engine/api/pages.ts";
import type { ChartFrame } from "../charts/frame.ts";
import { heat } from "../charts/heat.ts";
import { hours } from "../charts/hours.ts";
import { residuals } from "../charts/residuals.ts";
import { subgraph } from "../charts/subgraph.ts";
import { waterfall } from "../charts/waterfall.ts";
import { dayShort } from "../format.ts";
import type { RowFilter } from "../row-filter.ts";

/** Draws one chart. */
export type Draw = (frame: ChartFrame) => Element;

/** The charts of a case. */
export type CaseDraws = Readonly<Record<"waterfall" | "subgraph" | "heat" | "hours" | "residuals", Draw>>;

/** Where the marks of a case's charts lead. */
export interface CaseLeads {
  /** To rows of the case's own day. */
  rows(filter: RowFilter): void;
  /** To rows of another day of the user. */
  day(query: RowQuery, words: string): void;
  /** To the rows or the pages of the subgraph's nodes. */
  nodes(nodes: readonly number[]): void;
}

const clockHour = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/** The charts of a case, each mark of which leads on. */
export const caseDraws = (detail: CaseDetail, picture: CaseDetail["subgraph"], to: CaseLeads): CaseDraws => ({
  waterfall: (frame) =>
    waterfall(detail.reasons, detail.opinions, frame, ({ label, where }) => where && to.rows({ words: label, where })),
  subgraph: (frame) =>
    picture ? subgraph(picture, frame, (nodes) => to.nodes(nodes)) : frame.document.createElement("p"),
  heat: (frame) =>
    heat(detail.heat, frame, (type, day) =>
      day === detail.day
        ? to.rows({ words: type, where: { type } })
        : to.day({ actor: detail.actor, day, type }, `${type} on ${dayShort(day)}`),
    ),
  hours: (frame) =>
    hours(detail.hours, frame, (hour) =>
      to.rows({ words: `${clockHour(hour)} to ${clockHour(hour + 1)}`, where: { hour } }),
    ),
  residuals: (frame) =>
    residuals(detail.residuals, frame, ({ type, where }) => where && to.rows({ words: type, where })),
});
