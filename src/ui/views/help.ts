import { html, LitElement, type TemplateResult } from "lit";
import { groupBy } from "../../lib/group.ts";
import { icon } from "../icons.ts";
import { type Shortcut, shortcuts } from "../keys.ts";

/** The panel of keys. */
class HelpElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  show(): void {
    this.querySelector("dialog")?.showModal();
  }

  protected override render(): TemplateResult {
    const groups = groupBy(shortcuts, ({ where }) => where);
    return html`<dialog class="panel help" aria-labelledby="help-title">
      <header>
        <h2 id="help-title">Keys</h2>
        <form method="dialog"><button class="tool" aria-label="Close">${icon("close")}</button></form>
      </header>
      <div class="panel-body">
        ${[...groups].map(
          ([where, list]) => html`<section>
            <h3>${where}</h3>
            <dl class="keylist">${list.map(line)}</dl>
          </section>`,
        )}
      </div>
    </dialog>`;
  }
}

const line = ({ keys, does }: Shortcut): TemplateResult =>
  html`<div><dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${does}</dd></div>`;

customElements.define("sg-help", HelpElement);
