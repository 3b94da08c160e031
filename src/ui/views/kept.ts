import { html, nothing, type TemplateResult } from "lit";
import type { Session } from "../session.ts";

/** The way back to the tenant that is open behind files which are only looked at, or of which nothing became an event. */
export const backToKept = (session: Session): TemplateResult | typeof nothing =>
  session.state.kept === null || session.state.work
    ? nothing
    : html`<button class="btn" type="button" @click=${() => session.keep()}>Back to ${session.state.kept}</button>`;
