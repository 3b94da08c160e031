import { describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { evidenceOf } from "../../src/casework/evidence.ts";
import { uiPage } from "../support/ui-page.ts";
import { until } from "../support/until.ts";

const ui = uiPage();
const first = { actor: "agent-12393", day: "2025-09-30" };
const kept = () => evidenceOf(ui.session.state.evidence, first);
const titles = () => [...ui.host.querySelectorAll(".tray li b")].map(({ textContent }) => textContent);

async function keepThree(): Promise<void> {
  await ui.openDemo();
  (await ui.one(".raw tbody tr .toggle button")).focus();
  await userEvent.keyboard("e");
  await until(() => kept().length === 1);
  (await ui.one(".bars .press")).focus();
  await userEvent.keyboard("e");
  await until(() => kept().length === 2);
  (await ui.one(".agreement .keep")).click();
  await until(() => titles().length === 3);
}

describe("evidence", () => {
  test("a row, a chart and a sentence are kept by E and by their buttons, with what they hold", async () => {
    await keepThree();
    const [row, chart, fact] = kept();
    expect(row).toMatchObject({ ...first, content: { kind: "row", type: "DataTool.Query", actor: first.actor } });
    expect(row?.source).toMatch(/^actions\.csv : \d/);
    expect(chart?.title).toMatch(/^What adds up/i);
    expect(chart?.content.kind === "chart" && chart.content.table?.columns).toContain("reason");
    expect(fact).toMatchObject({ content: { kind: "fact" }, source: "what the detectors think" });
    expect(ui.text('.row[data-rank="1"] .pieces')).toContain("3 pieces kept");
    expect(ui.host.querySelectorAll(".tray .piece-picture svg")).toHaveLength(1);
    expect(ui.refused).toEqual([]);
  });

  test("pieces are moved by Alt and the arrows, noted, taken out, and U takes each of it back", async () => {
    await keepThree();
    const before = titles();
    const drop = await until(() => ui.host.querySelectorAll<HTMLElement>('.tray [data-part="up"]')[2]);
    drop.focus();
    await userEvent.keyboard("{Alt>}{ArrowUp}{ArrowUp}{/Alt}");
    await until(() => titles()[0] === before[2]);
    expect(document.activeElement?.closest("li")?.querySelector("b")?.textContent).toBe(before[2]);
    await userEvent.fill(await ui.one(".tray li input"), "they agree");
    await userEvent.keyboard("{Enter}");
    await until(() => kept()[0]?.note === "they agree");
    ui.host.querySelectorAll<HTMLElement>('.tray [data-part="drop"]')[1]?.click();
    await until(() => titles().length === 2);
    (await ui.one(".tray h2")).focus();
    await userEvent.keyboard("u");
    await until(() => titles().length === 3);
    await userEvent.keyboard("uuu");
    await until(() => titles().join() === before.join());
    expect(kept().every(({ note }) => note === "")).toBe(true);
  });

  test("belongs to its case, is told under pseudonyms on the page and by name in the report", async () => {
    await keepThree();
    await ui.session.toggleNames();
    ui.host.querySelector<HTMLElement>(".bars ~ .save .keep, sg-chart[name$=subgraph] .save .keep")?.click();
    await until(() => kept().length === 4);
    expect(ui.text(".tray")).not.toContain(first.actor);
    expect(JSON.stringify(kept()[3])).not.toMatch(/User \d/);
    await ui.session.toggleNames();
    await userEvent.keyboard("j");
    await until(() => ui.session.state.selected === "case-2" && ui.text(".tray").includes("none yet"));
    const { buildReport } = await import("../../src/ui/report/build.ts");
    const { gather } = await import("../../src/ui/report/gather.ts");
    const { engine, state } = ui.session;
    if (!engine || !state.summary || !state.cases) throw new Error("no tenant");
    const stray = { ...state.evidence.items[0]!, id: "e99", actor: "agent-gone", title: "<b>41</b>" };
    const evidence = { ...state.evidence, items: [...state.evidence.items, stray] };
    const data = await gather(engine, {
      summary: state.summary,
      cases: state.cases,
      evidence,
      most: 0,
      when: new Date(0),
    });
    const parsed = new DOMParser().parseFromString(await (await buildReport(document, data)).text(), "text/html");
    expect(parsed.querySelectorAll("#case-1 .evidence li")).toHaveLength(4);
    expect(parsed.querySelectorAll("#case-1 .evidence svg").length).toBeGreaterThan(0);
    expect(parsed.querySelector(".evidence")?.textContent).toContain("actions.csv");
    expect(parsed.body.textContent).toContain("agent-gone, 2025-09-30");
    expect(parsed.body.textContent).toContain("<b>41</b>");
    expect(parsed.querySelectorAll("script, img, link, iframe, [src], [onclick]")).toHaveLength(0);
  });

  test("the first rows of a table are kept, of all that it has; without a case it says what to do", async () => {
    await ui.session.collect({ title: "nothing", source: "", content: { kind: "fact" } });
    expect(ui.session.state.problem?.what).toContain("No case is open");
    await ui.openDemo();
    await ui.openPlace("import", "sg-table tbody td");
    (await ui.one("sg-table table")).focus();
    await userEvent.keyboard("e");
    await until(() => kept().length === 1);
    const { content } = kept()[0]!;
    expect(content.kind === "table" && [content.table.rows.length, content.table.total]).toEqual([200, 202]);
  });
});

describe("more like this", () => {
  test("ranks the queue at once, says what moved and by what, and U takes it back", async () => {
    await ui.openDemo();
    await userEvent.keyboard("jjl");
    await until(() => ui.text(".row[aria-current] .rank").startsWith("1"));
    expect(ui.session.state.starred.size).toBe(0);
    expect(ui.text(".row[aria-current] .moved")).toContain("up 2");
    expect(ui.text(".liked")).toContain("cases moved up, by");
    expect(ui.text(".liked")).toContain("No action of that day is a root");
    expect(ui.host.querySelector(".verdict .like")?.getAttribute("aria-pressed")).toBe("true");
    await userEvent.keyboard("u");
    await until(() => ui.text(".row[aria-current] .rank").startsWith("3"));
    expect(ui.session.state.liked).toEqual([]);
  });

  test("what was done last is taken back first", async () => {
    await ui.openDemo();
    await userEvent.keyboard("ys");
    await until(() => ui.session.state.starred.size === 1 && ui.session.state.verdicts?.given.length === 1);
    await userEvent.keyboard("u");
    await until(() => ui.session.state.starred.size === 0);
    expect(ui.session.state.verdicts?.given).toHaveLength(1);
    await userEvent.keyboard("u");
    await until(() => ui.session.state.verdicts?.given.length === 0);
  });
});
