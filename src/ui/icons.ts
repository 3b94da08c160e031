import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";

const shapes = {
  import: svg`<path d="M8 2v8m0 0 3-3m-3 3L5 7M2.5 11v2.5h11V11"/>`,
  notebook: svg`<path d="M3 2.5h10v11H3zM5.5 2.5v11M8 6h3M8 9h3"/>`,
  queue: svg`<path d="M2.5 4h.01M2.5 8h.01M2.5 12h.01M5.5 4h8M5.5 8h8M5.5 12h8"/>`,
  users: svg`<circle cx="8" cy="5.5" r="2.5"/><path d="M3 13.5c.6-2.6 2.5-4 5-4s4.4 1.4 5 4"/>`,
  report: svg`<path d="M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3M6 8h4M6 11h4"/>`,
  light: svg`<circle cx="8" cy="8" r="3"/><path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1"/>`,
  dark: svg`<path d="M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z"/>`,
  close: svg`<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>`,
  back: svg`<path d="M9.5 3 4.5 8l5 5"/>`,
  chevron: svg`<path d="M4 6l4 4 4-4"/>`,
  output: svg`<path d="M2.5 3.5h11M2.5 7v5.5h11V7zM6.5 8.5 8 10l1.5-1.5"/>`,
  grip: svg`<path d="M6 3.5h.01M6 8h.01M6 12.5h.01M10 3.5h.01M10 8h.01M10 12.5h.01"/>`,
  undo: svg`<path d="M5.5 3 2.5 6l3 3M2.5 6h7a3.5 3.5 0 0 1 0 7H6"/>`,
  redo: svg`<path d="M10.5 3l3 3-3 3M13.5 6h-7a3.5 3.5 0 0 0 0 7H10"/>`,
  find: svg`<circle cx="7" cy="7" r="4.5"/><path d="M10.5 10.5l3 3"/>`,
  outline: svg`<path d="M2.5 4h11M5 8h8.5M5 12h8.5"/>`,
  keep: svg`<path d="M2.5 9.5v4h11v-4M8 2v7M4.5 5.5h7"/>`,
  like: svg`<path d="M2.5 4h11M2.5 8h6M2.5 12h6M12 7v5.5m0 0 2-2m-2 2-2-2"/>`,
  up: svg`<path d="M8 13V3m0 0L4 7m4-4 4 4"/>`,
  down: svg`<path d="M8 3v10m0 0 4-4m-4 4-4-4"/>`,
  star: svg`<path d="M8 1.8l1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.6l-3.8 2 .7-4.3-3.1-3 4.3-.6z"/>`,
} as const satisfies Record<string, SVGTemplateResult>;

/** A 16-pixel line icon; it says nothing to a screen reader, so what holds it needs a name. */
export const icon = (name: keyof typeof shapes): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${shapes[name]}</svg>`;

/** The mark: a disc of ink, and beside it what its light alone doesn't show. */
export const mark = (size = 18): TemplateResult =>
  html`<svg class="mark" viewBox="0 0 18 18" width=${size} height=${size} aria-hidden="true">
    <circle cx="7" cy="9" r="6" fill="var(--ink)" />
    <circle cx="11.5" cy="9" r="5.25" fill="none" stroke="var(--signal)" stroke-width="1.5" />
  </svg>`;
