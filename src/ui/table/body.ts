import { html, nothing, type TemplateResult } from "lit";
import type { CellValue } from "../../engine/api/tables.ts";
import type { Column, Row } from "../row-source.ts";
import { shownText, visible } from "./shown.ts";

/** The columns that are drawn: all that are shown have a width and a number, only those near the view have cells. */
export interface DrawnColumns {
  readonly shown: readonly Column[];
  /** First drawn, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** A row of the grid: the cells of the columns in view, gaps before and after them; empty while its values are on their way. */
export function bodyRow(
  row: Row | null,
  { shown, from, to }: DrawnColumns,
  of: {
    readonly id: string;
    readonly position: number;
    readonly isSelected: boolean;
    readonly isActive: boolean;
  },
): TemplateResult {
  const kind = `${of.isActive ? "active" : ""} ${row === null ? "coming" : ""}`;
  return html`<tr id=${of.id} class=${kind} data-row=${of.position} aria-rowindex=${of.position + 2} aria-selected=${of.isSelected}>
    ${gap(from)}${shown.slice(from, to).map((column, i) => bodyCell(column, row === null ? undefined : (row[from + i] ?? null), from + i))}${gap(shown.length - to)}
  </tr>`;
}

/** Stands for so many columns that are not drawn. */
export const gap = (columns: number): TemplateResult | typeof nothing =>
  columns > 0 ? html`<td class="gap" aria-hidden="true" colspan=${columns}></td>` : nothing;

function bodyCell({ type }: Column, value: CellValue | undefined, index: number): TemplateResult {
  if (value === undefined) return html`<td aria-colindex=${index + 1}></td>`;
  const text = shownText(value, type);
  const kind =
    value === null ? "null" : type === "number" && typeof value === "number" ? "n" : type === "number" ? "n" : "";
  const whole = value === null ? "blank" : typeof value === "string" ? visible(value).slice(0, 4000) : String(value);
  return html`<td aria-colindex=${index + 1} class=${kind} title=${whole}>${text}</td>`;
}
