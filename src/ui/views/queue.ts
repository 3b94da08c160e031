import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { evidenceOf } from "../../casework/evidence.ts";
import type { Judgement } from "../../casework/verdicts.ts";
import type { CaseSummary } from "../../engine/api/cases.ts";
import { icon } from "../icons.ts";
import { listen } from "../keys.ts";
import { userAddress } from "../links.ts";
import { filterQueue, noFilter, type QueueFilter, repeatedHeadlines } from "../queue-filter.ts";
import { go } from "../route.ts";
import type { SessionState } from "../state.ts";
import { View } from "../view.ts";
import { strayList } from "./precision.ts";
import { emptyQueue } from "./queue-empty.ts";
import { queueHead } from "./queue-head.ts";
import { bulkBar, likedLine } from "./queue-lines.ts";
import { queueRow } from "./queue-row.ts";
import { thinNote } from "./thin.ts";
import type { VerdictElement } from "./verdict.ts";

/** Rows that come onto the page in one turn. */
const part = 25;

/** The queue: what to read, in order, by keyboard; beside it (on a narrow screen: behind it) the open case. */
class QueueElement extends View {
  static override properties = {
    rank: { attribute: false },
    filter: { state: true },
    isNarrowing: { state: true },
    marked: { state: true },
    drawn: { state: true },
  };
  declare rank: number | null;
  declare filter: QueueFilter;
  /** Whether the choices of a filter are open. */
  declare isNarrowing: boolean;
  /** Ids of the cases that the next verdict is given on. */
  declare marked: ReadonlySet<string>;
  /** How many rows are on the page: a long queue comes onto it in parts. */
  declare drawn: number;
  #stop: (() => void) | null = null;
  #afterG = Number.NEGATIVE_INFINITY;

  constructor() {
    super();
    this.rank = null;
    this.filter = noFilter;
    this.isNarrowing = false;
    this.marked = new Set();
    this.drawn = part;
  }

  protected override watched(state: SessionState): readonly unknown[] {
    const { cases, selected, starred, verdicts, evidence, liked, moves, work, summary } = state;
    return [cases, selected, starred, verdicts, evidence, liked, moves, work === null, summary];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = listen({
      g: () => {
        this.#afterG = performance.now();
      },
      j: () => this.#move(1),
      k: () => this.#move(-1),
      s: () => this.state.selected && void this.session.star(this.state.selected),
      y: () => this.#judge("worth"),
      n: () => this.#judge("not worth"),
      m: () => this.#judge("unsure"),
      u: () => performance.now() - this.#afterG > 1200 && void this.session.undo(),
      l: () => this.state.selected && void this.session.moreLike(this.state.selected),
      x: () => this.state.selected && this.#mark(this.state.selected),
      f: (event) => this.#narrow(event),
      w: () => this.#toUser(),
      c: (event) => this.#write(event, "note"),
      t: (event) => this.#write(event, "tags"),
      Enter: (event) => {
        const target = event.target instanceof Element ? event.target : null;
        const row = target?.closest<HTMLElement>(".row");
        if (!row && target?.closest("button, a, summary, [role=button]")) return;
        event.preventDefault();
        this.#enter(Number(row?.dataset.rank ?? 0));
      },
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has("rank") || this.rank === null) return;
    const meant = this.state.cases?.find(({ rank }) => rank === this.rank);
    if (meant) void this.session.select(meant.id);
  }

  protected override updated(): void {
    if (this.drawn >= this.#shown.length) return;
    void this.updateComplete.then(() => {
      this.drawn += part;
    });
  }

  /** Judges the marked cases, or else the open one, with the note and tags that stand beside it. */
  #judge(verdict: Judgement): void {
    if (performance.now() - this.#afterG <= 1200) return;
    if (this.#markedShown.length > 0) this.#judgeMarked(verdict);
    else if (this.state.selected) this.querySelector<VerdictElement>("sg-verdict")?.give(verdict);
  }

  #judgeMarked(verdict: Judgement): void {
    void this.session.judge(
      this.#markedShown.map(({ id }) => id),
      { verdict },
    );
    this.marked = new Set();
  }

  /** Marks a case for the next verdict, or takes the mark away. */
  #mark(id: string): void {
    const marked = new Set(this.marked);
    if (!marked.delete(id)) marked.add(id);
    this.marked = marked;
  }

  /** The marked cases that the filter shows: what can't be seen is not judged. */
  get #markedShown(): readonly CaseSummary[] {
    return this.#shown.filter(({ id }) => this.marked.has(id));
  }

  /** Opens the choices of the filter, and moves the focus to the first. */
  #narrow(event: KeyboardEvent): void {
    event.preventDefault();
    this.isNarrowing = true;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(".narrow select")?.focus());
  }

  /** Opens the page of the selected case's user. */
  #toUser(): void {
    const open = this.state.cases?.find(({ id }) => id === this.state.selected);
    if (open) location.hash = userAddress(open.actor);
  }

  /** Moves the focus to the open case's note or tags. */
  #write(event: KeyboardEvent, field: "note" | "tags"): void {
    event.preventDefault();
    this.querySelector<VerdictElement>("sg-verdict")?.write(field);
  }

  get #shown(): readonly CaseSummary[] {
    return filterQueue(this.state.cases ?? [], this.filter, this.state.starred);
  }

  #move(by: number): void {
    const shown = this.#shown;
    const at = shown.findIndex(({ id }) => id === this.state.selected);
    const next = shown[Math.max(0, Math.min(shown.length - 1, at < 0 ? 0 : at + by))];
    if (next) void this.#open(next);
  }

  async #open(one: CaseSummary): Promise<void> {
    const opened = this.session.select(one.id);
    if (this.rank !== null) history.replaceState(null, "", `#/queue/${one.rank}`);
    await this.updateComplete;
    const row = this.querySelector<HTMLElement>(`[data-rank="${one.rank}"]`);
    row?.scrollIntoView({ block: "nearest" });
    if (this.contains(document.activeElement) && document.activeElement?.closest(".rows"))
      row?.focus({ preventScroll: true });
    this.querySelector(".case-pane")?.scrollTo(0, 0);
    await opened;
  }

  /** Opens the case of that rank, or else the selected one, and moves the focus into it. */
  #enter(rank: number): void {
    const { cases, selected } = this.state;
    const open = cases?.find((one) => (rank > 0 ? one.rank === rank : one.id === selected));
    if (!open) return;
    void this.session.select(open.id);
    go("queue", open.rank);
    requestAnimationFrame(() => this.querySelector<HTMLElement>("sg-case h1")?.focus());
  }

  protected override render(): TemplateResult {
    const { cases, liked, moves } = this.state;
    const none = emptyQueue(this.state);
    if (none || !cases) return none ?? html``;
    const shown = this.#shown;
    const repeated = repeatedHeadlines(shown);
    return html`<div class="split ${this.rank === null ? "at-list" : "at-case"}">
      <aside class="list" aria-label="Queue">
        ${queueHead(this.session.state, {
          filter: this.filter,
          shown: shown.length,
          isNarrowing: this.isNarrowing,
          change: (filter) => {
            this.filter = filter;
          },
          open: (isNarrowing) => {
            this.isNarrowing = isNarrowing;
          },
        })}
        ${thinNote(this.session)}
        ${likedLine({ cases, liked, moves }, (id) => void this.session.moreLike(id))}
        ${bulkBar(
          this.#markedShown.length,
          (verdict) => this.#judgeMarked(verdict),
          () => {
            this.marked = new Set();
          },
        )}
        <ol class="rows">${shown.slice(0, this.drawn).map((one, i) => this.#row(one, repeated.has(i)))}</ol>
        ${shown.length === 0 ? html`<p class="k none">No case matches.</p>` : nothing}
        ${strayList(this.state.verdicts, cases)}
        <p class="hint k"><kbd>J</kbd> <kbd>K</kbd> move <kbd>Y</kbd> worth it <kbd>N</kbd> not <kbd>X</kbd> mark <kbd>U</kbd> undo <kbd>?</kbd> keys</p>
      </aside>
      <div class="case-pane"><a class="back" href="#/queue">${icon("back")} Queue</a><sg-case .session=${this.session}></sg-case></div>
    </div>`;
  }

  #row(one: CaseSummary, isRepeated: boolean): TemplateResult {
    const { selected, starred, verdicts, evidence, moves } = this.state;
    return queueRow(one, {
      isCurrent: one.id === selected,
      isMarked: this.marked.has(one.id),
      isStarred: starred.has(one.id),
      isRepeated,
      pieces: evidenceOf(evidence, one).length,
      moved: moves?.by.get(one.id),
      verdicts,
      mark: () => this.#mark(one.id),
      open: () => {
        void this.#open(one);
        if (matchMedia("(max-width: 800px)").matches) go("queue", one.rank);
      },
    });
  }
}

customElements.define("sg-queue", QueueElement);
