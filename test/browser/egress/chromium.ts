import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { findBrowser } from "../../../bin/browser.mjs";
import { openNameServer } from "./name-server.ts";
import { type Leak, type Sinks, whoIs } from "./sinks.ts";
import { helpers, type Tab } from "./visit.ts";

/** A Chromium that asks a name server of its own for every name, and writes down what it looks up: that server and its own net log are the sinks of names. */
export async function openChromium(sinks: Sinks): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const { path, args } = await findBrowser();
  const folder = mkdtempSync(join(tmpdir(), "egress-"));
  const log = join(folder, "net.json");
  const note = (name: string, leak: Leak) => {
    const who = whoIs(name);
    if (who) sinks.note(who.run, who.slug, leak);
  };
  const names = await openNameServer((name) => note(name, "name server"));
  const profile = join(folder, "profile");
  mkdirSync(profile);
  const overHttps = { dns_over_https: { mode: "secure", templates: names.template } };
  writeFileSync(join(profile, "Local State"), JSON.stringify(overHttps));
  // A profile of its own on disk: in a private window Chromium makes no guesses, and so leaks less on the control.
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: path,
    args: [
      ...args.filter((flag) => flag !== "--disable-quic"),
      `--log-net-log=${log}`,
      `--ignore-certificate-errors-spki-list=${names.key}`,
    ],
  });
  return {
    context,
    close: async () => {
      await context.close();
      await names.close();
      for (const host of lookedUp(readFileSync(log, "utf8"))) note(host, "name");
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
