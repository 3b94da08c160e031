import { LitElement, type PropertyDeclarations } from "lit";
import type { Desk } from "./desk.ts";

/** A part of the notebook's place: light DOM, and a new render whenever the desk says that something changed. */
export class DeskElement extends LitElement {
  static override properties: PropertyDeclarations = { desk: { attribute: false } };
  declare desk: Desk;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.addEventListener("change", this.#onChange);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.desk.removeEventListener("change", this.#onChange);
  }

  readonly #onChange = (): void => this.requestUpdate();
}
