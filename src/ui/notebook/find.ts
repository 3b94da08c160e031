import { html, nothing, type TemplateResult } from "lit";
import { nameOf } from "../../notebook/edits.ts";
import { findAll, type Match, mostMatches, patternOf, replacingMatches } from "../../notebook/find.ts";
import { count, plural } from "../format.ts";
import { icon } from "../icons.ts";
import { problemOf } from "../problem.ts";
import type { Acts } from "./acts.ts";
import { DeskElement } from "./desk-element.ts";

/** Find and replace in the bodies and the prose of the notebook that lies open. Dispatches `find-go` with a match, and `find-close`. */
export class FindElement extends DeskElement {
  static override properties = {
    ...DeskElement.properties,
    acts: { attribute: false },
    text: { state: true },
    replacement: { state: true },
    isRegex: { state: true },
    hasCase: { state: true },
    at: { state: true },
  };
  declare acts: Acts;
  declare text: string;
  declare replacement: string;
  declare isRegex: boolean;
  declare hasCase: boolean;
  /** The match that is shown, of all; -1 before the first. */
  declare at: number;
  #matches: readonly Match[] = [];
  #problem = "";
  #key: readonly unknown[] = [];

  constructor() {
    super();
    this.text = "";
    this.replacement = "";
    this.isRegex = false;
    this.hasCase = false;
    this.at = -1;
  }

  /** Puts the cursor into the field. */
  override focus(): void {
    this.querySelector<HTMLInputElement>("input")?.select();
  }

  get #wanted() {
    return { text: this.text, isRegex: this.isRegex, hasCase: this.hasCase };
  }

  /** Looks again where the words or the notebook have changed. */
  #look(): void {
    const entries = this.desk.runner?.entries ?? [];
    const key = [entries, this.text, this.isRegex, this.hasCase];
    if (key.every((part, i) => part === this.#key[i])) return;
    this.#key = key;
    this.#problem = "";
    try {
      const pattern = patternOf(this.#wanted);
      this.#matches = pattern ? findAll(entries, pattern) : [];
    } catch (error) {
      this.#matches = [];
      this.#problem = problemOf(error).what;
    }
    if (this.at >= this.#matches.length) this.at = this.#matches.length - 1;
  }

  #go(by: number): void {
    this.#look();
    const total = this.#matches.length;
    if (total === 0) return;
    this.at = this.at < 0 ? (by > 0 ? 0 : total - 1) : (this.at + by + total) % total;
    this.#show();
  }

  #show(): void {
    const match = this.#matches[this.at];
    if (match) this.dispatchEvent(new CustomEvent<Match>("find-go", { detail: match, bubbles: true }));
  }

  #replace(matches: readonly Match[], what: string): void {
    const { runner } = this.desk;
    const pattern = patternOf(this.#wanted);
    if (!runner || !pattern || matches.length === 0) return;
    const edit = replacingMatches(runner.entries, matches, {
      pattern,
      replacement: this.replacement,
      isRegex: this.isRegex,
    });
    this.acts.change(edit, what);
  }

  #replaceOne(): void {
    this.#look();
    const match = this.#matches[this.at];
    if (!match) {
      this.#go(1);
      return;
    }
    const before = this.#matches.length;
    this.#replace([match], `replace ${this.text}`);
    this.#look();
    // Where what was put in is found itself, the next match stands one further.
    if (this.#matches.length === before) this.at = (this.at + 1) % before;
    this.#show();
  }

  #replaceAll(): void {
    this.#look();
    const { length } = this.#matches;
    this.#replace(this.#matches, `replace ${plural(length, "place")}`);
    this.acts.say(`Replaced ${plural(length, "place")}. Ctrl or ⌘ + Z takes all of it back.`);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.#close();
    else if (event.key === "Enter" && (event.target as HTMLElement).matches(".nb-find-text"))
      this.#go(event.shiftKey ? -1 : 1);
    else if (event.key === "Enter" && (event.target as HTMLElement).matches(".nb-find-with")) this.#replaceOne();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #close(): void {
    this.dispatchEvent(new CustomEvent("find-close", { detail: this.#matches[this.at] ?? null, bubbles: true }));
  }

  #found(): string {
    if (this.#problem !== "") return this.#problem;
    if (this.text === "") return "";
    const { length } = this.#matches;
    if (length === 0) return "Found nowhere";
    const total = length === mostMatches ? `the first ${count(length)}` : count(length);
    const block = this.#matches[this.at] && this.desk.runner?.draft.blockOf(this.#matches[this.at]!.id);
    return block
      ? `${count(this.at + 1)} of ${total} · in ${nameOf(block)}`
      : `Found ${total === "1" ? "once" : `in ${total} places`}`;
  }

  protected override render(): TemplateResult {
    this.#look();
    const none = this.#matches.length === 0;
    const toggle = (name: "isRegex" | "hasCase", label: string, sign: string) =>
      html`<button type="button" class="nb-tool" aria-pressed=${this[name]} aria-label=${label} title=${label} @click=${() => {
        this[name] = !this[name];
      }}>${sign}</button>`;
    return html`<search class="nb-find" @keydown=${this.#onKey}>
      <div>
        <input class="nb-find-text" type="search" aria-label="Find in the notebook" placeholder="Find" spellcheck="false" .value=${this.text} @input=${this.#onText} aria-invalid=${this.#problem !== ""} />
        ${toggle("hasCase", "Match capitals", "Aa")}${toggle("isRegex", "Regular expression", ".*")}
        <button type="button" class="btn small" ?disabled=${none} @click=${() => this.#go(-1)} aria-label="Previous place" title="Previous (Shift + Enter)">↑</button>
        <button type="button" class="btn small" ?disabled=${none} @click=${() => this.#go(1)} aria-label="Next place" title="Next (Enter)">↓</button>
        <span class="k nb-found ${this.#problem ? "hit" : ""}" role="status">${this.#found()}</span>
        <button type="button" class="nb-tool nb-find-close" aria-label="Close find" title="Close (Esc)" @click=${this.#close}>${icon("close")}</button>
      </div>
      <div>
        <input class="nb-find-with" aria-label="Replace with" placeholder="Replace with" spellcheck="false" .value=${this.replacement} @input=${this.#onReplacement} />
        <button type="button" class="btn small" ?disabled=${none} @click=${this.#replaceOne}>Replace</button>
        <button type="button" class="btn small" ?disabled=${none} @click=${this.#replaceAll}>Replace all</button>
        ${this.isRegex ? html`<span class="k">$1 is the first group, $& all that was found</span>` : nothing}
      </div>
    </search>`;
  }

  readonly #onText = (event: Event): void => {
    this.text = (event.target as HTMLInputElement).value;
    this.at = -1;
  };

  readonly #onReplacement = (event: Event): void => {
    this.replacement = (event.target as HTMLInputElement).value;
  };
}

customElements.define("sg-find", FindElement);
