// npm run screenshots: pictures of every place on the demo tenant, wide and narrow, light and dark, into out/screenshots.
// With --readme it also writes the picture that the README shows.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildWhatIsStale } from "./build.mjs";
import { installWhatIsMissing, root } from "./install.mjs";

installWhatIsMissing();
buildWhatIsStale();
const { chromium } = await import("playwright-core");
const { findBrowser } = await import("./browser.mjs");
const { serve } = await import("./serve.mjs");

const out = join(root, "out", "screenshots");
mkdirSync(out, { recursive: true });
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const places = ["import", "notebook", "queue", "users", "report", "map", "tenant"];

const found = await findBrowser();
const server = await serve();
const browser = await chromium.launch({ executablePath: found.path, args: found.args });
const page = await browser.newPage({ viewport: sizes.wide });
page.on("console", (message) => {
  if (["error", "warning"].includes(message.type()) && !message.text().includes("canary"))
    console.error(message.text());
});

/** @param {string} place */
async function shoot(place) {
  for (const theme of ["light", "dark"]) {
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      await page.evaluate(`document.documentElement.dataset.theme = ${JSON.stringify(theme)}`);
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(out, `${place}-${size}-${theme}.png`) });
    }
  }
  await page.setViewportSize(sizes.wide);
}

try {
  await page.goto(server.url);
  await page.getByRole("button", { name: /demo/i }).first().waitFor();
  await shoot("start");
  await page.getByRole("button", { name: /demo/i }).first().click();
  await page.waitForURL(/#\/queue/, { timeout: 240_000 });
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForTimeout(1200);
  await shoot("tour");
  await page.getByRole("button", { name: "Skip the tour" }).click();
  for (const place of places) {
    await page.goto(`${server.url}#/${place}`);
    await page.waitForTimeout(1200);
    await shoot(place);
  }
  await page.goto(`${server.url}#/queue`);
  await page.locator("a.to-user").first().click();
  await page.waitForTimeout(5000);
  await shoot("user");
  if (process.argv.includes("--readme")) {
    mkdirSync(join(root, "public"), { recursive: true });
    copyFileSync(join(out, "queue-wide-light.png"), join(root, "public", "screenshot.png"));
  }
  console.log(`Pictures are in ${out}`);
} finally {
  await browser.close();
  await server.close();
}
