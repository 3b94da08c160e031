import axe from "axe-core";
import { html, render } from "lit";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { judgedOutput } from "../../src/ui/notebook/model-output.ts";
import type { Session } from "../../src/ui/session.ts";
import { startApp } from "../../src/ui/start-app.ts";
import { fixtureEngine, fixtureServices } from "../support/fixture-engine.ts";
import { until } from "../support/until.ts";

let host: HTMLElement;
let session: Session;

const panel = () => host.querySelector("sg-models");
const button = (name: string) =>
  [...(panel()?.querySelectorAll("button") ?? [])].find(({ textContent }) => textContent?.trim() === name);

beforeEach(async () => {
  await page.viewport(1200, 900);
  document.documentElement.lang = "en";
  document.title = "Shadowgraph";
  host = document.createElement("div");
  document.body.append(host);
  session = startApp(host, fixtureServices(), { notebook: () => document.createElement("div") });
  await session.openDemo();
  location.hash = "#/import";
  await until(() => button("Fit and keep a model"));
});

afterEach(() => {
  host.remove();
  location.hash = "#/";
});

test("a model is fitted, listed with its days and size, and its scores open as the queue", async () => {
  button("Fit and keep a model")!.click();
  const row = await until(() => panel()?.querySelector(".models-list li"));
  expect(row.textContent).toMatch(/1 Sep – 4 Oct 2025.*1,180,002 events.*3,100 users.*61 MB.*in memory/s);
  const { violations } = await axe.run(panel()!);
  expect(violations.map(({ id }) => id)).toEqual([]);
  (await until(() => button("Unload")))!.click();
  await until(() => panel() && !panel()!.textContent?.includes("in memory"));
  button("Score with it")!.click();
  await until(() => location.hash.startsWith("#/queue"));
  expect(session.state.cases!.length).toBeGreaterThan(0);
});

test("what a score cell found is told with each detector's measured false alarms", async () => {
  const shown = document.createElement("div");
  const found = await fixtureEngine({}).score("today", {}, () => {});
  render(
    judgedOutput(found, () => html``),
    shown,
  );
  expect(shown.textContent).toContain("False alarms on 93,000 history days: measured.");
});

test("a file that is no model is refused at the panel, in words", async () => {
  const input = panel()!.querySelector<HTMLInputElement>("input[type=file]")!;
  const transfer = new DataTransfer();
  transfer.items.add(new File(["when,who\n"], "log.csv"));
  input.files = transfer.files;
  input.dispatchEvent(new Event("change"));
  const alert = await until(() => panel()?.querySelector("[role=alert]"));
  expect(alert.textContent).toContain("log.csv: This is no model file.");
});

test("a passphrase is set, changed and removed by the keyboard, and what doesn't fit is said in words", async () => {
  await session.inspect([new File(["when,who,what\n2025-01-01,a,b\n"], "log.csv")]);
  await session.importAll();
  location.hash = "#/import";
  const place = await until(() => host.querySelector<HTMLElement>("sg-passphrase section"));
  const press = (name: string) =>
    [...place.querySelectorAll("button")].find(({ textContent }) => textContent?.trim() === name)!.click();
  const field = (name: string) => until(() => place.querySelector<HTMLInputElement>(`input[name="${name}"]`));
  press("Set a passphrase…");
  const next = await field("next");
  await until(() => document.activeElement === next);
  await userEvent.keyboard("too short");
  await until(() => place.textContent?.includes("9 characters: 1 more at the least."));
  await userEvent.keyboard(", no more");
  await userEvent.tab();
  await userEvent.keyboard("something else{Enter}");
  await until(() => place.querySelector("[role=alert]")?.textContent?.includes("The two are not the same."));
  const { violations } = await axe.run(place);
  expect(violations.map(({ id }) => id)).toEqual([]);
  (await field("again")).select();
  await userEvent.keyboard("too short, no more{Enter}");
  await until(() => place.querySelector("[role=status]")?.textContent === "Locked.");
  await until(() => document.activeElement?.textContent?.trim() === "Change the passphrase…");
  press("Remove it…");
  await field("current");
  await userEvent.keyboard("not the one{Enter}");
  await until(() => place.querySelector("[role=alert]")?.textContent?.includes("does not open the tenant"));
  await userEvent.keyboard("{Escape}");
  await until(() => !place.querySelector("form"));
  press("Remove it…");
  await field("current");
  await userEvent.keyboard("too short, no more{Enter}");
  await until(() => place.querySelector("[role=status]")?.textContent?.startsWith("Removed"));
});
