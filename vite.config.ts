import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { playwright } from "@vitest/browser-playwright";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { findBrowser, webgpuFlags } from "./bin/browser.mjs";

const browser = process.env.VITEST ? await findBrowser() : undefined;

/** Hosts that only name a schema, in keys of XML and of claims: a changed name would no longer match the logs. */
const namespaces = new Set(["www.w3.org", "schemas.xmlsoap.org"]);

/** Leaves no host in the built files that code could contact: each becomes a reserved name of the same length (RFC 2606). */
const withoutForeignHosts = (): Plugin => ({
  name: "without-foreign-hosts",
  enforce: "post",
  generateBundle(_options, bundle) {
    const strip = (text: string) =>
      text.replace(/((?:https?|wss?):\/\/)([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi, (whole, scheme: string, host: string) =>
        namespaces.has(host) || host.endsWith(".invalid") ? whole : scheme + ".invalid".padStart(host.length, "x"),
      );
    for (const file of Object.values(bundle)) {
      if (file.type === "chunk") file.code = strip(file.code);
      else file.source = Buffer.from(strip(Buffer.from(file.source).toString("latin1")), "latin1");
    }
  },
});

const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Writes into the built page the hash of all its other files, and into the service worker the hash of every file that it keeps. The worker is
 * named in no file, so that its own hash need not be known to it.
 */
const withHashes = (): Plugin => {
  let folder = "dist";
  const worker = "service-worker.js";
  return {
    name: "with-hashes",
    apply: "build",
    configResolved({ build }) {
      folder = build.outDir;
    },
    closeBundle() {
      if (!existsSync(join(folder, worker))) return;
      const names = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll("\\", "/"))
        .filter((name) => name !== worker)
        .sort();
      const hashes = () => Object.fromEntries(names.map((name) => [name, sha256(readFileSync(join(folder, name)))]));
      const { "index.html": _, ...others } = hashes();
      const replaceIn = (name: string, pattern: RegExp, text: string) => {
        const before = readFileSync(join(folder, name), "utf8");
        if (!pattern.test(before)) throw new Error(`${name} has no place for ${pattern}.`);
        writeFileSync(
          join(folder, name),
          before.replace(pattern, () => text),
        );
      };
      replaceIn("index.html", /%BUILD%/, sha256(JSON.stringify(others)));
      replaceIn(worker, /(["'`])__SITE_FILES__\1/, JSON.stringify(JSON.stringify(hashes())));
    },
  };
};

/**
 * The development server alone leaves the policy and the seal out: its modules and workers come by their addresses, as no sealed page may load
 * them. What it serves is never a build.
 */
const withoutSeal = (): Plugin => ({
  name: "without-seal",
  apply: (_config, { command }) => command === "serve" && !process.env.VITEST,
  transformIndexHtml: {
    order: "pre",
    handler: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ""),
  },
  load(id) {
    if (id.endsWith("/ui/seal/canaries.ts"))
      return "export const foreignCanaries = async () => []; export const ownCanaries = async () => [];";
    if (id.endsWith("/ui/seal/policy.ts"))
      return "export const policiesOf = () => []; export const addSealedPolicy = () => {};";
    return null;
  },
});

/** What workers import: found only once a test starts one, they would be bundled in the middle of it and the page loaded anew. */
const importedByWorkers = [
  "@duckdb/duckdb-wasm",
  "@jitl/quickjs-wasmfile-release-sync",
  "@tensorflow/tfjs",
  "@tensorflow/tfjs-backend-webgpu",
  "apache-arrow",
  "comlink",
  "fflate",
  "fzstd",
  "hyparquet",
  "hyparquet-compressors",
  "hyparquet-writer",
  "quickjs-emscripten-core",
  "yaml",
];

export default defineConfig({
  base: "./",
  optimizeDeps: { include: importedByWorkers },
  cacheDir: ".vite",
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 8000,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: { index: "index.html", "service-worker": "src/ui/seal/service-worker.ts" },
      output: {
        entryFileNames: ({ name }) => (name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
  plugins: [withoutForeignHosts(), withHashes(), withoutSeal()],
  worker: {
    format: "es",
    rolldownOptions: { output: { codeSplitting: false }, checks: { pluginTimings: false } },
  },
  test: {
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          isolate: false,
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**", "test/e2e/**"],
          setupFiles: ["test/support/seed.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          fileParallelism: false,
          include: ["test/browser/**/*.test.ts"],
          exclude: ["test/browser/egress/**"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: browser ? { executablePath: browser.path, args: [...browser.args, ...webgpuFlags] } : {},
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          environment: "node",
          include: ["test/e2e/**/*.test.ts", "test/browser/egress/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
