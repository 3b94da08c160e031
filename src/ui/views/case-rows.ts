import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { RawRow } from "../../engine/api/cases.ts";
import { keepButton, rowFinding } from "../evidence.ts";
import { FirstScreen } from "../first-screen.ts";
import { clock, count, lineNumber, plural } from "../format.ts";
import { icon } from "../icons.ts";
import { entityLink, userLink } from "../links.ts";
import { localTime } from "../local-time.ts";
import { meets, type RowFilter } from "../row-filter.ts";

const step = 50;
const mostColumns = 4;

/** The columns of the rows in view, and whether being pointed at tells any row from another. */
interface RowShape {
  readonly entities: readonly string[];
  readonly attributes: readonly string[];
  readonly columns: number;
  readonly telling: boolean;
  /** Whether the time says enough without its day. */
  readonly isOneDay: boolean;
  /** Whether it goes without saying whose the rows are. */
  readonly isOneUser: boolean;
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
    paged: { type: Boolean },
    hitsOnly: { state: true },
  };
  /** Whether whoever holds the rows brings more of them on `more`. */
  declare paged: boolean;
  declare rows: readonly RawRow[];
  declare total: number;
  declare zone: string;
  declare filter: RowFilter | null;
  declare open: ReadonlySet<RawRow>;
  declare limit: number;
  declare hitsOnly: boolean;
  readonly #screen = new FirstScreen(() => this.requestUpdate(), { first: 12 });

  constructor() {
    super();
    this.rows = [];
    this.total = 0;
    this.zone = "UTC";
    this.filter = null;
    this.open = new Set();
    this.limit = step;
    this.paged = false;
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
    const isLonger = this.paged && this.total > rows.length;
    const isOneUser = new Set(rows.map(({ actor }) => actor)).size < 2;
    const times = rows.map(({ time }) => time).sort();
    const [first, last] = [times[0] ?? "", times.at(-1) ?? ""].map((time) => localTime(time, this.zone).slice(0, 10));
    const isOneDay = first === last;
    const entities = columnsOf(shown.flatMap((row) => row.entities.map(({ type }) => type)));
    const attributes = columnsOf(
      shown.flatMap((row) => row.attributes.filter((one) => !isEntity(row, one)).map(({ name }) => name)),
    );
    const telling = hits < rows.length;
    const columns = (isOneUser ? 4 : 5) + entities.length + attributes.length;
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
            <th class="toggle"><span class="hidden">record</span></th><th scope="col">time (${this.zone})</th>${isOneUser ? nothing : html`<th scope="col">user</th>`}<th scope="col">event</th>
            ${entities.map((name) => html`<th scope="col">${name}</th>`)}${attributes.map((name) => html`<th scope="col">${name}</th>`)}
            <th scope="col">file : line</th>
          </tr></thead>
          <tbody>${shown.slice(0, this.#screen.rows(rows[0], shown.length)).map((row) => this.#row(row, { entities, attributes, columns, telling, isOneDay, isOneUser }))}</tbody>
        </table>
      </div>
      ${met.length === 0 ? html`<p class="k none">No row ${filter ? "meets this filter" : "is at hand"}.</p>` : nothing}
      ${
        met.length > shown.length
          ? html`<button type="button" class="btn small" @click=${() => {
              this.limit += 4 * step;
            }}>Show ${count(Math.min(4 * step, met.length - shown.length))} more</button>`
          : isLonger
            ? html`<button type="button" class="btn small" @click=${() => {
                this.limit += 4 * step;
                this.dispatchEvent(new CustomEvent("more"));
              }}>Show ${count(Math.min(4 * step, this.total - rows.length))} more</button>`
            : nothing
      }
    `;
  }

  #row(row: RawRow, { entities, attributes, columns, telling, isOneDay, isOneUser }: RowShape): TemplateResult {
    const open = this.open.has(row);
    const of = (list: readonly { key: string; text: string }[], key: string): string =>
      list
        .filter((part) => part.key === key)
        .map(({ text }) => text)
        .join(", ");
    const valued = row.attributes.map(({ name, value }) => ({ key: name, text: value }));
    const time = localTime(row.time, this.zone);
    const cell = (text: string): TemplateResult => html`<td class="value" title=${text}>${text || "–"}</td>`;
    return html`<tr class="evident ${row.hit && telling ? "hit" : ""}">
        <td class="toggle"><button type="button" class="tool" aria-expanded=${open} aria-label="Record at line ${row.line}" @click=${() => this.#toggle(row)}>${open ? "−" : "+"}</button></td>
        <td>${row.hit && telling ? html`<span class="hidden">a reason points here: </span>` : nothing}<time datetime=${row.time} title="${row.time} (UTC)">${isOneDay ? "" : `${time.slice(0, 10)} `}${clock(time)}</time></td>
        ${isOneUser ? nothing : html`<td class="value">${userLink(row.actor)}</td>`}
        <td class="value" title=${row.type}>${row.type}</td>
        ${entities.map((key) => html`<td class="value">${row.entities.some(({ type }) => type === key) ? row.entities.filter(({ type }) => type === key).map((one, i) => html`${i > 0 ? ", " : ""}${entityLink(one)}`) : "–"}</td>`)}${attributes.map((key) => cell(of(valued, key)))}
        <td class="where" title=${row.file}><span class="file-ref">${row.file}</span> : ${lineNumber(row.line)} ${keepButton(`line ${row.line}`, () => rowFinding(row, this.zone))}</td>
      </tr>
      ${open ? html`<tr class="record"><td></td><td colspan=${columns - 1}><pre>${row.raw ?? "The file is no longer at hand; drop it again to see the record."}</pre></td></tr>` : nothing}`;
  }
}

/** Whether an attribute only says again what an entity of the row does. */
const isEntity = ({ entities }: RawRow, { name, value }: RawRow["attributes"][number]): boolean =>
  entities.some((entity) => entity.type === name && entity.name === value);

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
