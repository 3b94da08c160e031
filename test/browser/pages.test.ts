import axe from "axe-core";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Session } from "../../src/ui/session.ts";
import { startApp } from "../../src/ui/start-app.ts";
import { fixtureServices } from "../support/fixture-engine.ts";
import { until } from "../support/until.ts";

const refused: string[] = [];
let host: HTMLElement;
let session: Session;

beforeAll(() => {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "style-src 'self'";
  document.addEventListener("securitypolicyviolation", (event) => {
    refused.push(`${event.violatedDirective}: ${event.sample || event.blockedURI}`);
  });
  document.documentElement.lang = "en";
  document.title = "Shadowgraph";
  document.head.append(policy);
});

beforeEach(async () => {
  await page.viewport(1440, 900);
  document.documentElement.dataset.theme = "light";
  location.hash = "#/";
  refused.length = 0;
  host = document.createElement("div");
  document.body.append(host);
  session = startApp(host, fixtureServices());
  await session.openDemo();
  await one(".case .raw tbody tr");
});

afterEach(() => host.remove());

const one = (selector: string): Promise<HTMLElement> => until(() => host.querySelector<HTMLElement>(selector));
const text = (selector: string): string => host.querySelector(selector)?.textContent?.replace(/\s+/g, " ").trim() ?? "";

async function openUser(): Promise<void> {
  (await one(".case .facts a.actor")).click();
  await one("sg-user .raw tbody tr");
  await until(() => host.querySelector("sg-user svg.clock"));
}
async function openEntity(): Promise<void> {
  await openUser();
  (await one("sg-user .fresh a.entity")).click();
  await one("sg-entity .raw tbody tr");
}
async function openPage(name: "map" | "tenant", selector: string): Promise<void> {
  location.hash = `#/${name}`;
  await one(selector);
}

test("a user's name leads to the page, whose address names nobody, and back", async () => {
  await openUser();
  expect(text("sg-user h1")).toBe("agent-12393");
  expect(location.hash).toMatch(/^#\/user\/\d+$/);
  expect(text(".scored-days tbody tr")).toContain("Looked up 41 customers");
  history.back();
  await until(() => location.hash === "#/queue" && host.querySelector("sg-case h1"));
  history.forward();
  await one("sg-user h1");
  expect(refused).toEqual([]);
});

test("a day, an hour, a type and a value lead to their rows, and the chip back to all", async () => {
  await openUser();
  const all = text("sg-user .rows-head .k");
  const day = await until(() =>
    [...host.querySelectorAll<SVGElement>("sg-user .calendar .press")].find((shape) =>
      shape.getAttribute("aria-label")?.includes("30 September"),
    ),
  );
  day.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  await until(() => text("sg-user .chip") === "Tue 30 Sep");
  host.querySelector<HTMLElement>("sg-user .chip")?.click();
  await until(() => !host.querySelector("sg-user .chip") && text("sg-user .rows-head .k") === all);
  host.querySelector<HTMLElement>("sg-user .seen .link")?.click();
  await until(() => text("sg-user .chip") === "network 192.0.2.0/24");
  await until(() => text("sg-user .rows-head .k") !== all);
});

test("the keyboard goes through a chart by its arrows, and what it is on is told", async () => {
  await openUser();
  const first = await until(() => host.querySelector<SVGElement>('sg-user .calendar .press[tabindex="0"]'));
  first.focus();
  expect(text("sg-user .tip:not([hidden])")).toContain("Monday 1 September");
  await userEvent.keyboard("{ArrowDown}{ArrowRight}");
  expect(document.activeElement?.getAttribute("aria-label")).toContain("Tuesday 9 September");
  await userEvent.keyboard("{Enter}");
  await until(() => text("sg-user .chip") === "Tue 9 Sep");
});

test("an entity's page has its users and cases, and names in it are text", async () => {
  await openEntity();
  expect(text("sg-entity h1")).toBe("customer C1084847");
  expect(host.querySelectorAll("sg-entity .links li")).toHaveLength(2);
  host.querySelector<HTMLElement>("sg-entity .seen a.actor")?.click();
  await one("sg-user h1");
  const odd = await until(() =>
    [...host.querySelectorAll<HTMLElement>("sg-user .seen a.entity")].find((link) => link.textContent === "<b>C7</b>"),
  );
  odd.click();
  await until(() => text("sg-entity h1") === "customer <b>C7</b>");
  expect(host.querySelector("sg-entity h1 b")).toBeNull();
});

test("a user is found on the map by the list beside it, and opened from the map", async () => {
  await openPage("map", "svg.usermap");
  expect(host.querySelectorAll('svg.usermap [fill="var(--signal)"]')).toHaveLength(2);
  const field = await one("sg-map .filter");
  await userEvent.fill(field, "14007");
  await until(() => host.querySelectorAll("sg-map tbody tr").length === 1);
  host.querySelector<SVGElement>("svg.usermap .press")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  await one("sg-user h1");
});

test("the list has everybody, the most unusual first, and finds by name and group", async () => {
  location.hash = "#/users";
  await one(".userlist tbody tr");
  expect(text(".userlist tbody th")).toBe("agent-12393");
  const field = await one("sg-users .filter");
  await userEvent.fill(field, "agent-14001");
  await until(() => host.querySelectorAll(".userlist tbody tr").length === 1);
  await userEvent.fill(field, "directory");
  await until(() => host.querySelectorAll(".userlist tbody tr").length > 50);
});

test("an address from before the page was loaded says so", async () => {
  location.hash = "#/user/99999";
  await until(() => text(".empty h1") === "No such user here.");
  location.hash = "#/entity/99999";
  await until(() => text(".empty h1") === "No such entity here.");
});

describe.each([
  ["light", 1440],
  ["dark", 390],
] as const)("axe finds nothing and nothing runs over, %s at %i px", (theme, width) => {
  test.each([
    ["user", openUser],
    ["entity", openEntity],
    ["map", () => openPage("map", "svg.usermap")],
    ["tenant", () => openPage("tenant", "svg.silhouette")],
  ] as const)("%s", async (_name, open) => {
    await open();
    await page.viewport(width, 844);
    document.documentElement.dataset.theme = theme;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const main = await one("main");
    expect(main.scrollWidth).toBeLessThanOrEqual(main.clientWidth);
    const { violations } = await axe.run(host, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    });
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`),
    );
    expect(found).toEqual([]);
    expect(refused).toEqual([]);
  });
});
