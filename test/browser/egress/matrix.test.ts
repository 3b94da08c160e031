import { afterAll, beforeAll, expect, test } from "vitest";
import { buildWhatIsStale } from "../../../bin/build.mjs";
import { channels } from "./channels.ts";
import { chromiumTab, openChromium } from "./chromium.ts";
import { probeText, slugOf } from "./probe.ts";
import { openSinks, type Sinks } from "./sinks.ts";
import { openControl, openSite } from "./sites.ts";
import { type Run, visitControl, visitSite } from "./visit.ts";

let sinks: Sinks;
let control: Run[];
let served: Run[];
let plain: Run[];

beforeAll(async () => {
  buildWhatIsStale();
  sinks = await openSinks();
  const script = probeText(channels);
  const sites = await Promise.all([
    openControl(sinks, script),
    openSite(sinks, { hasHeaders: true }),
    openSite(sinks, { hasHeaders: false }),
  ]);
  const chromium = await openChromium();
  const tab = () => chromiumTab(chromium.context, script);
  const t0 = Date.now();
  const t = (x: string) => (r: Run[]) => {
    console.log(x, Date.now() - t0);
    return r;
  };
  [control, served, plain] = await Promise.all([
    visitControl(await chromiumTab(chromium.context), sinks, sites[0], "c").then(t("control")),
    visitSite(await tab(), sinks, sites[1], "h").then(t("served")),
    visitSite(await tab(), sinks, sites[2], "p").then(t("plain")),
  ]);
  await chromium.close(sinks);
  await Promise.all(sites.map((site) => site.close()));
});
afterAll(() => sinks.close());

test("x", () => {
  for (const runs of [control, served, plain]) {
    for (const run of runs) {
      console.log("==", run.id, run.realm, run.outcomes.size);
      for (const { name } of channels) {
        const leaks = [...(sinks.leaks(run.id).get(slugOf(name)) ?? [])].join("+");
        if (run.id.startsWith("c") ? leaks === "" : leaks !== "")
          if (run.outcomes.has(name)) console.log((leaks || "-").padEnd(25), name.padEnd(30), run.outcomes.get(name));
      }
    }
  }
  console.log(sinks.runs());
  expect(sinks.runs()).toEqual(["cw", "ck"]);
});
