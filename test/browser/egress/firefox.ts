import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Marionette } from "./marionette.ts";
import { type Sinks, whoIs } from "./sinks.ts";
import { helpers, type Tab } from "./visit.ts";

/** Windows may open, timers run behind other tabs, peers may use the loopback; and Firefox itself asks nobody for anything. */
const preferences = {
  "browser.aboutwelcome.enabled": false,
  "browser.safebrowsing.provider.mozilla.updateURL": "",
  "browser.shell.checkDefaultBrowser": false,
  "app.normandy.enabled": false,
  "app.update.disabledForTesting": true,
  "datareporting.policy.dataSubmissionEnabled": false,
  "dom.disable_open_during_load": false,
  "dom.min_background_timeout_value": 4,
  "marionette.port": 0,
  "media.peerconnection.ice.loopback": true,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "http://localhost:9/",
  "toolkit.telemetry.server": "",
};

/** A Firefox that writes down every name it looks up: its own log is the sink of names. */
export async function openFirefox(path: string): Promise<{ tab(): Promise<Tab>; close(sinks: Sinks): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "egress-"));
  const set = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  writeFileSync(join(folder, "user.js"), set.join("\n"));
  const child = spawn(path, ["--headless", "--marionette", "--no-remote", "--profile", folder], {
    stdio: "ignore",
    env: { ...process.env, HOME: folder, MOZ_LOG: "nsHostResolver:5", MOZ_LOG_FILE: join(folder, "names.log") },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const said = join(folder, "MarionetteActivePort");
  for (let i = 0; i < 600 && !existsSync(said); i++) await pause(50);
  await pause(100);
  const marionette = new Marionette(Number(readFileSync(said, "utf8")));
  await marionette.send("WebDriver:NewSession", { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
  const inTurn = queue();
  return {
    tab: async () => firefoxTab(marionette, inTurn),
    close: async (sinks) => {
      await marionette.send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
      marionette.close();
      await ended;
      const logs = readdirSync(folder).filter((name) => name.startsWith("names.log"));
      for (const name of logs) {
        for (const line of readFileSync(join(folder, name), "utf8").split("\n")) {
          const who = whoIs(line);
          if (who) sinks.note(who.run, who.slug, "name");
        }
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** One after the other: Marionette has one tab in its hands at a time. */
function queue(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}

let scripts = 0;

function firefoxTab(marionette: Marionette, inTurn: InTurn): Tab {
  let handle = "";
  const inTab = (command: string, parameters: object) =>
    inTurn(async () => {
      await marionette.send("WebDriver:SwitchToWindow", { handle, focus: false });
      return (await marionette.send(command, parameters)) as { value: unknown };
    });
  const script = (text: string) => inTab("WebDriver:ExecuteScript", { script: text, args: [] });
  return {
    goto: async (url) => {
      const before = handle;
      await inTurn(async () => {
        handle = ((await marionette.send("WebDriver:NewWindow", { type: "tab" })) as { handle: string }).handle;
        if (!before) return;
        await marionette.send("WebDriver:SwitchToWindow", { handle: before, focus: false });
        await marionette.send("WebDriver:CloseWindow");
      });
      await inTab("WebDriver:Navigate", { url });
    },
    run: async (body, given = null) => {
      const name = `said${++scripts}`;
      await script(`window.${name} = null; (async (given) => { ${helpers} ${body} })(${JSON.stringify(given)}).then(
        (value) => { window.${name} = JSON.stringify({ value: value ?? null }); },
        (error) => { window.${name} = JSON.stringify({ error: String(error) }); });`);
      for (;;) {
        const { value } = await script(`return window.${name} === undefined ? "" : window.${name};`);
        if (value === "") throw new Error("The page was gone.");
        const said = typeof value === "string" ? (JSON.parse(value) as { value?: unknown; error?: string }) : null;
        if (said?.error) throw new Error(said.error);
        if (said) return said.value;
        await pause(100);
      }
    },
  };
}
