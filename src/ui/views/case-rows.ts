import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { RawRow } from "../../engine/api/cases.ts";
import { clock, count, lineNumber, plural } from "../format.ts";
import { icon } from "../icons.ts";
import { meets, type RowFilter } from "../row-filter.ts";

const step = 50;
const mostColumns = 4;

/** The columns of the rows in view, and whether being pointed at tells any row from another. */
interface RowShape {
  readonly entities: readonly string[];
  readonly attributes: readonly string[];
  readonly columns: number;
  readonly telling: boolean;
}

/** The raw rows of a case with file and line; each opens to the record as it stands in the file. */
class CaseRowsElement extends LitElement {
  static override properties = {
    rows: { attribute: false },
    total: { attribute: false },
    zone: {},
    filter: { attribute: false },
    open: { state: true },
    limit: { state: true },
    hitsOnly: { state: true },
  };
  declare rows: readonly RawRow[];
  declare total: number;
  declare zone: string;
  declare filter: RowFilter | null;
  declare open: ReadonlySet<RawRow>;
  declare limit: number;
  declare hitsOnly: boolean;

  constructor() {
    super();
    this.rows = [];
    this.total = 0;
    this.zone = "UTC";
    this.filter = null;
    this.open = new Set();
    this.limit = step;
    this.hitsOnly = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  #toggle(row: RawRow): void {
    const open = new Set(this.open);
    if (!open.delete(row)) open.add(row);
    this.open = open;
  }

  protected override render(): TemplateResult {
    const { filter, rows } = this;
    const hits = rows.filter(({ hit }) => hit).length;
    const met = rows.filter((row) => (!filter || meets(row, filter, this.zone)) && (!this.hitsOnly || row.hit));
    const shown = met.slice(0, this.limit);
    const entities = columnsOf(shown.flatMap((row) => row.entities.map(({ type }) => type)));
    const attributes = columnsOf(shown.flatMap((row) => row.attributes.map(({ name }) => name)));
    const telling = hits < rows.length;
    const columns = 4 + entities.length + attributes.length;
    return html`
      <div class="rows-head">
        <h2>Raw rows</h2>
        <span class="k">${met.length === this.total ? plural(this.total, "row") : `${count(met.length)} of ${plural(this.total, "row")}`}</span>
        ${
          filter
            ? html`<button type="button" class="chip" @click=${() => this.dispatchEvent(new CustomEvent("clear"))} aria-label="Remove filter: ${filter.words}">
              <span>${filter.words}</span> ${icon("close")}</button>`
            : nothing
        }
        ${
          hits > 0 && telling
            ? html`<label class="check"><input type="checkbox" .checked=${this.hitsOnly} @change=${(event: Event) => {
                this.hitsOnly = (event.target as HTMLInputElement).checked;
              }} /> only the ${count(hits)} a reason points at</label>`
            : nothing
        }
      </div>
      <div class="scroller" tabindex="0" role="region" aria-label="Raw rows">
        <table class="plain raw">
          <thead><tr>
            <th><span class="hidden">record</span></th><th scope="col">time (UTC)</th><th scope="col">event</th>
            ${entities.map((name) => html`<th scope="col">${name}</th>`)}${attributes.map((name) => html`<th scope="col">${name}</th>`)}
            <th scope="col">file : line</th>
          </tr></thead>
          <tbody>${shown.map((row) => this.#row(row, { entities, attributes, columns, telling }))}</tbody>
        </table>
      </div>
      ${met.length === 0 ? html`<p class="k none">No row ${filter ? "meets this filter" : "is at hand"}.</p>` : nothing}
      ${
        met.length > shown.length
          ? html`<button type="button" class="btn small" @click=${() => {
              this.limit += 4 * step;
            }}>Show ${count(Math.min(4 * step, met.length - shown.length))} more</button>`
          : nothing
      }
    `;
  }

  #row(row: RawRow, { entities, attributes, columns, telling }: RowShape): TemplateResult {
    const open = this.open.has(row);
    const of = (list: readonly { key: string; text: string }[], key: string): string =>
      list
        .filter((part) => part.key === key)
        .map(({ text }) => text)
        .join(", ");
    const named = row.entities.map(({ type, name }) => ({ key: type, text: name }));
    const valued = row.attributes.map(({ name, value }) => ({ key: name, text: value }));
    const cell = (text: string): TemplateResult => html`<td class="value" title=${text}>${text || "–"}</td>`;
    return html`<tr class=${row.hit && telling ? "hit" : ""}>
        <td class="toggle"><button type="button" class="tool" aria-expanded=${open} aria-label="Record at line ${row.line}" @click=${() => this.#toggle(row)}>${open ? "−" : "+"}</button></td>
        <td>${row.hit && telling ? html`<span class="hidden">a reason points here: </span>` : nothing}<time datetime=${row.time} title=${row.time}>${clock(row.time)}</time></td>
        <td class="value" title=${row.type}>${row.type}</td>
        ${entities.map((key) => cell(of(named, key)))}${attributes.map((key) => cell(of(valued, key)))}
        <td class="where" title=${row.file}><span class="file-ref">${row.file}</span> : ${lineNumber(row.line)}</td>
      </tr>
      ${open ? html`<tr class="record"><td></td><td colspan=${columns - 1}><pre>${row.raw ?? "The file is no longer at hand; drop it again to see the record."}</pre></td></tr>` : nothing}`;
  }
}

/** The most frequent names, as columns. */
function columnsOf(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostColumns)
    .map(([name]) => name);
}

customElements.define("sg-case-rows", CaseRowsElement);
