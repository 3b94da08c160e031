import { beforeEach, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { uiPage } from "../support/ui-page.ts";
import { until } from "../support/until.ts";

const ui = uiPage();
beforeEach(() => ui.openDemo());

async function openUser(): Promise<void> {
  (await ui.one(".case .facts a.actor")).click();
  await ui.one("sg-user .raw tbody tr");
  await until(() => ui.host.querySelector("sg-user svg.clock"));
}
async function openEntity(): Promise<void> {
  await openUser();
  (await ui.one("sg-user .fresh a.entity")).click();
  await ui.one("sg-entity .raw tbody tr");
}
async function openPage(name: "map" | "tenant", selector: string): Promise<void> {
  location.hash = `#/${name}`;
  await ui.one(selector);
}

test("a user's name leads to the page, whose address names nobody, and back", async () => {
  await openUser();
  expect(ui.text("sg-user h1")).toBe("agent-12393");
  expect(location.hash).toMatch(/^#\/user\/\d+$/);
  expect(ui.text(".scored-days tbody tr")).toContain("Looked up 41 customers");
  history.back();
  await until(() => location.hash === "#/queue" && ui.host.querySelector("sg-case h1"));
  history.forward();
  await ui.one("sg-user h1");
  expect(ui.refused).toEqual([]);
});

test("a day, an hour, a type and a value lead to their rows, and the chip back to all", async () => {
  await openUser();
  const all = ui.text("sg-user .rows-head .k");
  const day = await until(() =>
    [...ui.host.querySelectorAll<SVGElement>("sg-user .calendar .press")].find((shape) =>
      shape.getAttribute("aria-label")?.includes("30 September"),
    ),
  );
  day.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  await until(() => ui.text("sg-user .chip") === "Tue 30 Sep");
  ui.host.querySelector<HTMLElement>("sg-user .chip")?.click();
  await until(() => !ui.host.querySelector("sg-user .chip") && ui.text("sg-user .rows-head .k") === all);
  ui.host.querySelector<HTMLElement>("sg-user .seen .link")?.click();
  await until(() => ui.text("sg-user .chip") === "network 192.0.2.0/24");
  await until(() => ui.text("sg-user .rows-head .k") !== all);
});

test("the keyboard goes through a chart by its arrows, and what it is on is told", async () => {
  await openUser();
  const first = await until(() => ui.host.querySelector<SVGElement>('sg-user .calendar .press[tabindex="0"]'));
  first.focus();
  expect(ui.text("sg-user .tip:not([hidden])")).toContain("Monday 1 September");
  await userEvent.keyboard("{ArrowDown}{ArrowRight}");
  expect(document.activeElement?.getAttribute("aria-label")).toContain("Tuesday 9 September");
  await userEvent.keyboard("{Enter}");
  await until(() => ui.text("sg-user .chip") === "Tue 9 Sep");
});

test("an entity's page has its users and cases, and names in it are text", async () => {
  await openEntity();
  expect(ui.text("sg-entity h1")).toBe("customer C1084847");
  expect(ui.host.querySelectorAll("sg-entity .links li")).toHaveLength(2);
  ui.host.querySelector<HTMLElement>("sg-entity .seen a.actor")?.click();
  await ui.one("sg-user h1");
  const odd = await until(() =>
    [...ui.host.querySelectorAll<HTMLElement>("sg-user .seen a.entity")].find(
      (link) => link.textContent === "<b>C7</b>",
    ),
  );
  odd.click();
  await until(() => ui.text("sg-entity h1") === "customer <b>C7</b>");
  expect(ui.host.querySelector("sg-entity h1 b")).toBeNull();
});

test("a user is found on the map by the list beside it, and opened from the map", async () => {
  await openPage("map", "svg.usermap");
  expect(ui.host.querySelectorAll('svg.usermap [fill="var(--signal)"]')).toHaveLength(2);
  const field = await ui.one("sg-map .filter");
  await userEvent.fill(field, "14007");
  await until(() => ui.host.querySelectorAll("sg-map tbody tr").length === 1);
  const choice = (await ui.one("sg-map .mapchoice select")) as HTMLSelectElement;
  expect([...choice.options].map(({ text }) => text)).toEqual(["nothing", "desk (2)", "printer (1)"]);
  const users = ui.host.querySelectorAll("svg.usermap .press").length;
  await userEvent.selectOptions(choice, "desk");
  await until(() => ui.host.querySelectorAll("svg.usermap .press").length === users + 2);
  const last = [...ui.host.querySelectorAll("svg.usermap .press")].at(-1);
  expect(last?.getAttribute("aria-label")).toBe("desk desk-7, 4 users. Open the desk.");
  await userEvent.selectOptions(choice, "nothing");
  await until(() => ui.host.querySelectorAll("svg.usermap .press").length === users);
  ui.host.querySelector<SVGElement>("svg.usermap .press")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  await ui.one("sg-user h1");
});

test("the list has everybody, the most unusual first, and finds by name and group", async () => {
  location.hash = "#/users";
  await ui.one(".userlist tbody tr");
  expect(ui.text(".userlist tbody th")).toBe("agent-12393");
  const field = await ui.one("sg-users .filter");
  await userEvent.fill(field, "agent-14001");
  await until(() => ui.host.querySelectorAll(".userlist tbody tr").length === 1);
  await userEvent.fill(field, "directory");
  await until(() => ui.host.querySelectorAll(".userlist tbody tr").length > 50);
});

test("an address from before the page was loaded says so", async () => {
  location.hash = "#/user/99999";
  await until(() => ui.text(".empty h1") === "No such user here.");
  location.hash = "#/entity/99999";
  await until(() => ui.text(".empty h1") === "No such entity here.");
});

test("a bar of a distribution leads to the user-days behind it, and they to their rows; a bar of the history names its users", async () => {
  const bar = await until(() => ui.host.querySelector<SVGElement>("sg-case sg-standings .bins .press"));
  bar.focus();
  await userEvent.keyboard("{ArrowRight}{Enter}");
  await until(() => ui.text("sg-case .behind p").startsWith("31 user-days of history behind this bar"));
  expect(ui.host.querySelectorAll("sg-case .behind li")).toHaveLength(12);
  ui.host.querySelector<HTMLElement>("sg-case .behind li button")?.click();
  await ui.one("sg-case .behind sg-page-rows .raw tbody tr");
  await openPage("tenant", "svg.silhouette");
  const days = await until(() => ui.host.querySelector<SVGElement>("sg-tenant .bins .press"));
  days.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  await until(() => ui.host.querySelector("sg-tenant .behind a.actor"));
});

test("in a case, what is left of a type leads to its rows, and a cell of another day to that day's", async () => {
  const left = await until(() => ui.host.querySelector<SVGElement>("sg-case .left .press"));
  left.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  await until(() => ui.text("sg-case-rows .chip") === "DataTool.Query");
  const other = await until(() => ui.host.querySelector<SVGElement>("sg-case .filled .press"));
  other.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  await until(() => / on \w{3} \d/.test(ui.text("sg-case sg-page-rows .chip")));
  ui.host.querySelector<HTMLElement>("sg-case sg-page-rows .chip")?.click();
  await until(() => !ui.host.querySelector("sg-case sg-page-rows"));
});
