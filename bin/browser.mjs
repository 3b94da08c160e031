// Finds a Chromium: an installed Chrome, Edge or Chromium first, else the one inside @sparticuz/chromium (Linux).
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const names = [
  "google-chrome",
  "google-chrome-stable",
  "chromium",
  "chromium-browser",
  "microsoft-edge",
  "microsoft-edge-stable",
];
const fixedPaths = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((key) => {
    const root = process.env[key];
    return root
      ? [join(root, "Google/Chrome/Application/chrome.exe"), join(root, "Microsoft/Edge/Application/msedge.exe")]
      : [];
  }),
];

/** Flags that give WebGPU on a machine without a GPU (SwiftShader, on the CPU). */
export const webgpuFlags = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/** Flags that keep a test browser from talking to anybody but the page under test. */
export const quietFlags = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** @param {string} path */
const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * The browser to drive, and the flags that it needs here.
 * @returns {Promise<{ path: string, args: string[] }>}
 * @throws when there is none, with what to install
 */
export async function findBrowser() {
  const sandbox = process.getuid?.() === 0 || process.env.CI ? ["--no-sandbox"] : [];
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const installed = [process.env.CHROME_PATH ?? "", ...onPath, ...fixedPaths].find(
    (path) => path !== "" && isExecutable(path),
  );
  if (installed) return { path: installed, args: [...sandbox, ...quietFlags] };
  if (process.platform === "linux" && process.arch === "x64") {
    const { default: chromium } = await import("@sparticuz/chromium");
    return { path: await chromium.executablePath(), args: ["--no-sandbox", ...quietFlags] };
  }
  throw new Error("No Chrome, Edge or Chromium found. Install one, or set CHROME_PATH to its executable.");
}

/**
 * An installed Firefox, for the tests that try both.
 * @returns {string | null}
 */
export function findFirefox() {
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => ["firefox", "firefox-esr"].map((name) => join(folder, name)));
  const candidates = [process.env.FIREFOX_PATH ?? "", ...onPath, "/Applications/Firefox.app/Contents/MacOS/firefox"];
  return candidates.find((path) => path !== "" && isExecutable(path)) ?? null;
}
