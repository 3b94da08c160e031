import axe from "axe-core";
import { afterEach, beforeAll, beforeEach, expect } from "vitest";
import { page } from "vitest/browser";
import type { Desk } from "../../src/ui/notebook/desk.ts";
import { openNotebook } from "../../src/ui/notebook/open.ts";
import type { Services } from "../../src/ui/services.ts";
import type { Session } from "../../src/ui/session.ts";
import { startApp } from "../../src/ui/start-app.ts";
import { fixtureServices } from "./fixture-engine.ts";
import { until } from "./until.ts";

/** The page over a made-up engine, put up before each test and taken down after it. */
export class UiPage {
  host: HTMLElement = document.body;
  session!: Session;
  /** What the page's policy on styles refused since the test began. */
  readonly refused: string[] = [];
  #desk: Desk | null = null;
  readonly #hasNotebook: boolean;

  constructor({ hasNotebook }: { readonly hasNotebook: boolean }) {
    this.#hasNotebook = hasNotebook;
  }

  /** The open notebook's desk; until the notebook was shown there is none. */
  get desk(): Desk {
    if (!this.#desk) throw new Error("the notebook has not been shown");
    return this.#desk;
  }

  /** Puts the page up anew. */
  start(services: Services = fixtureServices()): void {
    this.#desk = null;
    this.host = document.createElement("div");
    document.body.append(this.host);
    this.session = startApp(this.host, services, this.#hasNotebook ? this.#notebook() : {});
  }

  #notebook(): NonNullable<Parameters<typeof startApp>[2]> {
    return {
      notebook: (session) => {
        const { desk, view, tellCaught } = openNotebook(session);
        this.#desk = desk;
        session.tellCaught = tellCaught;
        session.useInvestigation(desk.investigate);
        return view;
      },
      openNotebook: async (file, handle) => {
        location.hash = "#/notebook";
        await until(() => this.#desk);
        await this.desk.openFile(file, handle);
      },
    };
  }

  one(selector: string): Promise<HTMLElement> {
    return until(() => this.host.querySelector<HTMLElement>(selector));
  }

  text(selector: string): string {
    return this.host.querySelector(selector)?.textContent?.replace(/\s+/g, " ").trim() ?? "";
  }

  async openDemo(): Promise<void> {
    await this.session.openDemo();
    await this.one(".case .raw tbody tr");
  }

  async openPlace(place: string, selector: string): Promise<void> {
    location.hash = `#/${place}`;
    await this.one(selector);
  }

  /** Shows the notebook, and waits for its desk. */
  async openNotebook(): Promise<void> {
    location.hash = "#/notebook";
    await until(() => this.#desk && this.host.querySelector("sg-notebook"));
  }

  /** Checks that axe finds nothing on the page, of one rule or of all, and that it doesn't run over sideways. */
  async expectAccessible(rule: string | null = null): Promise<void> {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const { violations } = await axe.run(this.host, {
      runOnly: rule ? { type: "rule", values: [rule] } : ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    });
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`),
    );
    expect(found).toEqual([]);
    for (const part of [document.documentElement, this.host.querySelector("main")])
      expect(part?.scrollWidth ?? 0).toBeLessThanOrEqual(part?.clientWidth ?? 0);
  }
}

/** The page, up before and down after each test of a file, under the policy on styles that the built page has. */
export function uiPage({ hasNotebook = false, isUp = true } = {}): UiPage {
  const ui = new UiPage({ hasNotebook });
  beforeAll(() => {
    const policy = document.createElement("meta");
    policy.httpEquiv = "Content-Security-Policy";
    policy.content = "style-src 'self'";
    document.addEventListener("securitypolicyviolation", (event) => {
      ui.refused.push(`${event.violatedDirective}: ${event.sample || event.blockedURI} ${event.sourceFile}`);
    });
    document.documentElement.lang = "en";
    document.title = "Shadowgraph";
    document.head.append(policy);
  });
  beforeEach(async () => {
    await page.viewport(1440, 900);
    document.documentElement.dataset.theme = "light";
    location.hash = "#/";
    ui.refused.length = 0;
    if (isUp) ui.start();
  });
  afterEach(() => {
    ui.host.remove();
    location.hash = "#/";
  });
  return ui;
}
