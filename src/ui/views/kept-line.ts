import { html, nothing, type TemplateResult } from "lit";
import { bytes, plural } from "../format.ts";
import type { SessionState } from "../state.ts";

/** How the open tenant stands on this machine's disk, in a line, and what is missing of it. */
export function keptLine({ keeping, isPersistent, lacks, demo }: SessionState): TemplateResult | typeof nothing {
  const missing =
    lacks.length > 0
      ? html`<div class="problem" role="alert"><b>Not all of this tenant could be read.</b>
          <ul class="says">${lacks.map((lack) => html`<li>${lack}</li>`)}</ul></div>`
      : nothing;
  if (demo) return nothing;
  if (!keeping) return html`<p class="k">In memory only: closing this tab forgets this tenant.</p>`;
  return html`${missing}<p class="k" data-kept=${keeping.is}>${says(keeping, isPersistent)}</p>`;
}

function says(
  { is, rows, bytes: size, problem }: NonNullable<SessionState["keeping"]>,
  isPersistent: boolean | null,
): string {
  if (is === "writing") return `Being written to this machine: ${plural(rows, "row")} so far.`;
  if (is === "read")
    return "Another tab has this tenant open and writes it: what is judged or changed here is not kept.";
  if (is === "memory")
    return "In memory only: closing this tab forgets this tenant. This browser gives no place on disk.";
  if (is === "failed") return `Kept up to row ${rows}, and not from there on. ${problem?.what} ${problem?.next}`;
  const promise =
    isPersistent === false ? " The browser may delete it where the disk runs full: keep the logs, too." : "";
  return `Kept on this machine, in this browser’s private storage (${bytes(size)}).${promise}`;
}
