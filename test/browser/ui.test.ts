import { describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { fixtureServices } from "../support/fixture-engine.ts";
import { uiPage } from "../support/ui-page.ts";
import { until } from "../support/until.ts";

const ui = uiPage();

describe("the queue by keyboard", () => {
  test("opens with the first case", async () => {
    await ui.openDemo();
    expect(location.hash).toBe("#/queue");
    expect(ui.text(".row[aria-current] .rank")).toBe("1");
    expect(ui.text(".case h1")).toContain("Looked up 41 customers");
    // A long queue comes onto the page in parts.
    await until(() => ui.host.querySelectorAll(".row").length === ui.session.state.cases?.length);
  });

  test("moves by J and K and stops at both ends", async () => {
    await ui.openDemo();
    await userEvent.keyboard("jj");
    await until(() => ui.text(".row[aria-current] .rank") === "3");
    await until(() => ui.text(".case h1").startsWith("Opened a ticket"));
    await userEvent.keyboard("kkkk");
    await until(() => ui.text(".row[aria-current] .rank") === "1");
    expect(ui.session.state.selected).toBe("case-1");
  });

  test("enters the case, stars it, and shows the keys", async () => {
    await ui.openDemo();
    await userEvent.keyboard("{Enter}");
    await until(() => document.activeElement?.matches("sg-case h1"));
    ui.host.querySelector<HTMLElement>('.row[data-rank="3"]')?.focus();
    await userEvent.keyboard("{Enter}");
    await until(() => ui.session.state.selected === "case-3" && document.activeElement?.matches("sg-case h1"));
    await userEvent.keyboard("kk");
    await until(() => ui.session.state.selected === "case-1");
    await userEvent.keyboard("s");
    await until(() => ui.host.querySelector('.verdict [aria-pressed="true"]'));
    expect(ui.session.state.starred).toEqual(new Set(["case-1"]));
    await userEvent.keyboard("?");
    await until(() => ui.host.querySelector(".help[open]"));
    await userEvent.keyboard("j");
    expect(ui.session.state.selected).toBe("case-1");
    await userEvent.keyboard("{Escape}");
    await until(() => !ui.host.querySelector(".help[open]"));
  });

  test("judges by Y, N and M with note and tags, counts the precision, and U takes back", async () => {
    await ui.openDemo();
    await userEvent.keyboard("c");
    await until(() => document.activeElement?.matches('input[name="note"]'));
    await userEvent.keyboard("no ticket, yes{Enter}");
    await userEvent.keyboard("t");
    await until(() => document.activeElement?.matches('input[name="tags"]'));
    await userEvent.keyboard("lookup, night{Enter}");
    await userEvent.keyboard("y");
    await until(() => ui.text(".verdict .primary").startsWith("Worth auditing"));
    expect(ui.session.state.verdicts?.given.at(-1)).toMatchObject({
      actor: "agent-12393",
      verdict: "worth",
      reason: "no ticket, yes",
      tags: ["lookup", "night"],
    });
    expect(ui.text('.row[data-rank="1"] .judged')).toContain("worth auditing");
    await userEvent.keyboard("jn");
    await until(() => ui.text(".precision").includes("1 of 2: 50 % (14–86)"));
    expect(ui.host.querySelector<HTMLInputElement>('input[name="note"]')?.value).toBe("");
    await userEvent.keyboard("m");
    await until(() => ui.text(".precision").includes("1 of 1: 100 %"));
    await userEvent.keyboard("uu");
    await until(() => ui.session.state.verdicts?.given.length === 1);
    expect(ui.text('.row[data-rank="2"]')).not.toContain("unsure");
    ui.session.update({ cases: ui.session.state.cases?.slice(1) ?? null });
    await until(() => ui.text(".strays summary") === "1 verdict on a day that this queue no longer has");
    await userEvent.keyboard("gn");
    await until(() => location.hash === "#/notebook");
    expect(ui.session.state.verdicts?.given).toHaveLength(1);
  });

  test("tells why: what clears it, the nearest normal days, what is missing, the user's window", async () => {
    await ui.openDemo();
    await until(() => ui.text(".clears").startsWith("Without 38 of the 41 DataTool.Query events"));
    await until(() => ui.text("sg-user-summary .prose").includes("agent-12393 was active on 5 of 7 days"));
    expect(ui.text(".nearest")).toContain("Their own day, Tue 23 Sep 91 % alike");
    expect(ui.text("sg-case")).toContain("No Ticket.View, which is there on 27 of 28 active days (usual 9).");
    expect(ui.text(".agreement")).toContain("Profile and subspace agree");
    expect(ui.text("sg-case")).toMatch(/Error 41.2, usual 9.8 .*textbook threshold 23.5.*for reference only/s);
  });

  test("the browser's own language model is asked only on a press, and its words are marked and are text", async () => {
    const prompted: string[] = [];
    const model = {
      availability: async () => "available",
      create: async () => ({
        prompt: async (given: string) => {
          prompted.push(given);
          return "<b>In other words.</b>";
        },
      }),
    };
    Reflect.set(globalThis, "LanguageModel", model);
    try {
      await ui.openDemo();
      const button = await until(() => ui.host.querySelector<HTMLElement>("sg-user-summary button"));
      expect(prompted).toEqual([]);
      button.click();
      await until(() => ui.text(".machine").includes("<b>In other words.</b>"));
      expect(ui.text(".machine")).toContain("Reworded by the browser’s language model");
      expect(prompted[0]).toContain("agent-12393 was active on 5 of 7 days");
    } finally {
      Reflect.deleteProperty(globalThis, "LanguageModel");
    }
  });

  test("leaves letters to the field that is being typed in", async () => {
    await ui.openDemo();
    await userEvent.fill(await ui.one(".budget input"), "jk refunds");
    expect(ui.session.state.selected).toBe("case-1");
    await until(() => ui.host.querySelectorAll(".row").length === 0);
    await userEvent.fill(await ui.one(".budget input"), "refunds");
    await until(() => ui.host.querySelectorAll(".row").length > 0);
    for (const row of ui.host.querySelectorAll(".row")) expect(row.textContent).toContain("refunds");
  });

  test("a reason leads to the rows it came from", async () => {
    await ui.openDemo();
    const bar = await until(() => ui.host.querySelector<SVGElement>(".bars .press"));
    bar.focus();
    await userEvent.keyboard("{Enter}");
    await ui.one("sg-case-rows .chip");
    const events = [...ui.host.querySelectorAll(".raw tbody tr td:nth-child(3)")].map((cell) => cell.textContent);
    expect(new Set(events)).toEqual(new Set(["DataTool.Query"]));
  });
});

describe("the import", () => {
  const files = (): File[] => [new File(["x"], "actions.csv"), new File(["x"], "holiday.png")];

  test("shows each file's plan and imports only what can be read", async () => {
    await ui.session.inspect(files());
    await ui.one(".plan-name");
    expect(ui.host.querySelectorAll(".file")).toHaveLength(2);
    expect(ui.text(".file.bad")).toContain("This is a picture, not a log.");
    expect(ui.text(".import-bar button")).toBe("Import 1 file");
    expect(ui.text(".why")).toContain("Every one of 200 values");
  });

  test("files may be dropped anywhere: the window says so while they hover, and looks at them", async () => {
    const transfer = new DataTransfer();
    for (const file of files()) transfer.items.add(file);
    const drag = (type: string) =>
      window.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    const isShown = () => !ui.host.querySelector<HTMLElement>(".dropping")?.hidden;
    expect(drag("dragover")).toBe(false);
    await until(isShown);
    drag("dragleave");
    await until(() => !isShown());
    drag("dragover");
    await until(isShown);
    drag("drop");
    await ui.one(".plan-name");
    expect(isShown()).toBe(false);
    expect(ui.session.state.plans.map(({ name }) => name)).toEqual(["actions.csv", "holiday.png"]);
  });

  test("an edited mapping is what will be imported", async () => {
    await ui.session.inspect(files());
    const zone = await until(() => ui.host.querySelector<HTMLInputElement>('input[id$="-zone"]'));
    await userEvent.fill(zone, "Europe/Paris");
    zone.dispatchEvent(new Event("change", { bubbles: true }));
    expect(ui.session.state.mappings["actions.csv"]?.zone).toBe("Europe/Paris");
  });

  test("a mapping dropped with the logs is used, and not taken for a log", async () => {
    const mapping = { time: "at", actor: "who", type: ["what"] };
    await ui.session.inspect([new File(["x"], "a.csv"), new File([JSON.stringify(mapping)], "a.mapping.json")]);
    await ui.one(".plan-name");
    expect(ui.session.state.plans.map(({ name }) => name)).toEqual(["a.csv"]);
    expect(ui.session.state.mappings["a.csv"]).toEqual(mapping);
  });

  test("an edited mapping is offered to the files of the same columns", async () => {
    await ui.session.inspect([new File(["x"], "a.csv"), new File(["x"], "b.csv"), new File(["x"], "c.csv")]);
    await ui.one(".plan-name");
    ui.session.setMapping({ time: "at", actor: "who", type: ["what"] }, "a.csv");
    const offer = await until(() =>
      [...ui.host.querySelectorAll("button")].find((b) => b.textContent?.includes("2 other files")),
    );
    offer.click();
    await until(() => ui.session.state.mappings["c.csv"]?.time === "at");
    expect(ui.session.state.mappings["b.csv"]).toEqual(ui.session.state.mappings["a.csv"]);
  });

  test("the counts on screen add up", async () => {
    await ui.session.inspect(files());
    await ui.session.importAll();
    await ui.openPlace("import", ".sum");
    const shown = (kind: string): number => Number(ui.text(`[data-count="${kind}"]`).replaceAll(",", ""));
    expect(shown("in")).toBe(1_204_328);
    expect(shown("typed") + shown("rejected") + shown("duplicate")).toBe(shown("in"));
    expect(ui.host.querySelector('.sum [role="alert"]')).toBeNull();
  });

  test("rejects are listed with file, line, reason and raw text", async () => {
    await ui.openDemo();
    await ui.openPlace("import", "sg-table tbody td");
    expect(ui.host.querySelector("sg-table table")?.getAttribute("aria-rowcount")).toBe("203");
    const first = [...ui.host.querySelectorAll("sg-table tbody tr:nth-child(2) td")].map((cell) => cell.textContent);
    expect(first.slice(0, 3)).toEqual([
      "tickets-2025-09.csv.gz",
      "1\u202f204",
      "the time 31/02/2025 25:61 is none of d/m/Y H:M",
    ]);
    expect(first[3]).toContain("<img src=x onerror=alert(1)>");
  });

  test("files that can't be read leave the open tenant as it was, and say so", async () => {
    await ui.openDemo();
    await ui.session.inspect([new File(["x"], "torn.zip")]);
    await until(() => ui.text('.status[role="alert"]').includes("The archive ends in the middle."));
    expect(ui.session.state.summary?.name).toBe("Demo tenant");
    await ui.session.select("case-7");
    await until(() => ui.text(".case h1").startsWith("Read 212 notes") && ui.host.querySelector(".case .raw"));
  });

  test("cancel ends what is running and keeps what was there", async () => {
    ui.host.remove();
    ui.start(fixtureServices({ pace: 40 }));
    const opened = ui.session.openDemo();
    await until(() => ui.session.state.work?.progress);
    await userEvent.click(await ui.one(".status button"));
    await opened;
    expect(ui.session.state.cancelled).not.toBeNull();
    expect(ui.session.state.work).toBeNull();
    await until(() => ui.text(".status").includes("cancelled"));
  });
});

test("log values with markup are shown as text", async () => {
  await ui.openDemo();
  await until(() => ui.host.querySelector(".row[data-rank='5']")?.textContent?.includes("<b>with markup</b>"));
  const cells = [...ui.host.querySelectorAll(".raw td")].map((cell) => cell.textContent);
  expect(cells).toContain("<img src=x onerror=alert(1)>");
  expect(ui.host.querySelectorAll("img, .row b, .raw b, script")).toHaveLength(0);
});

test("a table of a million rows holds only those in view", async () => {
  const table = document.createElement("sg-table");
  const asked: number[] = [];
  Object.assign(table, {
    columns: [{ name: "n", type: "number" }],
    source: {
      count: 1_000_000,
      window: async (offset: number, limit: number) => {
        asked.push(limit);
        return Array.from({ length: Math.min(limit, 1_000_000 - offset) }, (_, i) => [offset + i]);
      },
    },
  });
  ui.host.append(table);
  await until(() => table.querySelector("tbody td"));
  const window = await until(() => table.querySelector<HTMLElement>(".window"));
  window.scrollTo(0, window.scrollHeight);
  await until(() => table.textContent?.includes("999,999"));
  expect(table.querySelectorAll("tbody tr").length).toBeLessThan(80);
  expect(Math.max(...asked)).toBeLessThanOrEqual(120);
});

test("nothing needs an inline style: the page's policy refuses none", async () => {
  await ui.openDemo();
  for (const [place, selector] of [
    ["import", ".sum"],
    ["notebook", ".steps"],
    ["users", "sg-users svg"],
    ["report", ".report"],
    ["queue", ".case svg"],
  ] as const)
    await ui.openPlace(place, selector);
  expect(ui.refused).toEqual([]);
  expect(ui.host.querySelectorAll("style")).toHaveLength(0);
});

test("marked cases are judged at one stroke, and taken back at one", async () => {
  await ui.openDemo();
  location.hash = "#/queue";
  await until(() => ui.host.querySelector(".row"));
  const press = (key: string) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  for (const key of ["x", "j", "x"]) press(key);
  await until(() => document.querySelector(".bulk"));
  expect(document.querySelector(".bulk b")?.textContent).toBe("2 cases marked");
  press("n");
  await until(() => document.querySelectorAll(".row .judged").length === 2);
  expect(document.querySelector(".bulk")).toBeNull();
  press("u");
  await until(() => document.querySelectorAll(".row .judged").length === 0);
});

test("the report is one file without script, with log values as text", async () => {
  const { buildReport } = await import("../../src/ui/report/build.ts");
  const { gather } = await import("../../src/ui/report/gather.ts");
  await ui.openDemo();
  const { engine, state } = ui.session;
  if (!engine || !state.summary || !state.cases) throw new Error("no tenant");
  await ui.session.judge(["case-1"], { verdict: "worth", reason: "<i>no ticket</i>" });
  const data = await gather(engine, { summary: state.summary, cases: state.cases, most: 3, when: new Date(0) });
  const text = await (await buildReport(document, data)).text();
  expect(text).toMatch(/^<!doctype html>\n<html lang="en"><head>.*<style>/);
  expect(text).toMatch(/<\/section><\/body><\/html>$/);
  const parsed = new DOMParser().parseFromString(text, "text/html");
  expect(parsed.querySelectorAll("section.case")).toHaveLength(3);
  expect(parsed.querySelectorAll("section.case svg").length).toBeGreaterThan(9);
  expect(parsed.querySelectorAll("script, img, link, iframe, [src], [onclick]")).toHaveLength(0);
  expect([...parsed.querySelectorAll("a")].every((link) => link.getAttribute("href")?.startsWith("#case-"))).toBe(true);
  expect(parsed.body.textContent).toContain("<img src=x onerror=alert(1)>");
  expect(parsed.querySelectorAll("i")).toHaveLength(0);
  for (const words of [
    "Verdict: worth auditing, <i>no ticket</i>",
    "Worth auditing, of the ranked cases: 1 of 1: 100 %",
    "Without 38 of the 41 DataTool.Query events",
    "Their own day, Tue 23 Sep",
    "No Ticket.View, which is there on 27 of 28 active days",
    "was active on 5 of 7 days",
    "graph saw nothing: rank 812 of 4,812",
    "textbook threshold 23.5; 3 directions hold 52 % of the energy",
  ])
    expect(parsed.body.textContent).toContain(words);
  expect(parsed.body.textContent).toContain("1,204,328 rows in = 1,204,118 typed + 202 rejected + 8 duplicate");
  expect(ui.refused).toEqual([]);
});

test("on a phone, where list and case are two pages that fit", async () => {
  await page.viewport(390, 844);
  await ui.openDemo();
  (await ui.one('.row[data-rank="4"]')).click();
  await until(() => location.hash === "#/queue/4" && ui.text(".case h1").startsWith("Works another"));
  await until(() => ui.host.querySelector(".case .raw"));
  expect(getComputedStyle(await ui.one(".list")).display).toBe("none");
  (await ui.one(".back")).click();
  await until(() => getComputedStyle(ui.host.querySelector(".case-pane") as Element).display === "none");
});
