import { html, type TemplateResult } from "lit";
import type { SessionState } from "../state.ts";
import { empty } from "./empty.ts";

/** What stands in place of a queue that is not there, or has no case; null where there is one to go through. */
export function emptyQueue({
  cases,
  summary,
  work,
}: Pick<SessionState, "cases" | "summary" | "work">): TemplateResult | null {
  if (cases && cases.length > 0) return null;
  if (cases)
    return empty("Nothing stands out.", "Every scored day and action is within what history explains.", {
      href: "#/notebook",
      label: "See what was scored",
    });
  if (work)
    return html`<div class="page"><h1>The queue is being made</h1><p class="lead">It opens here with its first case. <a href="#/import">How far it is</a></p></div>`;
  if (!summary) return empty("No queue yet.", "Open a tenant, and what its history does not explain is ranked here.");
  return empty("No queue yet.", "The investigation ranks what history does not explain.", {
    href: "#/import",
    label: "Run the investigation",
  });
}
