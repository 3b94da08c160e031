// What the built page offers to the command line, `globalThis.shadowgraph`.

/**
 * Waits until the page offers it, which is once all its places are loaded. Asked from outside: the page's policy lets no text become code.
 * @param {import("playwright-core").Page} page
 */
export async function untilOffered(page) {
  while (!(await page.evaluate("globalThis.shadowgraph !== undefined"))) await page.waitForTimeout(20);
}
