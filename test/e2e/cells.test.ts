import axe from "axe-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSite, type Site, type Visit } from "../support/site.ts";
import { smallTenant, toCsv } from "./small-tenant.ts";

let site: Site;
let visit: Visit;

const cell = (type: string, name: string, body: string) => `\`\`\`${type} ${name}\n${body}\n\`\`\`\n\n`;
const notebook = [
  cell("source", "files_of", 'mapping: { desk.csv: { time: when, actor: user, type: [action], zone: "UTC" } }'),
  cell("input", "least", "type: slider\nlabel: Least events   # a comment\nmin: 0\nmax: 1000\nstep: 10\nvalue: 10"),
  cell("input", "what", "type: select\nlabel: Type\ncell: kinds_of\ncolumn: type\nvalue: all"),
  cell("input", "period", "type: dates\nlabel: Days\nfrom: all\nto: all"),
  cell("input", "who", 'type: search\nlabel: User\nvalue: ""'),
  cell("sql", "kinds_of", "select distinct type from log order by type"),
  cell(
    "sql",
    "found",
    "select actor, count(*)::integer as events from log, period\nwhere type = coalesce((select value from what), type) and contains(actor, (select value from who))\n  and day >= coalesce(period.from, day) and day <= coalesce(period.to, day)\ngroup by actor having count(*) >= (select value from least) order by actor",
  ),
  cell("sql", "days", "select day, count(*)::integer as events from log group by day order by day"),
  cell(
    "plot",
    "chart",
    "data: days\ntitle: Events a day\nheight: 160\nbrush: x\nmarks:\n  - { mark: rectY, x: day, y: events, interval: day }",
  ),
  cell(
    "sql",
    "brushed",
    "select count(distinct day)::integer as days from log, chart where lo is null or day between lo and hi",
  ),
  cell(
    "sql",
    "busy_days",
    "select day, count(*)::integer as n from log, kinds where lo is null or type between lo and hi group by day order by day",
  ),
  cell(
    "plot",
    "by_day",
    "data: busy_days\nheight: 120\nbrush: x\nmarks:\n  - { mark: rectY, x: day, y: n, interval: day }",
  ),
  cell(
    "sql",
    "busy_kinds",
    "select type, count(*)::integer as n from log, by_day where lo is null or day between lo and hi group by type order by type",
  ),
  cell("plot", "kinds", "data: busy_kinds\nheight: 120\nbrush: x\nmarks:\n  - { mark: barY, x: type, y: n }"),
  cell("js", "said", "const rows = await cell('found');\nreturn rows.length + ' users <b>found</b>'"),
  cell(
    "js",
    "drawn",
    "({ title: 'By user', data: await cell('found'), marks: [{ mark: 'barY', x: 'actor', y: 'events' }] })",
  ),
  cell("js", "runaway", "await sql('select 1'); for (;;);"),
].join("");

const section = (name: string) => visit.page.locator(`section[aria-label$=" cell ${name}"]`);
const output = async (name: string) =>
  ((await section(name).locator(".nb-out").textContent()) ?? "").replace(/\s+/g, " ").trim();
const settled = async () => {
  await expect
    .poll(() => visit.page.locator("section.nb-cell.running, section.nb-cell.waiting").count(), { timeout: 60_000 })
    .toBe(0);
};

beforeAll(async () => {
  site = await openSite();
  visit = await site.open();
  const { page } = visit;
  const log = toCsv(smallTenant({ users: 6, days: 30 }));
  await page
    .locator('input[name="files"]')
    .setInputFiles([{ name: "desk.csv", mimeType: "", buffer: Buffer.from(log) }]);
  await page.locator(".plan-name").waitFor();
  await page.locator(".import-bar button.primary").click();
  await page.waitForURL(/#\/queue/, { timeout: 120_000 });
  await page.goto(`${site.url}#/notebook`);
  const file = {
    name: "trial.md",
    mimeType: "text/markdown",
    buffer: Buffer.from(`---\nshadowgraph: 1\ntitle: Trial\n---\n\n${notebook}`),
  };
  await page.setViewportSize({ width: 1440, height: 9000 });
  await page.evaluate("globalThis.showOpenFilePicker = undefined");
  await page.getByRole("button", { name: "Notebooks" }).click();
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("menuitem", { name: /^Open a file/ }).click();
  await (await choosing).setFiles([file]);
  await section("runaway").waitFor();
  await page.getByRole("button", { name: "Run all" }).click();
  await section("drawn").locator(".nb-out svg.plot").waitFor({ timeout: 60_000 });
});
afterAll(() => site?.close());

describe("cells on the built, sealed site", () => {
  test("a script that doesn't end is stopped within a second of Cancel, and says so", async () => {
    await section("runaway").and(visit.page.locator(".running")).waitFor();
    const started = Date.now();
    await section("runaway")
      .getByRole("button", { name: /Cancel|Stop/ })
      .click();
    await section("runaway").and(visit.page.locator(".failed")).waitFor();
    expect(Date.now() - started).toBeLessThan(1500);
    await settled();
  });

  test("a script reads other cells; what it says is text, never markup", async () => {
    expect(await output("said")).toBe("6 users <b>found</b>");
    expect(await section("drawn").locator("svg rect").count()).toBeGreaterThanOrEqual(6);
  });

  test("a slider, a choice, days and a search each filter what reads them, and are kept in the cell's text", async () => {
    const users = async () => Number.parseInt(await output("said"), 10);
    await section("least").locator("input[type=range]").fill("1000");
    await expect.poll(users).toBe(0);
    await visit.page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect.poll(users).toBe(6);
    expect(await section("least").locator("input[type=range]").inputValue()).toBe("10");
    expect(
      await section("least")
        .locator(".nb-body")
        .evaluate((body) => body.shadowRoot?.textContent),
    ).toContain("label: Least events   # a comment");
    await section("what").locator(".nb-control select").selectOption("Refund");
    await settled();
    await section("what").locator(".nb-control select").selectOption({ label: "All" });
    await section("who").locator("input[type=search]").fill("05");
    await section("who").locator("input[type=search]").blur();
    await expect.poll(users).toBe(1);
    await section("who").locator("input[type=search]").fill("");
    await section("who").locator("input[type=search]").blur();
    await expect.poll(users).toBe(6);
    await section("period").locator("input[type=date]").nth(1).fill("2025-03-02");
    await expect.poll(users).toBe(0);
    await section("period").getByRole("button", { name: "All days" }).click();
    await expect.poll(users).toBe(6);
  });

  test("a brush by pointer filters what reads the chart; arrows move it, Escape clears it", async () => {
    const { page } = visit;
    await settled();
    const days = async () => Number(await section("brushed").locator("tr[data-row] td").first().textContent());
    const all = await days();
    const area = section("chart").locator(".brush-area");
    await area.scrollIntoViewIfNeeded();
    const box = (await area.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.2, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await expect.poll(days).toBeLessThan(all);
    const line = section("chart").locator('[role="slider"]');
    const before = await line.getAttribute("aria-valuetext");
    await line.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => line.getAttribute("aria-valuetext")).not.toBe(before);
    await settled();
    await page.keyboard.press("Escape");
    await expect.poll(days).toBe(all);
    expect(await line.getAttribute("aria-valuetext")).toBe("all");
  });

  test("two charts filter each other, and neither itself", async () => {
    const { page } = visit;
    await settled();
    const shapes = (name: string) => section(name).locator(".nb-out g[class*=mark-0] > rect").count();
    const heights = (name: string) =>
      section(name)
        .locator(".nb-out g[class*=mark-0] > rect")
        .evaluateAll((all) => all.map((one) => one.getAttribute("height")).join());
    const [days, kinds, ofDays, ofKinds] = [
      await shapes("by_day"),
      await shapes("kinds"),
      await heights("by_day"),
      await heights("kinds"),
    ];
    await section("by_day").locator('[role="slider"]').focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => heights("kinds")).not.toBe(ofKinds);
    await settled();
    expect([await shapes("by_day"), await heights("by_day")]).toEqual([days, ofDays]);
    await section("kinds").locator('[role="slider"]').focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => heights("by_day")).not.toBe(ofDays);
    await settled();
    expect(await shapes("kinds")).toBeLessThanOrEqual(kinds);
    expect(await section("by_day").locator('[role="slider"]').getAttribute("aria-valuetext")).not.toBe("all");
    await page.keyboard.press("Escape");
    await section("by_day").locator('[role="slider"]').focus();
    await page.keyboard.press("Escape");
    await expect.poll(() => heights("by_day")).toBe(ofDays);
    await expect.poll(() => heights("kinds")).toBe(ofKinds);
    await settled();
  });

  test("the source cell says where the notebook's mapping differs, and takes over what was imported", async () => {
    await settled();
    expect(await output("files_of")).toMatch(/another mapping than this notebook.*entities.*timeFormat/);
    await section("files_of").getByRole("button", { name: "write the imported mapping" }).click();
    await expect.poll(() => output("files_of")).not.toMatch(/another mapping/);
    await expect.poll(() => output("files_of")).toMatch(/desk\.csv.*events [\d,]+/);
  });

  test("has no accessibility violation, wide and narrow, and makes the page neither complain nor ask", async () => {
    const { page, complaints } = visit;
    await settled();
    await section("least").scrollIntoViewIfNeeded();
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await page.evaluate(axe.source);
      const found = await page.evaluate(
        `axe.run(document.querySelector("main") ?? document.body, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 160)).join(" ")))`,
      );
      expect(found).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    }
    expect(complaints).toEqual([]);
  });
});
