import "./styles/theme.css";
import "./styles/shell.css";
import "./styles/status.css";
import "./styles/panel.css";
import "./styles/shell-narrow.css";
import "./styles/plot.css";
import "./styles/table.css";
import "./styles/table-panel.css";
import "./styles/start.css";
import "./styles/import.css";
import "./styles/queue.css";
import "./styles/queue-rows.css";
import "./styles/queue-pane.css";
import "./styles/case.css";
import "./styles/evidence.css";
import "./styles/rows.css";
import "./styles/tray.css";
import "./styles/models.css";
import "./styles/recent.css";
import "./styles/pages.css";
import "./styles/person.css";
import "./styles/tip.css";
import "./styles/tour.css";
import "./styles/print.css";
import "./views/status.ts";
import "./views/said.ts";
import "./views/tour.ts";
import "./views/proof.ts";
import "./views/help.ts";
import "./views/recent.ts";
import "./views/start.ts";
import { AppElement, type OpenNotebook } from "./app.ts";
import { showHidden } from "./hidden-characters.ts";
import { loadPlaces } from "./load-places.ts";
import { pageActions } from "./palette/page-actions.ts";
import { PaletteElement } from "./palette/palette.ts";
import { problemOf } from "./problem.ts";
import type { Services } from "./services.ts";
import { Session } from "./session.ts";
import { followSystemTheme } from "./theme.ts";

/** What the page may add to the interface. */
export interface AppOptions {
  /** Makes the notebook's view, once. */
  readonly notebook?: (session: Session) => HTMLElement;
  /** Opens a notebook file that was dropped on the page. */
  readonly openNotebook?: OpenNotebook;
}

/** Puts the interface into `host` and gives its session, which automation and the notebook drive. */
export function startApp(host: HTMLElement, services: Services, { notebook, openNotebook }: AppOptions = {}): Session {
  followSystemTheme();
  showHidden(document.documentElement);
  const session = new Session(services);
  const app = new AppElement();
  app.session = session;
  app.notebook = notebook ?? null;
  app.openNotebook = openNotebook ?? null;
  const palette = new PaletteElement();
  palette.onFailure = (error) => session.update({ problem: problemOf(error) });
  palette.pageActions = () => pageActions(session);
  host.append(app, palette);
  const failed = (error: unknown) => session.update({ problem: problemOf(error) });
  setTimeout(() =>
    loadPlaces().then((places) => {
      app.places = places;
    }, failed),
  );
  void session.refreshProof().catch(() => {});
  return session;
}
