import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBrowser } from "../../bin/browser.mjs";
import { buildWhatIsStale } from "../../bin/build.mjs";
import { root } from "../../bin/install.mjs";
import { serve } from "../../bin/serve.mjs";
import { bootPolicy, headerPolicy } from "../../src/ui/seal/boot-policy.ts";
import { isExpected } from "../support/site.ts";

let browser: Browser;
beforeAll(async () => {
  buildWhatIsStale();
  const { path, args } = await findBrowser();
  browser = await chromium.launch({ executablePath: path, args });
});
afterAll(() => browser.close());

test("the page begins with the policy that the service worker sends", () => {
  const html = readFileSync(join(root, "dist", "index.html"), "utf8");
  expect(html).toContain(`content="${bootPolicy}"`);
});

test("the server of npm start sends what only a header can say, as the service worker does", async () => {
  const server = await serve();
  const { headers } = await fetch(server.url);
  await server.close();
  expect(headers.get("content-security-policy")).toBe(headerPolicy);
});

test("after the first visit the site opens without its server, from files whose hashes were checked", async () => {
  const server = await serve();
  const context = await browser.newContext();
  const page = await context.newPage();
  const said: string[] = [];
  page.on("console", (message) => !isExpected(message.text()) && said.push(message.text()));
  await page.goto(server.url);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await server.close();
  const response = await page.reload();
  expect(response?.fromServiceWorker()).toBe(true);
  expect(response?.headers()["content-security-policy"]).toBe(`${bootPolicy}; ${headerPolicy}`);
  expect(response?.headers()["connection-allowlist"]).toBe("(response-origin)");
  await Promise.all([page.waitForEvent("load"), page.evaluate("void setTimeout(() => location.reload())")]);
  await page.evaluate("location.href = './elsewhere'");
  expect(page.url()).toBe(server.url);
  await page.getByRole("button", { name: /open the demo tenant/i }).click();
  await page.getByText("directory_logons.csv").first().waitFor({ timeout: 120_000 });
  expect(said).toEqual([]);
  await context.close();
});

test("a file that is not the one that was built is not kept, and the page goes on with its server", async () => {
  const server = await serve();
  const context = await browser.newContext();
  const page = await context.newPage();
  await context.route(/icons\/shadowgraph\.svg/, (route) =>
    route.fulfill({ body: "<svg/>", contentType: "image/svg+xml" }),
  );
  await page.goto(server.url);
  const state = await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 6000));
    const registration = await navigator.serviceWorker.getRegistration();
    return { active: registration?.active ?? null, kept: (await caches.keys()).length };
  });
  expect(state.active).toBeNull();
  await expect(page.getByRole("button", { name: /open the demo tenant/i }).isEnabled()).resolves.toBe(true);
  await context.close();
  await server.close();
});
