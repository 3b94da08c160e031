import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { type Judgement, type Verdict, verdictOn } from "../../casework/verdicts.ts";
import type { CaseSummary } from "../../engine/api/cases.ts";
import { icon } from "../icons.ts";
import type { SessionState } from "../state.ts";
import { verdictWords } from "../verdict-words.ts";
import { View } from "../view.ts";

const choices: readonly { readonly verdict: Judgement; readonly words: string; readonly key: string }[] = [
  { verdict: "worth", words: "Worth auditing", key: "Y" },
  { verdict: "not worth", words: "Not worth auditing", key: "N" },
  { verdict: "unsure", words: "Unsure", key: "M" },
];

const undoWords = {
  verdict: "the last verdict",
  star: "the last star",
  like: "the last “more like this”",
  evidence: "the last change of the evidence",
} as const;

/** The verdict on the open case: what it is, why, tags; and the star. */
export class VerdictElement extends View {
  static override properties = { one: { attribute: false }, control: { attribute: false } };
  declare one: CaseSummary | null;
  /** Whether chance drew the case: told once there is a verdict. */
  declare control: boolean;
  #shown: string | null = null;

  constructor() {
    super();
    this.one = null;
    this.control = false;
  }

  protected override watched({ verdicts, starred, liked, acts }: SessionState): readonly unknown[] {
    return [verdicts, starred, liked, acts];
  }

  get #verdict(): Verdict | undefined {
    const { verdicts } = this.state;
    return verdicts && this.one ? verdictOn(verdicts, this.one) : undefined;
  }

  /** Gives a verdict with the note and tags as they stand in the fields. */
  give(verdict: Judgement): void {
    if (!this.one) return;
    const tags = this.#field("tags").split(/[,;]/);
    void this.session.judge([this.one.id], {
      verdict,
      reason: this.#field("note").trim(),
      tags: tags.map((tag) => tag.trim()).filter((tag) => tag !== ""),
    });
  }

  /** Moves the focus to the note or the tags. */
  write(field: "note" | "tags"): void {
    this.querySelector<HTMLInputElement>(`input[name=${field}]`)?.focus();
  }

  /** What the next undoing takes back, in words; null where there is nothing. */
  #undoable(): string | null {
    const last = this.state.acts.at(-1)?.kind ?? ((this.state.verdicts?.given.length ?? 0) > 0 ? "verdict" : null);
    return last && undoWords[last];
  }

  #field(name: "note" | "tags"): string {
    return this.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? "";
  }

  /** A note changed after the verdict belongs to it. */
  readonly #onChange = (): void => {
    const verdict = this.#verdict;
    if (verdict) this.give(verdict.verdict);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" || event.key === "Escape") (event.target as HTMLElement).blur();
    if (event.key === "Escape") event.stopPropagation();
  };

  protected override updated(_changed: PropertyValues): void {
    const id = this.one?.id ?? null;
    if (id === this.#shown) return;
    this.#shown = id;
    for (const name of ["note", "tags"] as const) {
      const field = this.querySelector<HTMLInputElement>(`input[name=${name}]`);
      const verdict = this.#verdict;
      if (field) field.value = name === "note" ? (verdict?.reason ?? "") : (verdict?.tags.join(", ") ?? "");
    }
  }

  protected override render(): TemplateResult {
    const { one } = this;
    if (!one) return html``;
    const verdict = this.#verdict;
    const isStarred = this.state.starred.has(one.id);
    const isLiked = this.state.liked.some(({ id }) => id === one.id);
    const undoable = this.#undoable();
    return html`<div class="verdict" role="group" aria-label="Verdict">
        ${choices.map(
          ({ verdict: choice, words, key }) =>
            html`<button type="button" class="btn ${
              choice === verdict?.verdict ? "primary" : ""
            }" aria-pressed=${choice === verdict?.verdict} @click=${() => this.give(choice)}>${words} <kbd>${key}</kbd></button>`,
        )}
        <button type="button" class="btn ${isStarred ? "starred" : ""}" aria-pressed=${isStarred} @click=${() => this.session.star(one.id)}>
          ${icon("star")} ${isStarred ? "Starred" : "Star"} <kbd>S</kbd>
        </button>
        <button type="button" class="btn like" aria-pressed=${isLiked} title="Ranks the queue again, with cases like this one first" @click=${() => this.session.moreLike(one.id)}>
          ${icon("like")} More like this <kbd>L</kbd>
        </button>
        ${undoable ? html`<button type="button" class="link" @click=${() => this.session.undo()}>Undo ${undoable}</button>` : nothing}
      </div>
      <div class="verdict-notes">
        <input name="note" type="text" placeholder="Why (C)" aria-label="Reason for the verdict" maxlength="500" @change=${this.#onChange} @keydown=${this.#onKey} />
        <input name="tags" type="text" placeholder="Tags (T)" aria-label="Tags, separated by commas" maxlength="200" @change=${this.#onChange} @keydown=${this.#onKey} />
      </div>
      ${
        verdict && this.control
          ? html`<p class="k">Chance drew this day for the control arm: its verdict, ${verdictWords[verdict.verdict]}, counts for the base rate.</p>`
          : nothing
      }`;
  }
}

customElements.define("sg-verdict", VerdictElement);
