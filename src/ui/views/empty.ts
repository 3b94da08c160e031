import { html, type TemplateResult } from "lit";

/** An empty place: what is missing, why, and the way to it. */
export const empty = (
  what: string,
  why: string,
  { href = "#/", label = "Open files or the demo" }: { href?: string; label?: string } = {},
): TemplateResult =>
  html`<div class="empty">
    <h1>${what}</h1>
    <p>${why}</p>
    <a class="btn" href=${href}>${label}</a>
  </div>`;
