import { html, type TemplateResult } from "lit";
import "./chart.ts";
import "./table.ts";
import "./views/mapping.ts";
import "./views/import.ts";
import "./views/passphrase.ts";
import "./views/imported.ts";
import "./views/findings.ts";
import "./views/case-rows.ts";
import "./views/user-summary.ts";
import "./views/verdict.ts";
import "./views/tray.ts";
import "./views/case.ts";
import "./views/queue.ts";
import "./views/users.ts";
import "./views/page-rows.ts";
import "./views/rows-panel.ts";
import "./views/standings.ts";
import "./views/user.ts";
import "./views/entity.ts";
import "./views/map.ts";
import "./views/tenant.ts";
import "./views/report.ts";
import { entityAt, userAt } from "./links.ts";
import type { Page, Route } from "./route.ts";
import type { Session } from "./session.ts";

/** Draws a place beside the start; the notebook's is what the investigation found, where there is no notebook. */
export function drawPlace({ place, rank, page }: Route, session: Session): TemplateResult {
  if (place === "import") return html`<sg-import .session=${session}></sg-import>`;
  if (place === "queue") return html`<sg-queue .session=${session} .rank=${rank}></sg-queue>`;
  if (place === "users") return usersPage(page, session);
  if (place === "report") return html`<sg-report .session=${session}></sg-report>`;
  return html`<sg-findings .session=${session}></sg-findings>`;
}

function usersPage(page: Page | null, session: Session): TemplateResult {
  if (page?.kind === "user") return html`<sg-user .session=${session} .actor=${userAt(page.number)}></sg-user>`;
  if (page?.kind === "entity")
    return html`<sg-entity .session=${session} .entity=${entityAt(page.number)}></sg-entity>`;
  if (page?.kind === "map") return html`<sg-map .session=${session}></sg-map>`;
  if (page?.kind === "tenant") return html`<sg-tenant .session=${session}></sg-tenant>`;
  return html`<sg-users .session=${session}></sg-users>`;
}

/** The panel of raw rows, which lies over every place. */
export const rowsPanel = (session: Session): TemplateResult => html`<sg-rows .session=${session}></sg-rows>`;
