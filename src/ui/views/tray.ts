import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { type Evidence, type EvidenceContent, type EvidenceTable, evidenceOf } from "../../casework/evidence.ts";
import type { CaseKey } from "../../casework/verdicts.ts";
import { drawnFrom } from "../drawing.ts";
import { count, plural } from "../format.ts";
import { icon } from "../icons.ts";
import type { SessionState } from "../state.ts";
import { View } from "../view.ts";

const mostShown = 12;

/** The evidence of a case, in its order: each piece with where it is from, to be noted, moved, read and taken out. */
class TrayElement extends View {
  static override properties = { one: { attribute: false } };
  declare one: CaseKey | null;
  #focus: { readonly id: string; readonly part: string } | null = null;

  constructor() {
    super();
    this.one = null;
  }

  protected override watched({ evidence }: SessionState): readonly unknown[] {
    return [evidence];
  }

  readonly #onKey = (event: KeyboardEvent, { id }: Evidence): void => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!event.altKey || by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const part = (event.target as HTMLElement).dataset.part ?? "up";
    this.#move(id, by, part);
  };

  /** A moved piece keeps the focus, though its node may have been made anew. */
  #move(id: string, by: number, part: string): void {
    this.#focus = { id, part };
    this.session.moveEvidence(id, by);
  }

  protected override updated(_changed: PropertyValues): void {
    if (!this.#focus) return;
    const { id, part } = this.#focus;
    this.#focus = null;
    const item = this.querySelector(`[data-id="${id}"]`);
    const wanted = item?.querySelector<HTMLButtonElement>(`[data-part="${part}"]`);
    (wanted?.disabled ? item?.querySelector<HTMLElement>("button:not([disabled])") : wanted)?.focus();
  }

  protected override render(): TemplateResult {
    const items = this.one ? evidenceOf(this.state.evidence, this.one) : [];
    return html`<section class="tray" aria-label="Evidence">
      <h2 tabindex="-1">Evidence<span class="k">${items.length > 0 ? `, ${plural(items.length, "piece")} for the report` : html`: none yet. <kbd>E</kbd> or ${icon("keep")} keeps a row, a chart, a table or a sentence.`}</span></h2>
      ${items.length > 0 ? html`<ol>${items.map((item, i) => this.#item(item, i, items.length))}</ol>` : nothing}
    </section>`;
  }

  #item(item: Evidence, place: number, of: number): TemplateResult {
    const { id, title, source, note, content } = item;
    const button = (part: string, label: string, does: () => void, isOff = false): TemplateResult =>
      html`<button type="button" class="tool" data-part=${part} aria-label="${label}: ${title}" title=${label} ?disabled=${isOff} @click=${does}>${icon(
        part === "up" ? "up" : part === "down" ? "down" : "close",
      )}</button>`;
    return html`<li data-id=${id} @keydown=${(event: KeyboardEvent) => this.#onKey(event, item)}>
      <div class="piece">
        <p><b>${title}</b> <span class="k">${source}</span></p>
        ${contentOf(content)}
        <input data-part="note" type="text" placeholder="What it shows" aria-label="Note on ${title}" maxlength="500" .value=${note}
          @change=${(event: Event) => this.session.noteEvidence(id, (event.target as HTMLInputElement).value.trim())}
          @keydown=${(event: KeyboardEvent) => event.key === "Enter" && (event.target as HTMLElement).blur()} />
      </div>
      <div class="piece-tools">
        ${button("up", "Move up (Alt ↑)", () => this.#move(id, -1, "up"), place === 0)}
        ${button("down", "Move down (Alt ↓)", () => this.#move(id, 1, "down"), place === of - 1)}
        ${button("drop", "Take out", () => {
          this.session.dropEvidence(id);
          this.querySelector<HTMLElement>("h2")?.focus();
        })}
      </div>
    </li>`;
  }
}

/** What a piece of evidence holds, folded away. */
function contentOf(content: EvidenceContent): TemplateResult | typeof nothing {
  if (content.kind === "fact") return nothing;
  if (content.kind === "row") {
    const { details, raw } = content;
    return html`<details><summary>${details.map(({ name, value }) => `${name} ${value}`).join(", ") || "Record"}</summary><pre>${raw ?? "The file was not at hand."}</pre></details>`;
  }
  if (content.kind === "table")
    return html`<details><summary>${plural(content.table.total, "row")}</summary>${tableOf(content.table)}</details>`;
  const { drawing, table } = content;
  return html`<details><summary>${drawing ? "Picture" : "Numbers"}${table ? ` and ${plural(table.total, "row")}` : ""}</summary>
    ${drawing ? html`<div class="piece-picture">${drawnFrom(drawing, document)}</div>` : nothing}${table && !drawing ? tableOf(table) : nothing}</details>`;
}

const tableOf = ({
  columns,
  rows,
  total,
}: EvidenceTable): TemplateResult => html`<div class="scroller" tabindex="0" role="region" aria-label="Kept rows">
  <table class="plain">
    <thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${rows.slice(0, mostShown).map((row) => html`<tr>${row.map((value) => html`<td>${value === null ? "–" : String(value)}</td>`)}</tr>`)}</tbody>
  </table></div>
  ${total > Math.min(rows.length, mostShown) ? html`<p class="k">The first ${count(Math.min(rows.length, mostShown))}; ${count(rows.length)} are kept for the report.</p>` : nothing}`;

customElements.define("sg-tray", TrayElement);
