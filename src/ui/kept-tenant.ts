import * as Comlink from "comlink";
import type { KeptState, OpenedTenant } from "../engine/api/keep.ts";
import type { Engine } from "../engine/api.ts";
import { UserError } from "../lib/errors.ts";
import type { RecentTenant } from "../tenant/tenants.ts";
import { prefersToKeep } from "./keep-choice.ts";
import { OpenTenant } from "./open-tenant.ts";
import { problemOf } from "./problem.ts";
import { go } from "./route.ts";
import type { SessionState } from "./state.ts";

/** Milliseconds that changes of the notebook are gathered for. */
const quiet = 600;

/** What a stored tenant brings back to the page. */
const broughtBack = ({
  summary,
  mappings,
  verdicts,
  evidence,
  starred,
  liked,
  lacks,
}: OpenedTenant): Partial<SessionState> => ({
  summary,
  mappings,
  verdicts,
  evidence,
  starred: new Set(starred),
  liked,
  lacks,
});

/** The tenants that stay on this machine: kept as they are imported, listed, opened again, and deleted. */
export abstract class KeptTenant extends OpenTenant {
  #noting: ReturnType<typeof setTimeout> | null = null;
  /** Tells what the engine that is watched now says from what an earlier one does. */
  #watched = {};

  /** The notebook as Markdown and its file's name, for the report and the tenant's folder; null where there is none. */
  notebookText: () => string | null = () => null;
  notebookName: () => string = () => "notebook.md";

  /** Lays a notebook's text open in place of the one that lies there. */
  openNotebookText: (text: string, fileName?: string) => Promise<void> = async () => {};

  /** Has the notebook's detectors score other days, ISO local days. */
  setScoredDays: (days: { readonly from: string; readonly to: string }) => Promise<void> = async () => {};

  /** Tells, in the notebook, what its detectors would have caught. */
  tellCaught: () => Promise<void> = async () => {};

  /** Runs the investigation on the open tenant. */
  abstract runInvestigation(): Promise<void>;

  recentTenants(): Promise<RecentTenant[]> {
    return this.services.recentTenants();
  }

  /** Keeps what the engine imports from now on, where the analyst wants that. */
  protected async startKeeping(): Promise<void> {
    if (!prefersToKeep()) return;
    const { onState } = this.#watch();
    void this.services.persist().then((isPersistent) => this.update({ isPersistent }));
    await this.tenantEngine().keep(onState);
  }

  /** Opens a stored tenant as it was left, a locked one by its passphrase. */
  async openRecent({ id, name }: Pick<RecentTenant, "id" | "name">, passphrase?: string): Promise<void> {
    if (this.state.work) return;
    if (this.state.keeping?.id === id) return go(this.state.cases ? "queue" : "import");
    if (this.keptState?.keeping?.id === id) return this.keep();
    if (passphrase === undefined) go("import");
    let opened: OpenedTenant | null = null;
    const done = await this.anew(`Opening ${name || "the locked tenant"}`, null, async (opening, watch) => {
      const engine = await opening;
      const { onState, last } = this.#watch();
      opened = await engine.openStored(id, watch, onState, passphrase);
      go("import");
      return { ...broughtBack(opened), keeping: last(), isLocked: passphrase !== undefined };
    });
    if (done && opened) await this.#layOut(opened);
  }

  /** Goes on with the import that stopped, of a file that was dropped again. */
  async goOn(): Promise<void> {
    const { stopped, files, mappings } = this.state;
    if (!stopped) return;
    let opened: OpenedTenant | null = null;
    const done = await this.run(`Going on with ${stopped.file}`, async (watch) => {
      if (this.keptState?.keeping?.id === stopped.tenant) await this.forgetKept();
      const engine = this.tenantEngine();
      const { onState, last } = this.#watch();
      opened = await engine.openStored(stopped.tenant, watch, onState);
      if (last()?.is === "read")
        throw new UserError("Another tab has this tenant open.", { next: "Go on there, or close it there first." });
      const summary = await engine.importFiles([...files], mappings, watch);
      this.update({ ...broughtBack(opened), summary, stopped: null });
    });
    if (!done) return this.leave();
    void this.forgetKept();
    if (opened) await this.#layOut(opened);
  }

  async #layOut({ notebook, summary }: OpenedTenant): Promise<void> {
    try {
      if (notebook && notebook.text !== this.notebookText())
        await this.openNotebookText(notebook.text, notebook.fileName);
    } catch (error) {
      this.update({ problem: problemOf(error) });
    }
    if (summary.events > 0) await this.runInvestigation();
  }

  /** Takes a tenant off this machine; the one that is open stays in memory. */
  async deleteTenant(id: string): Promise<void> {
    try {
      if (this.state.keeping?.id === id) await this.engine?.discard();
      else await this.services.deleteTenant(id);
    } catch (error) {
      this.update({ problem: problemOf(error) });
    }
  }

  /** The notebook has changed: it is kept with the tenant once it has been quiet for a moment. */
  noteNotebook(): void {
    if (this.#noting !== null || this.state.keeping === null) return;
    this.#noting = setTimeout(() => {
      this.#noting = null;
      const text = this.notebookText();
      if (text === null || !this.state.keeping?.id) return;
      void this.engine?.keepNotebook({ fileName: this.notebookName(), text }).catch(() => {});
    }, quiet);
  }

  #watch() {
    const mine = {};
    this.#watched = mine;
    let last: KeptState | null = null;
    const onState = Comlink.proxy((state: KeptState) => {
      last = state;
      if (this.#watched !== mine) return;
      const failed = state.problem && this.state.keeping?.is !== "failed" ? state.problem : null;
      this.update({ keeping: state });
      if (state.is === "writing") addEventListener("beforeunload", askFirst);
      else removeEventListener("beforeunload", askFirst);
      if (failed)
        this.update({
          problem: { where: "", what: `This tenant is not kept from here on. ${failed.what}`, next: failed.next },
        });
    });
    return { onState: onState as Parameters<Engine["keep"]>[0], last: (): KeptState | null => last };
  }
}

/** Has the browser ask before the page goes while something is still written. */
const askFirst = (event: Event): void => event.preventDefault();
