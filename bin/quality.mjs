// npm run bench:quality: how well the detectors find what was injected, as tables in Markdown.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { installWhatIsMissing, root } from "./install.mjs";

const usage = `Usage: npm run bench:quality -- [--only NAME,...] [--draws N]

  --only NAME  some of demo, servicenow_incidents, git_tenant; the last two need ../shared/data
  --draws N    how often ids are swapped, each time with other users (10)`;

installWhatIsMissing();
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    draws: { type: "string", default: "10" },
    help: { type: "boolean" },
  },
});
if (values.help) console.log(usage);
else {
  const { build } = await import("vite");
  const outDir = join(root, "out", "quality");
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      ssr: true,
      target: "node20",
      outDir,
      minify: false,
      rolldownOptions: { input: { quality: join(root, "test", "bench", "quality.ts") } },
    },
  });
  const { status } = spawnSync(process.execPath, [join(outDir, "quality.js"), values.only, values.draws], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
