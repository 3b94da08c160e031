import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildWhatIsStale } from "../../../bin/build.mjs";
import { channels } from "./channels.ts";
import { chromiumTab, openChromium } from "./chromium.ts";
import { expectLeaks, expectNoStranger, expectNothing, reachable } from "./expect.ts";
import { zone } from "./name-server.ts";
import { probeText } from "./probe.ts";
import { leaking, leaksOf, writeReport } from "./report.ts";
import { openSinks, type Sinks } from "./sinks.ts";
import { openControl, openSite } from "./sites.ts";
import { obeysAllowlist, type Run, sealingOf, visitControl, visitServiceWorker, visitSite } from "./visit.ts";

let sinks: Sinks;
let control: Run[];
let served: Run[];
let plain: Run[];
let services: Run[];
let sealing: string;
let obeys: boolean;

beforeAll(async () => {
  buildWhatIsStale();
  sinks = await openSinks(zone);
  const script = probeText(channels);
  const sites = await Promise.all([
    openControl(sinks, script),
    openSite(sinks, { hasHeaders: true }),
    openSite(sinks, { hasHeaders: false }),
    openSite(sinks, { hasHeaders: false, hasPolicy: false }),
    openSite(sinks, { hasHeaders: true, serviceScript: script }),
    openSite(sinks, { hasHeaders: false, serviceScript: script }),
  ]);
  const chromium = await openChromium(sinks);
  const tab = () => chromiumTab(chromium.context, script);
  [control, served, plain, sealing, obeys] = await Promise.all([
    visitControl(await chromiumTab(chromium.context), sinks, sites[0], "c"),
    visitSite(await tab(), sinks, sites[1], "h"),
    visitSite(await tab(), sinks, sites[2], "p"),
    sealingOf(await tab(), sites[3]),
    obeysAllowlist(await chromiumTab(chromium.context), sinks, sites[0]),
  ]);
  services = [
    await visitServiceWorker(await tab(), sinks, sites[4], "hv"),
    await visitServiceWorker(await tab(), sinks, sites[5], "pv"),
  ];
  await chromium.close();
  if (!obeys)
    console.warn("This Chromium doesn't obey Connection-Allowlist: its Window is held to the limits without headers.");
  await Promise.all(sites.map((site) => site.close()));
  writeReport("chromium", sinks, {
    control,
    "npm start": served,
    "plain host": plain,
    "npm start, then a plain host": services,
  });
});
afterAll(() => sinks?.close());

/** What a script of the Window, which no log and no notebook can be, could still do in Chromium where the host sends no headers. */
const openWithoutHeaders = [
  "dns-prefetch",
  "preconnect",
  "iframe",
  "iframe empty location",
  "WebRTC by address",
  "WebRTC by name",
  "WebRTC turn",
  "WebRTC of an empty frame",
  "WebAuthn related origin",
  "shared storage worklet",
  "form in new window",
  "a in new window",
  "window open",
  "window open noopener",
  "window open of an empty frame",
];

describe("ways out, in Chromium", () => {
  test("are open from a page without the policy, so that the sinks are seen to hear", () =>
    expectLeaks(sinks, control));

  test("are heard by the name server too, where nothing but a name gets out", () => {
    const heard = [...sinks.leaks(control[0]!.id)].filter(([, leaks]) => leaks.has("name server"));
    expect(heard.length).toBeGreaterThan(60);
    expect(heard.map(([slug]) => slug)).toEqual(
      expect.arrayContaining(["dns-prefetch", "preconnect", "webrtc-by-name"]),
    );
  });

  test("are all shut in every realm of the site as npm start serves it", () =>
    expectNothing(sinks, obeys ? served : reachable(served)));

  test("are all shut without headers in every realm that a log or a notebook can reach", () =>
    expectNothing(sinks, reachable(plain)));

  test("are open to the page’s own scripts without headers as far as the limits say, and no further", () => {
    for (const { id } of [...plain, ...served].filter(({ realm }) => realm === "sealed page"))
      expect(leaking(sinks, id).filter((name) => !openWithoutHeaders.includes(name))).toEqual([]);
  });

  test("lead a script in the service worker to the page’s own server alone, and without headers, which nothing else could bind it by, out", () => {
    const [bound, free] = services.map((run) => leaksOf(sinks, [run]));
    expect(free!.length).toBeGreaterThan(10);
    if (obeys) expect(bound!.filter((leak) => !leak.endsWith("(own server)"))).toEqual([]);
  });

  test("have no name in a js cell", () => {
    const cell = served.find(({ realm }) => realm === "js cell")!;
    expect([...cell.outcomes].filter(([, outcome]) => outcome === "done")).toEqual([]);
  });

  test("are not opened by text that becomes markup: Trusted Types refuse it", () => {
    const page = served.find(({ realm }) => realm === "sealed page")!;
    expect(page.outcomes.get("img by markup")).toMatch(/TypeError.*TrustedHTML/);
  });

  test("keep every tenant shut where the page’s policy was taken away", () =>
    expect(sealing).toContain("The page could not be sealed"));

  test("were tried by nobody else", () => expectNoStranger(sinks));
});
