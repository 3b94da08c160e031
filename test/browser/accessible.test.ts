import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { fixtureServices } from "../support/fixture-engine.ts";
import { uiPage } from "../support/ui-page.ts";
import { until } from "../support/until.ts";

const ui = uiPage({ hasNotebook: true });

const cell = (type: string, name: string, body: string) => `\`\`\`${type} ${name}\n${body}\n\`\`\`\n\n`;
const notebook =
  "---\nshadowgraph: 1\ntitle: Nights\n---\n\n# Nights\n\nProse.\n\n" +
  cell("sql", "days", "select 1") +
  cell(
    "plot",
    "chart",
    "data: days\ntitle: Events by day\nbrush: x\nmarks:\n  - { mark: rectY, x: day, interval: day, y: events }",
  ) +
  cell("input", "least", "control: range\nmin: 1\nmax: 9\nvalue: 3\nlabel: At least") +
  cell("profile", "profile", "history: 30") +
  cell("queue", "queue", "detectors: [profile]") +
  cell("sql", "hen", "select * from egg") +
  cell("sql", "egg", "select * from hen");

const press = (selector: string) => ui.one(selector).then((button) => button.click());
const openDialog = async (name: string, selector: string) => {
  ui.host.querySelector<HTMLElement & { show(): void }>(name)?.show();
  await ui.one(selector);
};
const openUser = async () => {
  await ui.openDemo();
  await press(".case .facts a.actor");
  await ui.one("sg-user .raw tbody tr");
  await until(() => ui.host.querySelector("sg-user svg.clock"));
};
const openNotebook = async () => {
  await ui.openNotebook();
  await ui.desk.openFile(new File([notebook], "nights.md"));
  await ui.session.openDemo();
  await ui.openPlace("notebook", "main.place-notebook sg-notebook");
  await ui.desk.runner?.runAll();
  await until(() => ui.host.querySelector("#main .nb-chart svg") && ui.host.querySelector(".nb-error"));
};
/** Few cases: axe looks at each. */
const restart = (options: Parameters<typeof fixtureServices>[0]) => {
  ui.host.remove();
  ui.start(fixtureServices(options));
};

/** Every place of the page and every dialog, in the states that people see them in. */
const views: Readonly<Record<string, () => Promise<unknown>>> = {
  start: () => ui.one(".hero"),
  "what was dropped": async () => {
    await ui.session.inspect([new File(["x"], "actions.csv"), new File(["x"], "a.png")]);
    await ui.one(".plan-name");
  },
  "what runs": async () => {
    restart({ pace: 400 });
    void ui.session.openDemo();
    await ui.one(".status.running progress");
  },
  "what was imported": () => ui.openDemo().then(() => ui.openPlace("import", "sg-table tbody td")),
  notebook: openNotebook,
  "notebook with find, folds and menu": async () => {
    await openNotebook();
    ui.host.querySelector<HTMLElement>(".nb-cell")?.focus();
    await userEvent.keyboard("oh{Control>}f{/Control}");
    await ui.one(".nb-found");
    [...ui.host.querySelectorAll("button")]
      .find(({ textContent }) => textContent?.trim().startsWith("Notebooks"))
      ?.click();
    await ui.one('[role="menu"]');
  },
  "raw rows behind a mark": async () => {
    await openNotebook();
    (await ui.one(".nb-cell table")).focus();
    await userEvent.keyboard("{ArrowDown}{Enter}");
    await ui.one("sg-rows dialog[open] .raw tbody tr");
  },
  "queue and case": () => ui.openDemo(),
  "queue, filtered and marked, with likeness, verdict and evidence": async () => {
    await ui.openDemo();
    await userEvent.keyboard("jlyx");
    await until(() => ui.session.state.liked.length === 1 && ui.session.state.verdicts);
    await press(".raw tbody tr .keep");
    await press("sg-chart .keep");
    await until(() => ui.host.querySelectorAll(".tray li").length === 2);
    for (const details of ui.host.querySelectorAll<HTMLDetailsElement>(".list details, .tray details"))
      details.open = true;
    (await ui.one(".raw .toggle button")).click();
  },
  "case that is awkward": () => {
    restart({ awkward: true, cases: 8 });
    return ui.openDemo();
  },
  "case that failed": async () => {
    restart({ failing: true });
    await ui.session.openDemo();
    await ui.one(".case .problem");
  },
  users: () => ui.openDemo().then(() => ui.openPlace("users", "sg-users svg")),
  user: openUser,
  entity: async () => {
    await openUser();
    await press("sg-user .fresh a.entity");
    await ui.one("sg-entity .raw tbody tr");
  },
  map: () => ui.openDemo().then(() => ui.openPlace("map", "svg.usermap")),
  tenant: () => ui.openDemo().then(() => ui.openPlace("tenant", "svg.silhouette")),
  report: async () => {
    await ui.openDemo();
    await userEvent.keyboard("y");
    await ui.openPlace("report", ".report .posterior svg");
  },
  "nothing yet": () => ui.openPlace("queue", ".empty"),
  proof: () => press(".seal").then(() => ui.one("sg-proof dialog[open]")),
  keys: () => openDialog("sg-help", ".help[open]"),
  palette: async () => {
    await userEvent.keyboard("{Control>}k{/Control}");
    await ui.one("sg-palette dialog[open]");
  },
};

test.each(Object.entries(views))("axe finds nothing, light and dark, wide and narrow: %s", async (_name, open) => {
  await open();
  for (const [width, theme, only] of [
    [1440, "light", null],
    [390, "dark", null],
    [1440, "dark", "color-contrast"],
    [390, "light", "color-contrast"],
  ] as const) {
    await page.viewport(width, 844);
    document.documentElement.dataset.theme = theme;
    await ui.expectAccessible(only);
  }
  expect(ui.refused).toEqual([]);
});
