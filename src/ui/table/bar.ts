import { html, nothing, type TemplateResult } from "lit";
import type { Finding } from "../../casework/evidence.ts";
import type { Condition, ExportFormat } from "../../engine/api/table-views.ts";
import type { Progress } from "../../lib/job.ts";
import { keep } from "../evidence.ts";
import { count, plural, progressText } from "../format.ts";
import type { Column } from "../row-source.ts";
import { conditionWords } from "./filters.ts";
import { type Layout, mostShown } from "./layout.ts";
import { visible } from "./shown.ts";

/** What stands above a table: its search, and the filters as chips that can be taken away. */
export function topBar(of: {
  readonly search: string;
  readonly hasTexts: boolean;
  readonly conditions: readonly Condition[];
  readonly onSearch: (text: string) => void;
  readonly onRemove: (column: string) => void;
}): TemplateResult {
  return html`<div class="table-top">
    ${
      of.hasTexts
        ? html`<input type="search" aria-label="Search the text columns" placeholder="Search" .value=${of.search} @input=${(event: Event) => of.onSearch((event.target as HTMLInputElement).value)} />`
        : nothing
    }
    ${of.conditions.map((condition) => {
      const words = conditionWords(condition);
      return html`<span class="filter-chip"><span class="filter-words" title=${words}>${words}</span><button type="button" aria-label="Take away the filter ${words}" @click=${() => of.onRemove(condition.column)}>✕</button></span>`;
    })}
  </div>`;
}

/** What stands below a table: how many rows, what is under way, and what can be done with all of it. */
export function footBar(of: {
  readonly all: number;
  readonly left: number;
  readonly selected: number;
  readonly columns: readonly Column[];
  readonly shown: number;
  readonly busy: {
    readonly words: string;
    readonly progress: Progress | null;
    readonly stop: (() => void) | null;
  } | null;
  readonly said: string;
  readonly problem: string;
  readonly open: (panel: "columns" | "save", from: Element) => void;
  /** Shows the events behind the selected row; null where there are none to show. */
  readonly openRow: (() => void) | null;
  readonly copy: () => void;
  readonly finding: () => Promise<Finding>;
}): TemplateResult {
  const rows = of.left === of.all ? plural(of.all, "row") : `${count(of.left)} of ${plural(of.all, "row")}`;
  const { busy } = of;
  const mostCopied = 100_000;
  const isMany = (of.selected || of.left) > mostCopied;
  const copied =
    of.selected > 0
      ? `Copy ${isMany ? "the first 100,000 of " : ""}${plural(of.selected, "row")}`
      : `Copy ${isMany ? "the first 100,000 " : ""}as TSV`;
  return html`<div class="k table-foot">
    <span class="table-said">
      <span role="status">${rows}${of.selected > 0 ? ` · ${count(of.selected)} selected` : ""}${
        of.shown < of.columns.length ? ` · showing ${of.shown} of ${plural(of.columns.length, "column")}` : ""
      }${of.said === "" ? "" : ` · ${of.said}`}</span>
      ${busy ? html`<span class="busy">${busy.words}${busy.progress ? ` ${progressText(busy.progress)}` : ""}</span>${busy.stop ? html`<button type="button" class="link" @click=${busy.stop}>Stop</button>` : nothing}` : nothing}
      ${of.problem === "" ? nothing : html`<b class="hit" role="alert">${of.problem}</b>`}
    </span>
    <span class="table-acts">
      ${of.openRow ? html`<button type="button" class="link" title="The events behind the selected row (Enter)" @click=${of.openRow}>Raw rows</button>` : nothing}
      <button type="button" class="link" aria-haspopup="dialog" @click=${(event: Event) => of.open("columns", event.currentTarget as Element)}>Columns</button>
      <button type="button" class="link" aria-haspopup="dialog" @click=${(event: Event) => of.open("save", event.currentTarget as Element)}>Save</button>
      <button type="button" class="link" title="As they are: a formula stays a formula" @click=${of.copy}>${copied}</button>
      <button type="button" class="link keep" title="The selected rows, or the first, into the case’s evidence (E)" @click=${(event: Event) => keep(event.currentTarget as Element, of.finding())}>Evidence</button>
    </span>
  </div>`;
}

/** Which columns are shown, as a list to tick. */
export function columnsPanel(of: {
  readonly columns: readonly Column[];
  readonly layout: Layout;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly onToggle: (column: string) => void;
  readonly onReset: () => void;
}): TemplateResult {
  const wanted = of.search.toLowerCase();
  const found = of.layout.order.filter((name) => name.toLowerCase().includes(wanted));
  return html`<p class="menu-title"><b>Columns</b></p>
    <div class="menu-values">
      ${of.columns.length > 12 ? html`<input type="search" aria-label="Search the columns" placeholder="Search columns" .value=${of.search} @input=${(event: Event) => of.onSearch((event.target as HTMLInputElement).value)} />` : nothing}
      <ul aria-label="Columns shown">${found.slice(0, mostShown).map(
        (
          name,
        ) => html`<li><label><input type="checkbox" .checked=${!of.layout.hidden.has(name)} @change=${() => of.onToggle(name)} />
          <span class="menu-value">${visible(name)}</span></label></li>`,
      )}</ul>
      ${found.length > mostShown ? html`<p class="k">and ${plural(found.length - mostShown, "more column", "more columns")}: search for them.</p>` : nothing}
    </div>
    <div class="menu-row"><button type="button" class="item" @click=${of.onReset}>As they came</button></div>`;
}

/** How to save the rows and columns that are shown. */
export function savePanel(of: {
  readonly isForSpreadsheet: boolean;
  readonly canParquet: boolean;
  readonly onSwitch: () => void;
  readonly save: (format: ExportFormat) => void;
}): TemplateResult {
  const { isForSpreadsheet } = of;
  return html`<p class="menu-title"><b>Save</b> <span class="k">the rows and columns as shown</span></p>
    <label class="menu-check"><input type="checkbox" .checked=${isForSpreadsheet} @change=${of.onSwitch} />
      <span>CSV is for a spreadsheet: what it would run as a formula gets an apostrophe before it</span></label>
    <div class="menu-row">
      <button type="button" class="item" @click=${() => of.save({ kind: "csv", isForSpreadsheet })}>CSV</button>
      ${of.canParquet ? html`<button type="button" class="item" @click=${() => of.save({ kind: "parquet" })}>Parquet</button>` : nothing}
    </div>
    <p class="k">Times are ISO 8601 in UTC${of.canParquet ? "; Parquet keeps types, and texts as they are" : ""}.</p>`;
}
