// npm run bench:quality: how well the detectors find what was injected, as tables in Markdown.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleMeasurements } from "./bundle.mjs";
import { installWhatIsMissing } from "./install.mjs";

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
  const folder = await bundleMeasurements("quality", ["quality"]);
  const { status } = spawnSync(process.execPath, [join(folder, "quality.js"), values.only, values.draws], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
