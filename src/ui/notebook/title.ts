import { html, type TemplateResult } from "lit";

/** The notebook's title as its heading, to be written over in its place: Enter or leaving it keeps what is written, Escape doesn't. */
export function titleHeading(title: string, keep: (title: string) => void): TemplateResult {
  const onBlur = ({ currentTarget }: Event) => {
    const heading = currentTarget as HTMLElement;
    const written = (heading.textContent ?? "").replace(/\s+/g, " ").trim();
    heading.textContent = written === "" ? title : written;
    keep(written);
  };
  const onKey = (event: KeyboardEvent) => {
    const heading = event.currentTarget as HTMLElement;
    if (event.key === "Escape") heading.textContent = title;
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    heading.blur();
  };
  return html`<h1 class="nb-title" contenteditable="plaintext-only" spellcheck="false" title="Write to give it another title" .textContent=${title} @blur=${onBlur} @keydown=${onKey}></h1>`;
}
