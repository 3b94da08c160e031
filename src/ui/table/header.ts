import { html, nothing, type TemplateResult } from "lit";
import type { Condition, Order } from "../../engine/api/table-views.ts";
import type { Column } from "../row-source.ts";
import { follow } from "./drag.ts";
import { binsCondition, pickedValue } from "./filters.ts";
import { caption, graph } from "./graph.ts";
import { visible } from "./shown.ts";
import type { Spread } from "./summaries.ts";

/** A pointer that moves less than this was pressed, not dragged; px. */
const slack = 6;

/** What a column's header shows, and what it can have done. */
export interface HeaderOf {
  readonly column: Column;
  /** Among the columns that are shown, from 0. */
  readonly index: number;
  readonly order: Order | null;
  readonly condition: Condition | null;
  readonly spread: Spread | null;
  readonly hasGraph: boolean;
  readonly isSortable: boolean;
  /** Whether Tab stops here: at one column of the header alone. */
  readonly isStop: boolean;
  readonly brush: { readonly from: number; readonly to: number } | null;
  readonly act: HeaderActs;
}

/** What a header asks of its table. */
export interface HeaderActs {
  sort(column: string): void;
  menu(column: string, from: Element): void;
  resize(column: string, width: number): void;
  move(column: string, by: number): void;
  /** The column that a drag at this place of the page would land on, by how many places; null to end the drag. */
  dragTo(column: string, x: number | null): number;
  filter(column: string, condition: Condition | null): void;
  brush(column: string, bins: { readonly from: number; readonly to: number } | null): void;
  focus(index: number, selector: string): void;
}

/** A column's header: its name sorts, a picture of its values filters, a button opens its menu, its edge resizes, a drag moves it. */
export function header(of: HeaderOf): TemplateResult {
  const { column, order, spread, condition, isSortable, isStop, index, act, hasGraph } = of;
  const { name, type } = column;
  const sorted = order?.column === name ? (order.descending ? "descending" : "ascending") : null;
  const arrow = sorted === null ? "" : sorted === "descending" ? " ↓" : " ↑";
  const shown = visible(name);
  const label = html`<span class="col-name" title="${shown} (${type})">${shown}${arrow}</span>`;
  const stop = isStop ? 0 : -1;
  const filtered = condition ? "filtered" : "";
  return html`<th scope="col" role="columnheader" aria-colindex=${index + 1} class="${type === "number" ? "n" : ""} ${filtered}"
      aria-sort=${sorted ?? nothing} data-column=${name} @keydown=${(event: KeyboardEvent) => onKey(event, of)}>
    <div class="col-top">
      ${
        isSortable
          ? html`<button type="button" class="col-sort" tabindex=${stop} @click=${(event: Event) => sortUnlessDragged(event, of)} @pointerdown=${(event: PointerEvent) => startMove(event, of)}>${label}</button>`
          : label
      }
      <button type="button" class="col-menu" tabindex=${stop} aria-haspopup="dialog" aria-label="Menu of ${shown}${condition ? ", filtered" : ""}"
        @click=${(event: Event) => act.menu(name, event.currentTarget as Element)}><span aria-hidden="true">${condition ? "▼" : "▾"}</span></button>
    </div>
    ${
      hasGraph
        ? html`<div class="col-picture" @pointerdown=${(event: PointerEvent) => startBrush(event, of)} @click=${(event: Event) => pickValue(event, of)}>
          ${spread ? graph({ ...spread, condition }, of.brush) : html`<span class="col-graph"></span>`}</div>`
        : nothing
    }
    ${hasGraph ? html`<span class="col-caption">${spread ? caption(spread.all) : ""}</span>` : nothing}
    <span class="col-resize" aria-hidden="true" @pointerdown=${(event: PointerEvent) => startResize(event, of)}></span>
  </th>`;
}

function onKey(event: KeyboardEvent, { column, index, act }: HeaderOf): void {
  const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (by === 0 || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  const target = event.target as Element;
  const selector = target.matches(".col-menu") ? ".col-menu" : ".col-sort, .col-menu";
  if (event.altKey && event.shiftKey) {
    act.resize(column.name, (event.currentTarget as HTMLElement).offsetWidth + 24 * by);
    return;
  }
  if (event.altKey) act.move(column.name, by);
  act.focus(index + by, selector);
}

function startResize(event: PointerEvent, { column, act }: HeaderOf): void {
  event.preventDefault();
  event.stopPropagation();
  const cell = (event.currentTarget as Element).closest("th");
  if (!cell || event.button !== 0) return;
  const width = cell.offsetWidth;
  follow(event, {
    move: (next) => act.resize(column.name, width + next.clientX - event.clientX),
    over: () => {},
  });
}

/** Buttons whose press ended a drag: the click that follows means nothing. */
const justDragged = new WeakSet<Element>();

function sortUnlessDragged(event: Event, { column, act }: HeaderOf): void {
  if (!justDragged.has(event.currentTarget as Element)) act.sort(column.name);
}

function startMove(event: PointerEvent, { column, act }: HeaderOf): void {
  if (event.button !== 0 || event.pointerType === "touch") return;
  const button = event.currentTarget as HTMLElement;
  let by: number | null = null;
  follow(event, {
    move: (next) => {
      if (by !== null || Math.abs(next.clientX - event.clientX) > slack) by = act.dragTo(column.name, next.clientX);
    },
    over: (isDone) => {
      act.dragTo(column.name, null);
      if (by === null) return;
      justDragged.add(button);
      setTimeout(() => justDragged.delete(button), 0);
      if (isDone && by !== 0) act.move(column.name, by);
    },
  });
}

function startBrush(event: PointerEvent, { column, spread, act, condition }: HeaderOf): void {
  const all = spread?.all;
  if (event.button !== 0 || all?.kind !== "bins" || all.counts.length === 0) return;
  event.preventDefault();
  const box = (event.currentTarget as Element).getBoundingClientRect();
  const binAt = ({ clientX }: PointerEvent): number => {
    const bin = Math.floor(((clientX - box.left) / box.width) * all.counts.length);
    return Math.max(0, Math.min(all.counts.length - 1, bin));
  };
  const from = binAt(event);
  let to = from;
  act.brush(column.name, { from, to });
  follow(event, {
    move: (next) => {
      to = binAt(next);
      act.brush(column.name, { from, to });
    },
    over: (isDone) => {
      act.brush(column.name, null);
      if (!isDone) return;
      const next = binsCondition(column.name, all, from, to);
      act.filter(column.name, JSON.stringify(next) === JSON.stringify(condition) ? null : next);
    },
  });
}

function pickValue(event: Event, { column, spread, condition, act }: HeaderOf): void {
  if (spread?.all.kind !== "values") return;
  const part = (event.target as Element).closest("g.value");
  if (!part) return;
  const value = part.hasAttribute("data-blank") ? null : part.getAttribute("data-value");
  act.filter(column.name, pickedValue(condition, column.name, value));
}
