import axe from "axe-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Session } from "../../src/ui/session.ts";
import { startApp } from "../../src/ui/start-app.ts";
import { fixtureServices } from "../support/fixture-engine.ts";
import { until } from "../support/until.ts";

let host: HTMLElement;
let session: Session;

beforeEach(async () => {
  await page.viewport(1200, 900);
  location.hash = "#/";
  document.documentElement.lang = "en";
  document.title = "Shadowgraph";
  host = document.createElement("div");
  document.body.append(host);
  session = startApp(host, fixtureServices({ recent: true }));
  await until(() => host.querySelector(".recent li"));
});

afterEach(() => {
  host.remove();
  location.hash = "#/";
});

const text = (selector: string): string => host.querySelector(selector)?.textContent?.replace(/\s+/g, " ").trim() ?? "";
const rows = () => [...host.querySelectorAll(".recent li")].map((row) => row.textContent?.replace(/\s+/g, " ").trim());

test("stored tenants are listed with rows, size and when they were opened; what stopped says where and how it goes on", async () => {
  expect(rows()[0]).toMatch(/^Meridian Support 1,204,328 rows · 412 MB · opened \d+ Oct 2025, \d\d:\d\d Delete…$/);
  expect(rows()[1]).toContain("stopped at row 512,004 (43 %): drop the file again, and it goes on from there.");
  expect(rows().find((row) => row?.startsWith("Harbour <b>Logistics</b>"))).toContain("open in another tab");
  const { violations } = await axe.run(host);
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
});

test("one is deleted only after a second yes, which the keyboard reaches", async () => {
  const before = rows().length;
  host.querySelector<HTMLElement>(".recent-delete")?.focus();
  await userEvent.keyboard("{Enter}");
  await until(() => document.activeElement?.matches(".recent-yes"));
  expect(text(".recent-question")).toContain("with its verdicts, its notebook and 2 models?");
  await userEvent.keyboard("{Tab}{Enter}");
  await until(() => !host.querySelector(".recent-question"));
  expect(rows()).toHaveLength(before);
  host.querySelector<HTMLElement>(".recent-delete")?.click();
  await until(() => host.querySelector(".recent-yes"));
  host.querySelector<HTMLElement>(".recent-yes")?.click();
  await until(() => rows().length === before - 1);
});

test("one opens on its queue, and a file whose import stopped is offered to go on", async () => {
  host.querySelector<HTMLElement>(".recent-name")?.click();
  await until(() => location.hash === "#/queue");
  await session.inspect([new File(["x"], "signin-events-2025-10.ndjson.zst")]);
  await until(() => text(".import-bar").startsWith("Go on at row 512,004"));
  expect(text(".import-bar")).toContain("Import 1 file as a new tenant");
  expect(host.querySelector<HTMLInputElement>(".keep-choice input")?.checked).toBe(true);
  [...host.querySelectorAll<HTMLElement>(".import-bar button")][0]?.click();
  await until(() => location.hash === "#/queue" && session.state.stopped === null);
});
