import { html, type PropertyValues, type TemplateResult } from "lit";
import type { SessionState } from "../state.ts";
import { View } from "../view.ts";

/** How long it stays, milliseconds. What it says can be taken back later too. */
const shownFor = 6000;

/** What was just done, said in a few words, with the way back. */
class SaidElement extends View {
  #timer: ReturnType<typeof setTimeout> | undefined;

  protected override watched({ said }: SessionState): readonly unknown[] {
    return [said];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override updated(_changed: PropertyValues): void {
    clearTimeout(this.#timer);
    if (this.state.said) this.#timer = setTimeout(() => this.session.update({ said: null }), shownFor);
  }

  protected override render(): TemplateResult {
    const { said } = this.state;
    return html`<div class="said" role="status">${said ? html`<span>${said}</span><button type="button" @click=${() => this.session.undo()}>Undo</button>` : ""}</div>`;
  }
}

customElements.define("sg-said", SaidElement);
