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

/** A row of the grid: the cells of the columns in view, gaps before and after them; without cells while its values are on their way. */
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
  const cells =
    row === null
      ? nothing
      : html`${gap(from)}${shown.slice(from, to).map((column, i) => bodyCell(column, row[from + i] ?? null, from + i))}${gap(shown.length - to)}`;
  return html`<tr id=${of.id} class="${of.isActive ? "active" : ""} ${row === null ? "coming" : ""}" data-row=${of.position}
    aria-rowindex=${of.position + 2} aria-selected=${of.isSelected}>${cells}</tr>`;
}

/** Stands for so many columns that are not drawn. */
export const gap = (columns: number): TemplateResult | typeof nothing =>
  columns > 0 ? html`<td class="gap" aria-hidden="true" colspan=${columns}></td>` : nothing;

function bodyCell({ type }: Column, value: CellValue, index: number): TemplateResult {
  const kind = value === null ? "null" : type === "number" ? "n" : "";
  const whole = value === null ? "blank" : visible(String(value)).slice(0, 4000);
  return html`<td aria-colindex=${index + 1} class=${kind} title=${whole}>${shownText(value, type)}</td>`;
}
