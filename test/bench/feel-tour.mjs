// A reader's way through the built site: what he does at each place, one after the other.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../bin/install.mjs";

const many = 10_000;
const rows = 3_000_000;

// Found by selectors alone: roles and texts are looked up by walking the whole page, on the very thread that is measured.
export const demoButton = "sg-start .actions .btn.primary";
const runAll = ".nb-sticky .btn.primary";

/** Waits until a place has come to rest. @param {import("playwright-core").Page} page */
const rest = (page) => page.waitForTimeout(1200);

/** Waits until an expression holds in the page. @param {import("playwright-core").Page} page @param {string} expression */
export async function until(page, expression) {
  while (!(await page.evaluate(expression))) await page.waitForTimeout(100);
}

/** Drops a notebook on the page. @param {import("playwright-core").Page} page @param {string} text */
const drop = (page, text) =>
  page.evaluate(`{
    const given = new DataTransfer();
    given.items.add(new File([${JSON.stringify(text)}], "dropped.md", { type: "text/markdown" }));
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: given, cancelable: true }));
  }`);

const notebook = (/** @type {string} */ body) => `---\nshadowgraph: 1\ntitle: Dropped\n---\n\n${body}`;
const longNotebook = () =>
  notebook(
    Array.from({ length: many }, (_, i) =>
      i % 10 === 0
        ? `## Part ${i / 10}\n`
        : `\`\`\`sql cell_${i}\nselect ${i} as n, count(*) as events\nfrom log\n\`\`\`\n`,
    ).join("\n"),
  );
const manyRows = () => {
  const sql = readFileSync(join(root, "test", "bench", "tables-rows.sql"), "utf8").replace("{rows}", String(rows));
  return notebook(`\`\`\`sql made_up\n${sql.trim()}\n\`\`\`\n`);
};

/** Types into the editor of a cell. @param {import("playwright-core").Page} page */
async function type(page) {
  const editor = page.locator(".nb-list .cm-content").first();
  await editor.click();
  await page.keyboard.press("Control+End");
  for (const key of "\n-- typed while it runs, letter by letter") {
    await page.keyboard.press(key === "\n" ? "Enter" : key === " " ? "Space" : key);
    await page.waitForTimeout(60);
  }
}

/**
 * The places in order; each starts where the one before it ended.
 * @type {readonly { readonly name: string, readonly visit: (page: import("playwright-core").Page) => Promise<void> }[]}
 */
export const tour = [
  {
    name: "demo tenant: generated and imported",
    async visit(page) {
      await page.locator(demoButton).click();
      await until(page, `document.querySelector(".status b")?.textContent.startsWith("Investigating")`);
    },
  },
  {
    name: "demo tenant: investigated, to the queue",
    async visit(page) {
      await page.waitForURL(/#\/queue/);
      await page.locator("sg-case h1").waitFor();
      await rest(page);
      await page.locator("sg-tour .link").click();
    },
  },
  {
    name: "twenty cases with J",
    async visit(page) {
      for (let i = 0; i < 20; i++) {
        await page.keyboard.press("j");
        await page.waitForTimeout(400);
      }
      await rest(page);
    },
  },
  {
    name: "notebook opened",
    async visit(page) {
      await page.locator(".places a[href='#/notebook']").click();
      await page.locator(".cm-content").first().waitFor();
      await rest(page);
    },
  },
  {
    name: "notebook runs, a cell is typed in",
    async visit(page) {
      await page.locator(runAll).click();
      await type(page);
      await until(page, `!/running|waiting/.test(document.querySelector(".nb-counts").textContent)`);
      await rest(page);
    },
  },
  {
    name: "notebook read to its end",
    async visit(page) {
      await page.mouse.move(800, 500);
      for (let i = 0; i < 60; i++) {
        await page.mouse.wheel(0, 300);
        await page.waitForTimeout(50);
      }
      await rest(page);
    },
  },
  {
    name: "users",
    async visit(page) {
      await page.locator(".places a[href='#/users']").click();
      await page.locator("sg-users a[href^='#/user/']").first().waitFor();
      await rest(page);
    },
  },
  {
    name: "a user's page",
    async visit(page) {
      await page.locator("sg-users a[href^='#/user/']").first().click();
      await page.locator("sg-user h1").first().waitFor();
      await page.waitForTimeout(4000);
    },
  },
  ...[
    { name: "map of users", hash: "#/map" },
    { name: "tenant", hash: "#/tenant" },
  ].map(({ name, hash }) => ({
    name,
    /** @param {import("playwright-core").Page} page */
    async visit(page) {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      await page.waitForTimeout(4000);
    },
  })),
  {
    name: "report and case bundle",
    async visit(page) {
      await page.evaluate(`location.hash = "#/report"`);
      for (const i of [0, 1]) {
        const made = page.waitForEvent("download");
        await page.locator("sg-report .actions .btn").nth(i).click();
        await made;
        await page.locator("sg-report .actions .btn:not(:disabled)").first().waitFor();
        await rest(page);
      }
    },
  },
  {
    name: `a table of ${rows.toLocaleString("en")} rows, scrolled`,
    async visit(page) {
      await drop(page, manyRows());
      await page.locator(runAll).click();
      await page.locator("sg-table tbody td").first().waitFor();
      await rest(page);
      await page.locator("sg-table .window").first().hover();
      for (let i = 0; i < 240; i++) {
        await page.mouse.wheel(0, i % 60 === 59 ? 4_000_000 : 90);
        await page.waitForTimeout(16);
      }
      await rest(page);
    },
  },
  {
    name: `${many.toLocaleString("en")} cells opened`,
    async visit(page) {
      await drop(page, longNotebook());
      await page.locator("sg-cell .cm-content").first().waitFor();
      await page.waitForTimeout(4000);
    },
  },
  {
    name: `${many.toLocaleString("en")} cells: typed in and scrolled`,
    async visit(page) {
      await type(page);
      await page.mouse.move(800, 500);
      for (let i = 0; i < 60; i++) {
        await page.mouse.wheel(0, i % 20 === 19 ? 200_000 : 400);
        await page.waitForTimeout(50);
      }
      await rest(page);
    },
  },
];
