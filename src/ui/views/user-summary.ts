import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { localModel, mayHaveModel } from "../local-model.ts";

/** Milliseconds after which the browser's model is no longer waited for. */
const patience = 60_000;

/** A user's window in a paragraph; where the browser has a language model of its own, it can be asked to reword it. */
class UserSummaryElement extends LitElement {
  static override properties = {
    text: { attribute: false },
    reworded: { state: true },
    busy: { state: true },
  };
  declare text: string | null;
  declare reworded: string | null;
  declare busy: boolean;
  #problem = "";

  constructor() {
    super();
    this.text = null;
    this.reworded = null;
    this.busy = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("text")) return;
    this.reworded = null;
    this.#problem = "";
  }

  async #reword(): Promise<void> {
    const { text } = this;
    if (text === null) return;
    this.busy = true;
    this.#problem = "";
    try {
      const model = await localModel();
      if (!model)
        this.#problem = "This browser has no language model ready on this machine, and none is fetched for it.";
      const reworded = (await model?.reword(text, AbortSignal.timeout(patience))) ?? null;
      if (this.text === text) this.reworded = reworded;
    } catch {
      this.#problem = "The browser’s language model gave no answer.";
    } finally {
      this.busy = false;
    }
  }

  protected override render(): TemplateResult {
    const { text, reworded } = this;
    if (text === null) return html`<p class="k" role="status">The facts are being put together.</p>`;
    return html`<p class="prose">${text}</p>
      ${
        reworded === null
          ? nothing
          : html`<div class="machine"><p class="k">Reworded by the browser’s language model on this machine. It can be wrong; the paragraph above is what the facts say.</p>
            <p class="prose">${reworded}</p></div>`
      }
      ${
        mayHaveModel()
          ? html`<button type="button" class="btn small" ?disabled=${this.busy} @click=${() => void this.#reword()}>${
              this.busy ? "The browser’s model is writing…" : "Reword with the browser’s language model"
            }</button>`
          : nothing
      }
      ${this.#problem ? html`<p class="k" role="status">${this.#problem}</p>` : nothing}`;
  }
}

customElements.define("sg-user-summary", UserSummaryElement);
