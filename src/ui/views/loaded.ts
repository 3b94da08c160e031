import type { Remote } from "comlink";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import type { Engine } from "../../engine/api.ts";
import { type Problem, problemOf } from "../problem.ts";
import { View } from "../view.ts";

/** A view of what the engine is asked for: it is shown part by part as the answers come, and asked again when the tenant or its queue changes. */
export abstract class Loaded<T extends object> extends View {
  static override properties: PropertyDeclarations = {
    ...View.properties,
    parts: { state: true },
    problem: { state: true },
  };
  declare parts: Partial<T>;
  declare problem: Problem | null;
  #asked: readonly unknown[] = [];

  constructor() {
    super();
    this.parts = {};
    this.problem = null;
  }

  /** What is asked for; null where there is nothing to ask. */
  protected abstract get subject(): string | null;

  /** Asks the engine, and puts each answer where it is shown. */
  protected abstract load(engine: Remote<Engine>, put: (part: Partial<T>) => void): Promise<void>;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const asked = [this.subject, this.session.engine, this.state.cases];
    if (asked.every((one, i) => one === this.#asked[i])) return;
    if (asked[0] !== this.#asked[0] || asked[1] !== this.#asked[1]) this.parts = {};
    this.#asked = asked;
    this.problem = null;
    void this.#load(asked);
  }

  async #load(asked: readonly unknown[]): Promise<void> {
    const { engine } = this.session;
    if (!engine || this.subject === null) return;
    const isAsked = (): boolean => this.#asked === asked;
    try {
      await this.load(engine, (part) => {
        if (isAsked()) this.parts = { ...this.parts, ...part };
      });
    } catch (error) {
      if (isAsked()) this.problem = problemOf(error);
    }
  }

  protected again(): void {
    this.#asked = [];
    this.requestUpdate();
  }

  /** The failure, if there is one, with a way to try again. */
  protected failed(): TemplateResult | typeof nothing {
    const { problem } = this;
    if (!problem) return nothing;
    return html`<p class="problem" role="alert"><b>${problem.what}</b> ${problem.next}
      <button class="btn small" type="button" @click=${() => this.again()}>Try again</button></p>`;
  }
}
