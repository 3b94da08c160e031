import "./styles/theme.css";
import "./styles/shell.css";
import "./styles/status.css";
import "./styles/panel.css";
import "./styles/shell-narrow.css";
import "./styles/plot.css";
import "./styles/table.css";
import "./styles/start.css";
import "./styles/import.css";
import "./styles/queue.css";
import "./styles/case.css";
import "./styles/evidence.css";
import "./styles/rows.css";
import "./styles/models.css";
import "./styles/pages.css";
import "./styles/print.css";
import "./chart.ts";
import "./table.ts";
import "./views/status.ts";
import "./views/proof.ts";
import "./views/help.ts";
import "./views/start.ts";
import "./views/mapping.ts";
import "./views/import.ts";
import "./views/imported.ts";
import "./views/findings.ts";
import "./views/case-rows.ts";
import "./views/user-summary.ts";
import "./views/verdict.ts";
import "./views/case.ts";
import "./views/queue.ts";
import "./views/users.ts";
import "./views/report.ts";
import { AppElement } from "./app.ts";
import type { Services } from "./services.ts";
import { Session } from "./session.ts";
import { followSystemTheme } from "./theme.ts";

/** What the page may add to the interface. */
export interface AppOptions {
  /** Makes the notebook's view, once. */
  readonly notebook?: (session: Session) => HTMLElement;
}

/** Puts the interface into `host` and gives its session, which automation and the notebook drive. */
export function startApp(host: HTMLElement, services: Services, { notebook }: AppOptions = {}): Session {
  followSystemTheme();
  const session = new Session(services);
  const app = new AppElement();
  app.session = session;
  app.notebook = notebook ?? null;
  host.append(app);
  void session.refreshProof().catch(() => {});
  return session;
}
