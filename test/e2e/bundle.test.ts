import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBundle } from "../../src/casework/bundle.ts";
import { openSite, type Site } from "../support/site.ts";
import { header, mapping, smallTenant } from "./small-tenant.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.close());

const log = `${header}\n${smallTenant({ users: 14, days: 45 })
  .map(({ line }) => line)
  .join("\n")}\n`;
const desk = { name: "desk.csv", mimeType: "text/csv", buffer: Buffer.from(log) };
const mappingFile = { name: "mapping.json", mimeType: "", buffer: Buffer.from(JSON.stringify(mapping)) };

type Drop = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

async function open(files: readonly Drop[]) {
  const { page } = await site.open();
  await page.goto(`${site.url}#/start`);
  await page.locator('input[name="files"]').setInputFiles([...files]);
  return page;
}

test("a bundle, dropped with the same logs, runs again to the same numbers, with its verdicts; with other logs it is refused", async () => {
  const first = await open([desk, mappingFile]);
  await first.locator(".import-bar button.primary").click();
  await first.locator("sg-case .raw tbody tr").first().waitFor({ timeout: 120_000 });
  await first.keyboard.press("y");
  await first.locator(".precision").waitFor();
  await first.locator(".raw .toggle button").first().focus();
  await first.keyboard.press("e");
  await first.locator(".tray li").waitFor();
  await first.goto(`${site.url}#/report`);
  const [saved] = await Promise.all([
    first.waitForEvent("download", { timeout: 120_000 }),
    first.getByRole("button", { name: "Case bundle" }).click(),
  ]);
  expect(saved.suggestedFilename()).toMatch(/\.shadowgraph\.zip$/);
  const buffer = readFileSync((await saved.path())!);
  const { head, scores, verdicts, evidence } = readBundle(buffer, "saved");
  expect(evidence.items.map(({ content }) => content.kind)).toEqual(["row"]);
  expect(head.files.map(({ name }) => name)).toEqual(["desk.csv"]);
  expect(verdicts.given).toHaveLength(1);
  expect(scores.split("\n").length).toBeGreaterThan(50);
  await first.context().close();

  const bundle = { name: "run.shadowgraph.zip", mimeType: "", buffer };
  const again = await open([bundle, desk]);
  await again.locator(".import-bar button.primary").click();
  await again.waitForURL(/#\/report/, { timeout: 120_000 });
  await again.getByRole("heading", { name: /gave the same numbers/ }).waitFor();
  expect(await again.locator(".replay").textContent()).toMatch(/All [\d,]+ scores are equal/);
  await again.goto(`${site.url}#/queue`);
  expect(await again.locator(".tray li").textContent()).toContain(evidence.items[0]!.title);
  await again.context().close();

  const other = { ...desk, buffer: Buffer.from(log.replace("agent03", "agent04")) };
  const refused = await open([bundle, other]);
  await refused.locator(".import-bar button.primary").click();
  await refused.getByText("These are not the logs that the bundle was made from.").waitFor({ timeout: 120_000 });
  await refused.context().close();

  const alone = await open([bundle]);
  await alone.getByText("A bundle has no logs in it.").waitFor();
  expect(await alone.getByText(/desk\.csv/).count()).toBeGreaterThan(0);
});
