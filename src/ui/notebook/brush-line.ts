import { html, nothing, type TemplateResult } from "lit";
import type { CellResult } from "../../notebook/kinds/kind.ts";
import { type BrushMove, moveBrush } from "../charts/brush.ts";

type Chart = Extract<CellResult, { kind: "chart" }>;

const moves: Readonly<Record<string, readonly [plain: BrushMove, withShift: BrushMove]>> = {
  ArrowLeft: ["left", "narrow"],
  ArrowRight: ["right", "widen"],
};

const short = (text: string): string => (/^\d{4}-\d{2}-\d{2}T/.test(text) ? text.slice(0, 16).replace("T", " ") : text);

/** What is brushed on a chart, in words; with the focus on it, arrows move the brush, with Shift they widen it, Escape clears it. */
export function brushLine(name: string, { table, spec, brushed }: Chart): TemplateResult {
  const column = table.columns.find((one) => spec.marks.some(({ x }) => x === one.name));
  const cut = (text: string) => (column?.sqlType === "DATE" ? text.slice(0, 10) : short(text));
  const [lo, hi] = [cut(brushed?.lo ?? ""), cut(brushed?.hi ?? "")];
  const said = !brushed ? "all" : lo === hi ? lo : `${lo} to ${hi}`;
  const clear = (target: EventTarget | null) =>
    target?.dispatchEvent(new CustomEvent("sg-brush", { bubbles: true, detail: null }));
  const onKey = (event: KeyboardEvent) => {
    const move = moves[event.key]?.[event.shiftKey ? 1 : 0];
    const svg = (event.target as HTMLElement).closest("figure")?.querySelector("svg");
    if (move && svg) moveBrush(svg, move);
    else if (event.key === "Escape" && brushed) clear(event.target);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="nb-brush k">
    <span role="slider" tabindex="0" aria-label="Brush of ${name}" aria-valuemin="0" aria-valuemax="1" aria-valuenow=${brushed ? 1 : 0} aria-valuetext=${said} title="Arrows move the brush, with Shift they widen it, Escape clears it" @keydown=${onKey}>${column?.name ?? "x"}: ${said}</span>
    ${brushed ? html`<button type="button" class="link" @click=${(event: Event) => clear(event.target)}>Clear</button>` : nothing}
  </div>`;
}
