import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSite, type Site, type Visit } from "../support/site.ts";
import { header, smallTenant } from "./small-tenant.ts";

const culprit = "agent03";
const lines = [
  ...smallTenant({ users: 14, days: 40 }).map(({ line }) => line),
  ...Array.from({ length: 41 }, (_, i) => {
    const at = `02:${String(10 + i).padStart(2, "0")}:00`;
    return `X${i},11/04/2025 ${at},${culprit},Refund,,C${300 + i},DE`;
  }),
];

let site: Site;
let visit: Visit;

beforeAll(async () => {
  site = await openSite();
  visit = await site.open();
  const { page } = visit;
  const content = `${header}\n${lines.join("\n")}\n`;
  await page
    .locator('input[name="files"]')
    .setInputFiles([{ name: "desk.csv", mimeType: "", buffer: Buffer.from(content) }]);
  await page.locator(".plan-name").waitFor();
  await page.locator(".import-bar button.primary").click();
  await page.locator("sg-case .raw tbody tr").first().waitFor({ timeout: 120_000 });
});
afterAll(() => site?.close());

const read = async (selector: string): Promise<string> =>
  ((await visit.page.locator(selector).first().textContent()) ?? "").replace(/\s+/g, " ").trim();

test("without a mouse: through the queue into a case, evidence and verdict, to the report", async () => {
  const { page } = visit;
  const focused = (selector: string): Promise<boolean> =>
    page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
  /** Presses Tab until the focus is on what is meant. */
  const tabTo = async (selector: string): Promise<void> => {
    for (let i = 0; i < 200 && !(await focused(selector)); i++) await page.keyboard.press("Tab");
    expect(await focused(selector)).toBe(true);
  };
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await expect.poll(() => focused("sg-case h1")).toBe(true);
  await tabTo(".bars .press");
  await page.keyboard.press("e");
  await tabTo(".raw .toggle button");
  await page.keyboard.press("e");
  await expect.poll(() => page.locator(".tray li").count()).toBe(2);
  await page.keyboard.press("c");
  await page.keyboard.type("41 at night");
  await page.keyboard.press("Enter");
  await page.keyboard.press("y");
  await page.locator(".row .judged").waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.locator(".report").waitFor();
  await tabTo(".report .btn.primary");
  const [saved] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  const report = readFileSync((await saved.path())!, "utf8");
  for (const words of ["41 at night", "worth auditing", "Evidence, 2 pieces", "desk.csv : "])
    expect(report).toContain(words);
  await page.keyboard.press("g");
  await page.keyboard.press("q");
  await page.locator("sg-case h1").waitFor();
});

test("with reduced motion nothing moves by itself, nor glides", async () => {
  const { page } = visit;
  await page.emulateMedia({ reducedMotion: "reduce" });
  const moving = await page.evaluate(() => {
    const running = document.createElement("div");
    running.className = "status running";
    running.append(document.createElement("progress"));
    document.querySelector("sg-status")!.append(running);
    const all = [...document.querySelectorAll("*")].map((one) => getComputedStyle(one));
    const found = {
      running: document.getAnimations().length,
      styles: all.filter(({ animationName, transitionDuration, scrollBehavior }) =>
        [animationName !== "none", !/^0s(, 0s)*$/.test(transitionDuration), scrollBehavior === "smooth"].includes(true),
      ).length,
    };
    running.remove();
    return found;
  });
  await page.emulateMedia({ reducedMotion: null });
  expect(moving).toEqual({ running: 0, styles: 0 });
});

test("from a case to its user, down to the rows of a day, on to an entity, and back", async () => {
  const { page } = visit;
  await page.keyboard.press("w");
  await page.locator("sg-user .raw tbody tr").first().waitFor();
  expect(await read("sg-user h1")).toBe(culprit);
  expect(page.url()).not.toContain(culprit);
  expect(await read("sg-user .facts")).toContain(
    `${lines.filter((line) => line.split(",")[2] === culprit).length} events`,
  );
  await page.locator(".scored-days .link").first().click();
  await page.locator("sg-user .chip").waitFor();
  const ofDay = lines.filter((line) => line.split(",")[2] === culprit && line.split(",")[1]!.startsWith("11/04/2025"));
  await expect.poll(() => read("sg-user .rows-head .k")).toBe(`${ofDay.length} rows`);
  const row = page.locator("sg-user .raw tbody tr").first();
  const line = Number((await row.locator(".where").textContent())!.split(" : ")[1]!.replace(/\D/g, ""));
  await row.locator(".toggle button").click();
  expect(await read("sg-user tr.record pre")).toBe(lines[line - 2]);
  await page.locator("sg-user .fresh a.entity").first().click();
  await page.locator("sg-entity .raw tbody tr").first().waitFor();
  expect(await read("sg-entity .links")).toContain(culprit);
  await page.goBack();
  await page.locator("sg-user h1").waitFor();
  await page.goBack();
  await page.locator("sg-case h1").waitFor();
});

test("the map and the tenant's page lead to users, and the list finds them", async () => {
  const { page } = visit;
  await page.goto(`${site.url}#/map`);
  await page.locator("svg.usermap .press").first().waitFor();
  expect(await page.locator("svg.usermap .press").count()).toBe(14);
  await page.locator("svg.usermap .press").first().focus();
  await page.keyboard.press("Enter");
  await page.locator("sg-user h1").waitFor();
  await page.goto(`${site.url}#/tenant`);
  await page.locator("sg-tenant .grid svg").first().waitFor();
  expect(await read("sg-tenant h1")).toContain(`${lines.length.toLocaleString("en-GB")} events of 14 users`);
  await page.goto(`${site.url}#/users`);
  await page.locator("sg-users .filter").fill("agent07");
  await expect.poll(() => page.locator(".userlist tbody tr").count()).toBe(1);
  expect(visit.complaints).toEqual([]);
});
