import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../icons.ts";
import { DeskElement } from "./desk-element.ts";
import "./outline.ts";

/** The outline as a sheet over the notebook, where there is no room for it beside. It closes where one goes somewhere. */
export class OutlineSheetElement extends DeskElement {
  static override properties = {
    ...DeskElement.properties,
    current: { attribute: false },
    isOpen: { state: true },
  };
  /** Id of the block where the reader is. */
  declare current: number;
  declare isOpen: boolean;

  constructor() {
    super();
    this.current = -1;
    this.isOpen = false;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  show(): void {
    this.isOpen = true;
    this.#dialog?.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog class="panel sheet nb-outline-sheet" aria-label="Outline" @outline-go=${() => this.#dialog?.close()} @close=${() => {
      this.isOpen = false;
    }}>
      <header><h2>Outline</h2><form method="dialog"><button class="tool" aria-label="Close">${icon("close")}</button></form></header>
      <div class="panel-body">${this.isOpen ? html`<sg-outline .desk=${this.desk} .current=${this.current}></sg-outline>` : nothing}</div>
    </dialog>`;
  }
}

customElements.define("sg-outline-sheet", OutlineSheetElement);
