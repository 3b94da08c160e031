import { html, nothing, type TemplateResult } from "lit";
import { isNotebookFile } from "../notebook/recognise.ts";
import { type FindingEvent, keepFocused } from "./evidence.ts";
import { droppedFiles, droppedHandles } from "./files.ts";
import { count, dayRange } from "./format.ts";
import { icon, mark } from "./icons.ts";
import { listen } from "./keys.ts";
import type * as Places from "./places.ts";
import { problemOf } from "./problem.ts";
import { go, type Place, parseRoute, places, type Route } from "./route.ts";
import type { Session } from "./session.ts";
import type { SessionState } from "./state.ts";
import { currentTheme, toggleTheme } from "./theme.ts";
import { View } from "./view.ts";

const names: Readonly<Record<(typeof places)[number], string>> = {
  import: "Import",
  notebook: "Notebook",
  queue: "Queue",
  users: "Users",
  report: "Report",
};

/** Lays a notebook file on the desk; its handle, where there is one, takes what is saved. @throws UserError */
export type OpenNotebook = (file: File, handle: FileSystemFileHandle | null) => Promise<void>;

/** The shell: top bar, places, what is running, panels, and the whole window as a place to drop files. */
export class AppElement extends View {
  static override properties = {
    route: { state: true },
    dropping: { state: true },
    places: { attribute: false },
    notebook: { attribute: false },
    openNotebook: { attribute: false },
  };
  declare route: Route;
  declare dropping: boolean;
  /** The places beside the start; null until they are loaded. */
  declare places: typeof Places | null;
  /** Makes the notebook's view; without one the place shows what the investigation found. */
  declare notebook: ((session: Session) => HTMLElement) | null;
  /** Opens a notebook file; without it such a file is taken for a log. */
  declare openNotebook: OpenNotebook | null;
  #notebookView: HTMLElement | null = null;
  #afterG = 0;
  #stop: (() => void) | null = null;

  constructor() {
    super();
    this.route = parseRoute(location.hash);
    this.dropping = false;
    this.places = null;
    this.notebook = null;
    this.openNotebook = null;
  }

  protected override watched({ summary, proof, cases, work, areNamesHidden }: SessionState): readonly unknown[] {
    return [summary, proof, cases, work === null, areNamesHidden];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.#onHash);
    window.addEventListener("dragover", this.#onDragOver);
    window.addEventListener("dragleave", this.#onDragLeave);
    window.addEventListener("drop", this.#onDrop);
    this.addEventListener("sg-evidence", this.#onEvidence);
    const jumps: Record<string, Place> = { i: "import", n: "notebook", q: "queue", u: "users", r: "report" };
    const jump = (key: string): void => {
      const place = jumps[key];
      if (place && performance.now() - this.#afterG < 1200) go(place);
    };
    this.#stop = listen({
      "?": () => this.#openDialog("sg-help"),
      d: () => this.#switchTheme(),
      p: () => void this.session.toggleNames(),
      g: () => {
        this.#afterG = performance.now();
      },
      i: () => jump("i"),
      n: () => jump("n"),
      q: () => jump("q"),
      u: () => jump("u"),
      r: () => jump("r"),
      e: (event) => this.#keep(event),
      Escape: () => void this.session.cancel(),
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.#onHash);
    window.removeEventListener("dragover", this.#onDragOver);
    window.removeEventListener("dragleave", this.#onDragLeave);
    window.removeEventListener("drop", this.#onDrop);
    this.removeEventListener("sg-evidence", this.#onEvidence);
    this.#stop?.();
  }

  readonly #onHash = (): void => {
    const before = this.route;
    this.route = parseRoute(location.hash);
    const { place, page } = this.route;
    if (before.place !== place || before.page?.kind !== page?.kind || before.page?.number !== page?.number)
      this.querySelector("main")?.scrollTo(0, 0);
  };
  readonly #onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.dropping = true;
  };
  readonly #onDragLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.dropping = false;
  };
  readonly #onDrop = (event: DragEvent): void => {
    this.dropping = false;
    if (!event.dataTransfer) return;
    event.preventDefault();
    void this.#take(droppedFiles(event.dataTransfer), droppedHandles(event.dataTransfer));
  };

  readonly #onEvidence = (event: Event): void => void this.session.collect((event as FindingEvent).detail);

  /** Keeps what has the focus as evidence; where that can't be, goes to the tray. */
  #keep(event: KeyboardEvent): void {
    if (keepFocused(event.target)) return;
    const tray = this.querySelector<HTMLElement>("sg-tray h2");
    tray?.scrollIntoView({ block: "nearest" });
    tray?.focus();
  }

  /** Opens a notebook that was dropped, and looks at the other files as logs. */
  async #take(dropped: Promise<File[]>, handles: Promise<ReadonlyMap<string, FileSystemFileHandle>>): Promise<void> {
    const files = await dropped;
    const isNotebook = await Promise.all(files.map((file) => isNotebookFile(file)));
    const notebook = files.find((_, i) => isNotebook[i]);
    if (notebook && this.openNotebook) {
      try {
        await this.openNotebook(notebook, (await handles).get(notebook.name) ?? null);
        go("notebook");
      } catch (error) {
        this.session.update({ problem: problemOf(error) });
      }
    }
    const logs = this.openNotebook ? files.filter((_, i) => !isNotebook[i]) : files;
    await this.session.inspect(logs);
  }

  #openDialog(name: string): void {
    this.querySelector<HTMLElement & { show(): void }>(name)?.show();
  }

  #switchTheme(): void {
    toggleTheme();
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    return html`
      <a class="skip" href="#/" @click=${this.#skip}>Skip to the content</a>
      <header class="top">
        <a class="brand" href="#/" aria-label="Shadowgraph, start">${mark()}<span>Shadowgraph</span></a>
        <nav class="places" aria-label="Places">${places.map((place) => this.#placeLink(place))}</nav>
        ${this.#tenant()}
        <div class="tools">
          ${
            this.state.areNamesHidden
              ? html`<button class="btn small" type="button" title="Show the names (P)" @click=${() => this.session.toggleNames()}>Names hidden</button>`
              : nothing
          }
          <button class="tool" type="button" @click=${this.#switchTheme} aria-label="Switch to ${currentTheme() === "dark" ? "light" : "dark"}" title="Light or dark (D)">
            ${icon(currentTheme() === "dark" ? "light" : "dark")}
          </button>
          <button class="tool keys" type="button" @click=${() => this.#openDialog("sg-help")} aria-label="Keys" title="Keys (?)">?</button>
          ${this.#seal()}
        </div>
      </header>
      <sg-status .session=${this.session}></sg-status>
      <sg-said .session=${this.session}></sg-said>
      <sg-tour .session=${this.session}></sg-tour>
      <main id="main" tabindex="-1" class="place-${this.route.place}">${this.#view()}</main>
      <sg-proof .session=${this.session}></sg-proof>
      ${this.places?.rowsPanel(this.session) ?? nothing}
      <sg-help></sg-help>
      <div class="dropping" ?hidden=${!this.dropping} aria-hidden="true"><p>Drop files or folders anywhere</p></div>
    `;
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.querySelector<HTMLElement>("main")?.focus();
  }

  #placeLink(place: (typeof places)[number]): TemplateResult {
    const badge =
      place === "queue" && this.state.cases ? html`<span class="badge">${this.state.cases.length}</span>` : nothing;
    return html`<a href="#/${place}" aria-current=${this.route.place === place ? "page" : nothing}
      >${icon(place)}<span>${names[place]}</span>${badge}</a
    >`;
  }

  #tenant(): TemplateResult | typeof nothing {
    const { summary } = this.state;
    if (!summary) return nothing;
    const text = `${summary.name} · ${count(summary.events)} events · ${dayRange(summary.firstDay, summary.lastDay)} ${summary.zone}`;
    return html`<span class="tenant" title=${text}>${text}</span>`;
  }

  #seal(): TemplateResult {
    const { proof } = this.state;
    const broken = proof !== null && proof.requestsSinceFirstFile > 0;
    const requests = proof
      ? `${proof.requestsSinceFirstFile} ${proof.requestsSinceFirstFile === 1 ? "request" : "requests"}`
      : "";
    return html`<button class="seal ${broken ? "broken" : proof?.sealed ? "sealed" : ""}" type="button" @click=${() => this.#openDialog("sg-proof")}>
      <span class="seal-dot" aria-hidden="true"></span>${
        proof?.sealed
          ? html`<span>sealed<span class="long"> · ${requests} since the first file</span></span>`
          : html`<span>local<span class="long"> · seals before the first file</span></span>`
      }
    </button>`;
  }

  #view(): TemplateResult | HTMLElement | typeof nothing {
    const { session, route, places } = this;
    if (route.place === "start") return html`<sg-start .session=${session}></sg-start>`;
    if (route.place === "notebook" && this.notebook) {
      this.#notebookView ??= this.notebook(session);
      return this.#notebookView;
    }
    return places ? places.drawPlace(route, session) : nothing;
  }
}

customElements.define("sg-app", AppElement);
