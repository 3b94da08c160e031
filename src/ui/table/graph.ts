import { html, nothing, svg, type TemplateResult } from "lit";
import type { ColumnSummary, Condition } from "../../engine/api/table-views.ts";
import { binEdge } from "../../lib/bins.ts";
import { once } from "../../lib/once.ts";
import { clock, count, dayRange, dayTick } from "../format.ts";
import { edgeText, isBinIn } from "./filters.ts";
import { visible } from "./shown.ts";

const height = 24;

/** A column's spread over all rows, over those that the other filters leave, and what is filtered by it. */
export interface GraphOf {
  readonly all: ColumnSummary;
  readonly left: ColumnSummary | null;
  readonly condition: Condition | null;
}

/** A column's spread as a small picture: a histogram, or its top values side by side. What it shows, the column's menu says in words. */
export function graph(of: GraphOf, brush: { readonly from: number; readonly to: number } | null): TemplateResult {
  return of.all.kind === "bins" ? histogram(of.all, of, brush) : topValues(of.all, of);
}

function histogram(
  all: Extract<ColumnSummary, { kind: "bins" }>,
  { left, condition }: GraphOf,
  brush: { readonly from: number; readonly to: number } | null,
): TemplateResult {
  const { counts } = all;
  if (counts.length === 0) return html`<span class="col-graph"></span>`;
  const most = Math.max(1, ...counts);
  const bar = (i: number, n: number, kind: string) => {
    const tall = n === 0 ? 0 : Math.max(1.5, (n / most) * height);
    return svg`<rect class=${kind} x=${i + 0.05} width="0.9" y=${height - tall} height=${tall} />`;
  };
  const isIn = (i: number): boolean =>
    brush ? Math.min(brush.from, brush.to) <= i && i <= Math.max(brush.from, brush.to) : isBinIn(condition, all, i);
  const some = left?.kind === "bins" ? left.counts : counts;
  return html`<svg class="col-graph" aria-hidden="true" viewBox="0 0 ${counts.length} ${height}" preserveAspectRatio="none" data-bins=${counts.length}>
    ${counts.map(
      (n, i) => svg`<g><title>${binTitle(all, i, n)}</title>
      <rect class=${isIn(i) ? "reach in" : "reach"} x=${i} width="1" y="0" height=${height} />
      ${bar(i, n, "all")}${bar(i, some[i] ?? 0, "left")}</g>`,
    )}
  </svg>`;
}

const binTitle = ({ bins, unit }: Extract<ColumnSummary, { kind: "bins" }>, i: number, n: number): string =>
  `${edgeText(binEdge(bins, i), unit)} to ${edgeText(binEdge(bins, i + 1), unit)}: ${count(n)}`;

function topValues(all: Extract<ColumnSummary, { kind: "values" }>, { left, condition }: GraphOf): TemplateResult {
  const repeated = all.values.filter(({ count: n }) => n > 1).slice(0, 6);
  const total = Math.max(1, all.rows);
  let at = 0;
  const picked = condition?.kind === "values" ? condition.values : [];
  const parts = repeated.map(({ value, count: n }) => {
    const from = (at / total) * 100;
    at += n;
    const wide = (n / total) * 100;
    const now = left?.kind === "values" ? (left.values.find((one) => one.value === value)?.count ?? 0) : n;
    const shade = picked.length > 0 && !picked.includes(value) ? "all" : value === null ? "blank" : "left";
    return svg`<g class=${picked.includes(value) ? "value picked" : "value"} data-value=${value ?? nothing} ?data-blank=${value === null}><title>${value === null ? "blank" : visible(value).slice(0, 200)}: ${count(now)} of ${count(n)}</title>
      <rect class="all" x=${from} width=${Math.max(0.4, wide - 0.8)} y="6" height="12" />
      <rect class=${shade} x=${from} width=${Math.max(0, Math.min(1, now / n) * (wide - 0.8))} y="6" height="12" /></g>`;
  });
  return html`<svg class="col-graph" aria-hidden="true" viewBox="0 0 100 ${height}" preserveAspectRatio="none">
    <rect class="rest" x="0" width="100" y="6" height="12" />${parts}</svg>`;
}

/** What a column holds, in a few words below its picture. */
export function caption(all: ColumnSummary): string {
  if (all.kind === "bins") {
    const { unit, reach } = all;
    if (!reach) return all.blank > 0 ? "all blank" : "";
    if (unit === "time" || unit === "day") return timeReach(edgeText(reach[0], unit), edgeText(reach[1], unit));
    return `${short(reach[0])} – ${short(reach[1])}`;
  }
  if (all.isAbout) return `about ${count(Number(all.distinct.toPrecision(2)))} values`;
  if (all.distinct === all.rows && all.rows > 1) return "all different";
  return all.distinct === 1 ? "1 value" : `${count(all.distinct)} values`;
}

const compact = once(() => new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 }));
const whole = once(() => new Intl.NumberFormat("en-US", { maximumSignificantDigits: 5 }));

/** `5,656`, `1.06M`. */
const short = (n: number): string => (Math.abs(n) < 100_000 ? whole : compact)().format(n);

/** `4 Aug – 2 Oct 2025`; within a day its clock times. */
const timeReach = (from: string, to: string): string =>
  from.slice(0, 10) === to.slice(0, 10) && from.length > 10
    ? `${dayTick(from)}, ${clock(from)} – ${clock(to)}`
    : dayRange(from, to);
