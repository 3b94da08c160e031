import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { bodyRow, gap } from "./body.ts";
import { type HeaderActs, header } from "./header.ts";
import type { TableModel } from "./model.ts";
import type { RowActs } from "./row-acts.ts";
import type { Scroller } from "./scroller.ts";
import { isSelected } from "./selection.ts";

/** What of a table is drawn, and what it does. */
export interface GridOf {
  readonly id: string;
  readonly label: string;
  readonly model: TableModel;
  /** Rows that are drawn: the first, and the one after the last. */
  readonly rows: { readonly from: number; readonly to: number };
  /** Of the columns that are shown, those that are drawn. */
  readonly columns: { readonly from: number; readonly to: number };
  readonly isSortable: boolean;
  readonly hasPictures: boolean;
  /** The column of the header that Tab reaches. */
  readonly headerStop: number;
  readonly brush: { readonly column: string; readonly from: number; readonly to: number } | null;
  readonly headerActs: HeaderActs;
  readonly rowActs: RowActs;
  readonly scroller: Scroller;
}

const passive = (handleEvent: (event: TouchEvent) => void) => ({ handleEvent, passive: true });

/** The table itself in the box that scrolls it. A header or row that is as it was is not looked at again. */
export function grid(of: GridOf): TemplateResult {
  const { model, rows, columns, scroller, rowActs } = of;
  const { shown, selection, total } = model;
  const active = total > 0 && rows.from <= selection.active && selection.active < rows.to ? selection.active : null;
  const positions = Array.from({ length: rows.to - rows.from }, (_, i) => rows.from + i);
  return html`<div class="window ${total * 28 < 320 ? "short" : ""}" @scroll=${scroller.onScroll} @wheel=${{ handleEvent: scroller.onWheel, passive: false }}
      @touchstart=${passive(scroller.onTouch)} @touchmove=${{ handleEvent: scroller.onTouch, passive: false }} @touchend=${passive(scroller.onTouch)}>
    <table role="grid" tabindex="0" aria-label=${of.label} aria-rowcount=${total + 1} aria-colcount=${shown.length} aria-multiselectable="true" aria-busy=${model.busy !== null}
      aria-activedescendant=${active === null ? nothing : `${of.id}-${active}`} @keydown=${rowActs.onKey} @click=${rowActs.onClick} @dblclick=${rowActs.onDoubleClick} @mousedown=${rowActs.onPress}>
      <colgroup>${shown.map(() => html`<col />`)}</colgroup>
      <thead><tr aria-rowindex="1">${gap(columns.from)}${shown.slice(columns.from, columns.to).map((_, i) => headerCell(of, columns.from + i))}${gap(shown.length - columns.to)}</tr></thead>
      <tbody>
        <tr class="above" aria-hidden="true"></tr>
        ${repeat(
          positions,
          (position) => position,
          (position) => {
            const row = model.rowAt(position);
            const [isPicked, isActive] = [isSelected(selection, position), active === position];
            return guard([row, shown, columns.from, columns.to, isPicked, isActive], () =>
              bodyRow(
                row,
                { shown, ...columns },
                { id: `${of.id}-${position}`, position, isSelected: isPicked, isActive },
              ),
            );
          },
        )}
        <tr class="below" aria-hidden="true"></tr>
      </tbody>
    </table>
    ${total === 0 ? html`<p class="k none">${model.source.count === 0 ? "No rows." : "No row meets the filters."}</p>` : nothing}
  </div>`;
}

function headerCell({ model, hasPictures, isSortable, headerStop, brush, headerActs, columns }: GridOf, index: number) {
  const column = model.shown[index]!;
  const order = model.rows.orderBy;
  const condition = model.rows.where.find((one) => one.column === column.name) ?? null;
  const spread = model.summaries?.of(column.name) ?? null;
  const isStop = index === Math.max(columns.from, Math.min(columns.to - 1, headerStop));
  const brushed = brush?.column === column.name ? brush : null;
  const seen = [column, index, order, condition, spread?.all, spread?.left, hasPictures, isSortable, isStop, brushed];
  return guard(seen, () =>
    header({
      column,
      index,
      order,
      condition,
      spread,
      hasGraph: hasPictures,
      isSortable,
      isStop,
      brush: brushed,
      act: headerActs,
    }),
  );
}
