import { beforeEach, describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { uiPage } from "../support/ui-page.ts";
import { until } from "../support/until.ts";

const cell = (type: string, name: string, body: string) => `\`\`\`${type} ${name}\n${body}\n\`\`\`\n\n`;
const file = (text: string) => new File([`---\nshadowgraph: 1\ntitle: A test\n---\n\n${text}`], "test.md");
const standard =
  "# Nights\n\nProse <script>alert(1)</script> with [a link](https://example.com) and ![a picture](https://example.com/a.png).\n\n" +
  cell("sql", "days", "select 1") +
  cell(
    "plot",
    "chart",
    "data: days\ntitle: Events by day\nmarks:\n  - { mark: rectY, x: day, y: events, interval: day }",
  ) +
  cell("profile", "profile", "history: 30") +
  cell("queue", "queue", "detectors: [profile]");

const ui = uiPage({ hasNotebook: true });
beforeEach(async () => {
  await ui.openNotebook();
  await ui.desk.openFile(file(standard));
  await ui.session.openDemo();
  await ui.openPlace("notebook", "main.place-notebook sg-notebook");
  await until(() => ui.host.querySelectorAll("sg-cell .nb-cell").length === 4);
});

const cellNamed = (name: string) =>
  [...ui.host.querySelectorAll<HTMLElement>("sg-cell")].find(
    (one) => one.querySelector<HTMLInputElement>(".nb-name")?.value === name,
  )!;
const section = (name: string) => cellNamed(name).querySelector<HTMLElement>(".nb-cell")!;
const editorOf = (name: string) =>
  cellNamed(name).querySelector<HTMLElement>(".nb-body")!.shadowRoot!.querySelector<HTMLElement>(".cm-content")!;

describe("the notebook", () => {
  test("ran with the investigation, and shows a table, a chart, a finding and the cases", async () => {
    await until(() => section("queue").querySelector(".nb-cases li"));
    expect(section("days").textContent).toContain("30 rows");
    await until(() => section("days").textContent?.includes("<img src=x onerror=alert(1)>"));
    expect(ui.host.querySelector("sg-notebook img")).toBeNull();
    await until(() => section("chart").querySelectorAll("svg rect").length >= 30);
    expect(section("profile").querySelector(".nb-finding")?.textContent).not.toBe("");
  });

  test("a table's row and a chart's mark lead to the events behind them, and back", async () => {
    const dialog = () => ui.host.querySelector<HTMLDialogElement>("sg-rows dialog[open]");
    await until(() => section("days").querySelector("tr[data-row]"));
    section("days").querySelector<HTMLElement>("table")!.focus();
    await userEvent.keyboard("{ArrowDown}{Enter}");
    await until(() => dialog()?.querySelector("h2")?.textContent?.startsWith("All events on "));
    await until(() => dialog()?.querySelector(".raw tbody tr .where")?.textContent?.includes(" : "));
    await userEvent.keyboard("{Escape}");
    await until(() => !dialog());
    const mark = await until(() => section("chart").querySelector<SVGElement>("svg .press"));
    mark.focus();
    await userEvent.keyboard("{ArrowRight}{Enter}");
    await until(() => dialog()?.querySelector("h2")?.textContent === "All events on Tue 2 Sep");
    expect(ui.refused).toEqual([]);
  });

  test("shows prose without scripts, links or pictures", async () => {
    const prose = await until(
      () => ui.host.querySelector(".nb-prose-text h1") && ui.host.querySelector<HTMLElement>(".nb-prose-text"),
    );
    expect(prose.querySelector("h1")?.textContent).toBe("Nights");
    expect(prose.textContent).toContain("a link");
    expect(prose.querySelector("a, img, script")).toBeNull();
  });

  test("an edited cell is stale until it runs by keyboard; its error stands at the cell", async () => {
    editorOf("days").focus();
    await userEvent.keyboard("{Control>}a{/Control}select * from nowhere");
    await until(() => section("days").classList.contains("stale"));
    expect(ui.host.querySelector(".nb-file")?.textContent).toContain("changed");
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await until(() => section("days").querySelector(".nb-error"));
    expect(section("days").querySelector(".nb-error")?.textContent).toContain("nowhere does not exist");
  });

  test("cancelling the investigation ends all of it, and says that it was cancelled", async () => {
    const cancel = () => {
      if (ui.session.state.work?.progress) void ui.session.cancel();
    };
    ui.session.addEventListener("change", cancel);
    await ui.session.runInvestigation();
    ui.session.removeEventListener("change", cancel);
    expect(ui.session.state).toMatchObject({ cancelled: "Investigating", cases: null, problem: null });
    const statuses = ui.desk.runner?.entries.map((entry) => ui.desk.stateOf(entry).status) ?? [];
    expect(statuses).not.toContain("running");
    expect(statuses).not.toContain("waiting");
  });

  test("cells are added, left by Escape, deleted by D D and brought back by undo", async () => {
    section("days").focus();
    await userEvent.keyboard("b");
    await until(() => ui.host.querySelectorAll("sg-cell").length === 5);
    await until(() => cellNamed("sql_1"));
    await userEvent.keyboard("{Escape}");
    section("sql_1").focus();
    await userEvent.keyboard("dd");
    await until(() => ui.host.querySelectorAll("sg-cell").length === 4);
    await userEvent.keyboard("{Control>}z{/Control}");
    await until(() => ui.host.querySelectorAll("sg-cell").length === 5);
  });

  test("is written to a file that reads back the same", async () => {
    const written = ui.desk.text;
    await ui.desk.openFile(new File([written], "again.md"));
    expect(ui.desk.text).toBe(written);
    expect(written).toContain("```plot chart");
  });
});
