import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";
import { findBrowser } from "../../../bin/browser.mjs";
import { type Sinks, whoIs } from "./sinks.ts";

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
