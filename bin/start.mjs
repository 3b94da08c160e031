// npm start: installs what is missing, builds, serves on localhost and opens the browser.
import { spawn } from "node:child_process";
import { buildWhatIsStale } from "./build.mjs";
import { installWhatIsMissing } from "./install.mjs";
import { serve } from "./serve.mjs";

installWhatIsMissing();
buildWhatIsStale();

const wanted = Number(process.env.PORT ?? 4173);
const server = await serve({ port: wanted }).catch(() => serve());
console.log(`Shadowgraph is at ${server.url} (Ctrl+C stops it)`);

const opener = { darwin: "open", win32: "explorer" }[String(process.platform)] ?? "xdg-open";
if (!process.env.CI && !process.argv.includes("--no-open")) {
  const child = spawn(opener, [server.url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
