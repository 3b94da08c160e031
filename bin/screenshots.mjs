// npm run screenshots: pictures of every view on the demo tenant, wide and narrow, light and dark, into out/screenshots: the first screen, and
// beside it (`-whole`) all that can be scrolled to. With --readme it also writes the picture that the README shows.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
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
/** Pixels of a whole view at the most. */
const tallest = 5000;
const log = [
  "when,who,what,host,amount",
  ...Array.from(
    { length: 60 },
    (_, i) => `0${(i % 9) + 1}/04/2025 09:${10 + (i % 50)},Ada${i % 3},Refund,ws-${i % 7},${i}`,
  ),
  "no time,Ada1,Refund,ws-1,4",
].join("\n");

const found = await findBrowser();
const server = await serve();
const browser = await chromium.launch({ executablePath: found.path, args: found.args });
const page = await browser.newPage({ viewport: sizes.wide });
page.on("console", (message) => {
  if (["error", "warning"].includes(message.type()) && !message.text().includes("canary"))
    console.error(message.text());
});

/** How high the window must be to show all of what scrolls in it. */
const wholeHeight = `Math.max(...[document.documentElement, ...document.querySelectorAll("main, .case-pane")].map((part) => part.scrollHeight + part.getBoundingClientRect().top)) + 60`;

/** @param {string} name @param {typeof page} [of] */
async function shoot(name, of = page) {
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    for (const [size, viewport] of Object.entries(sizes)) {
      await of.setViewportSize(viewport);
      await of.emulateMedia({ colorScheme: theme });
      await of.evaluate(`document.documentElement.dataset.theme = ${JSON.stringify(theme)}`);
      await of.waitForTimeout(400);
      await of.screenshot({ path: join(out, `${name}-${size}-${theme}.png`) });
      const height = Math.min(tallest, Math.ceil(Number(await of.evaluate(wholeHeight))));
      if (height <= viewport.height + 60) continue;
      await of.setViewportSize({ ...viewport, height });
      await of.waitForTimeout(600);
      await of.screenshot({ path: join(out, `${name}-${size}-${theme}-whole.png`) });
    }
  }
  await of.setViewportSize(sizes.wide);
}

/** @param {string} hash */
async function go(hash, quiet = 1200) {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await page.waitForTimeout(quiet);
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
  for (const place of ["import", "notebook", "queue", "users", "map", "tenant"]) {
    await go(`#/${place}`);
    await shoot(place);
  }
  await go("#/queue");
  const withRoot = await page.evaluate(
    `[...document.querySelectorAll("sg-queue .row")].find((row) => !row.querySelector(".dot.mute"))?.dataset.rank ?? "1"`,
  );
  await go(`#/queue/${withRoot}`, 3000);
  await page.keyboard.press("y");
  await shoot("case");
  await page.locator("a.to-user").first().click();
  await page.waitForTimeout(5000);
  await shoot("user");
  await page.locator('a[href^="#/entity/"]').first().click();
  await page.waitForTimeout(3000);
  await shoot("entity");
  for (const [name, key] of [
    ["keys", "?"],
    ["palette", "Control+k"],
  ]) {
    await page.keyboard.press(String(key));
    await shoot(String(name));
    await page.keyboard.press("Escape");
  }
  await page.locator("button.seal").click();
  await shoot("proof");
  await page.keyboard.press("Escape");
  await go("#/report");
  const saved = page.waitForEvent("download", { timeout: 240_000 });
  await page.getByRole("button", { name: "Download the report" }).click();
  const file = join(out, "report.html");
  await (await saved).saveAs(file);
  await shoot("report");
  const report = await browser.newPage();
  await report.goto(pathToFileURL(file).href);
  await shoot("report-file", report);
  await go("#/");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files…" }).click();
  await (await chooser).setFiles({ name: "refunds.csv", mimeType: "text/csv", buffer: Buffer.from(log) });
  await page.waitForURL(/#\/import/);
  await page.waitForTimeout(1200);
  await shoot("mapping");
  if (process.argv.includes("--readme")) {
    mkdirSync(join(root, "public"), { recursive: true });
    copyFileSync(join(out, "queue-wide-light.png"), join(root, "public", "screenshot.png"));
  }
  console.log(`Pictures are in ${out}`);
} finally {
  await browser.close();
  await server.close();
}
