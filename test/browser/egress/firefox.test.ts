import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findFirefox } from "../../../bin/browser.mjs";
import { buildWhatIsStale } from "../../../bin/build.mjs";
import { channels } from "./channels.ts";
import { expectLeaks, expectNoStranger, expectNothing, reachable } from "./expect.ts";
import { openFirefox } from "./firefox.ts";
import { probeText } from "./probe.ts";
import { leaking, writeReport } from "./report.ts";
import { openSinks, type Sinks } from "./sinks.ts";
import { openControl, openSite } from "./sites.ts";
import { type Run, visitControl, visitSite } from "./visit.ts";

const path = findFirefox();
if (!path) console.warn("No Firefox is installed (Debian: firefox-esr), so the ways out are not tried in it.");

let sinks: Sinks;
let control: Run[];
let plain: Run[];

beforeAll(async () => {
  if (!path) return;
  buildWhatIsStale();
  sinks = await openSinks();
  const script = probeText(channels);
  const sites = await Promise.all([openControl(sinks, script), openSite(sinks, { hasHeaders: false, script })]);
  const firefox = await openFirefox(path);
  [control, plain] = await Promise.all([
    visitControl(await firefox.tab(), sinks, sites[0], "c"),
    visitSite(await firefox.tab(), sinks, sites[1], "p"),
  ]);
  await firefox.close(sinks);
  await Promise.all(sites.map((site) => site.close()));
  writeReport("firefox", sinks, { control, "plain host": plain });
});
afterAll(() => sinks?.close());

/** What a script of the Window, which no log and no notebook can be, could still do in Firefox. */
const openInFirefox = [
  "dns-prefetch",
  "preconnect",
  "WebRTC by address",
  "WebRTC by name",
  "WebRTC turn",
  "WebRTC of an empty frame",
  "a in new window",
  "a click",
  "a download",
  "window open",
  "window open noopener",
  "window open of an empty frame",
];

describe.skipIf(!path)("ways out, in Firefox", () => {
  test("are open from a page without the policy, so that the sinks are seen to hear", () =>
    expectLeaks(sinks, control));

  test("are all shut without headers in every realm that a log or a notebook can reach", () =>
    expectNothing(sinks, reachable(plain)));

  test("are open to the page’s own scripts as far as the limits say, and no further", () => {
    const page = plain.find(({ realm }) => realm === "sealed page")!;
    expect(leaking(sinks, page.id).filter((name) => !openInFirefox.includes(name))).toEqual([]);
  });

  test("were tried by nobody else", () => expectNoStranger(sinks));
});
