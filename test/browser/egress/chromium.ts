import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { findBrowser } from "../../../bin/browser.mjs";
import { type Sinks, whoIs } from "./sinks.ts";
import { helpers, type Tab } from "./visit.ts";

/** A Chromium that writes down every name it looks up: its own net log is the sink of names. */
export async function openChromium(): Promise<{ context: BrowserContext; close(sinks: Sinks): Promise<void> }> {
  const { path, args } = await findBrowser();
  const folder = mkdtempSync(join(tmpdir(), "egress-"));
  const log = join(folder, "net.json");
  // A profile of its own on disk: in a private window Chromium makes no guesses, and so leaks less on the control.
  const context = await chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath: path,
    args: [...args.filter((flag) => flag !== "--disable-quic"), `--log-net-log=${log}`],
  });
  return {
    context,
    close: async (sinks) => {
      await context.close();
      for (const host of lookedUp(readFileSync(log, "utf8"))) {
        const who = whoIs(host);
        if (who) sinks.note(who.run, who.slug, "name");
      }
      rmSync(folder, { recursive: true });
    },
  };
}

/** The hosts that a net log shows being resolved. */
function lookedUp(log: string): string[] {
  const type = /"HOST_RESOLVER_MANAGER_REQUEST":(\d+)/.exec(log)?.[1];
  if (!type) throw new Error("The net log knows no look-ups of names.");
  return log
    .split("\n")
    .filter((line) => line.includes(`"type":${type}`))
    .flatMap((line) => /"host":"([^"]+)"/.exec(line)?.[1] ?? []);
}

/** A tab in which each page is a new one, so that nothing of the page before is still on its way; a script is put before those of its pages. */
export async function chromiumTab(context: BrowserContext, script?: string): Promise<Tab> {
  let page = await newWindow(context);
  return {
    goto: async (url) => {
      const before = page;
      page = await newWindow(context);
      if (script) await page.addInitScript(script);
      await Promise.all([page.goto(url), before.close()]);
    },
    run: (body, given = null) => page.evaluate(`(async (given) => { ${helpers} ${body} })(${JSON.stringify(given)})`),
  };
}

/** A page in a window of its own: what lies behind another tab is not guessed ahead for. */
async function newWindow(context: BrowserContext): Promise<Page> {
  const [any] = context.pages();
  const session = await context.newCDPSession(any!);
  const mark = `about:blank#${randomUUID()}`;
  const opening = context.waitForEvent("page", (page) => page.url() === mark);
  await session.send("Target.createTarget", { url: mark, newWindow: true });
  await session.detach();
  return opening;
}
