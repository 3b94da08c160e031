// How the built site feels in a fresh browser: first paint, readiness, and tasks on the window's thread by where the reader is.
import { chromium } from "playwright-core";
import { findBrowser } from "../../bin/browser.mjs";
import { serve } from "../../bin/serve.mjs";
import { median } from "./child.mjs";
import { demoButton, tour, until } from "./feel-tour.mjs";
import { endTrace, startTrace } from "./feel-trace.mjs";
import { Watch, watcher } from "./feel-watch.mjs";
import { secondsText } from "./table.mjs";

const times = 3;
const longTask = 50;

/** @typedef {{ name: string, seconds: number, tasks: number[], presses: number[], own: number[] }} Felt */

/**
 * A fresh browser with an empty profile, for as long as `use` lasts.
 * @template T
 * @param {(page: import("playwright-core").Page, url: string) => Promise<T>} use
 */
async function fresh(use) {
  const found = await findBrowser();
  const server = await serve();
  const browser = await chromium.launch({ executablePath: found.path, args: found.args });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(300_000);
    page.on("pageerror", (error) => console.error(error));
    await page.addInitScript(watcher);
    return await use(page, server.url);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The start, cold: ms from the navigation to the first paint, and to a press of a button that was answered on the screen; tasks until all is loaded. */
const start = () =>
  fresh(async (page, url) => {
    await page.addInitScript(`performance.mark("at: start")`);
    const session = await page.context().newCDPSession(page);
    await startTrace(session);
    await page.goto(url, { waitUntil: "commit" });
    await page.locator(".tool.keys").click();
    await page.locator("sg-help dialog[open]").waitFor();
    const ready = Number(
      await page.evaluate("new Promise((done) => requestAnimationFrame(() => done(performance.now())))"),
    );
    const paint = Number(await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime"));
    await until(page, `"shadowgraph" in globalThis`);
    /** @type {{ ms: number }[]} */
    const tasks = await page.evaluate("felt.tasks");
    const own = (await endTrace(session)).get("start") ?? [];
    return { paint, ready, tasks: tasks.map(({ ms }) => ms), own };
  });

/** One reader's whole way. @returns {Promise<Felt[]>} */
const goRound = () =>
  fresh(async (page, url) => {
    await page.goto(url);
    await page.locator(demoButton).waitFor();
    const session = await page.context().newCDPSession(page);
    await startTrace(session);
    const watch = new Watch(page);
    for (const { name, visit } of tour) {
      await watch.at(name);
      await visit(page);
    }
    const felt = await watch.felt();
    const own = await endTrace(session);
    return felt.map((one) => ({ ...one, own: own.get(one.name) ?? [] }));
  });

const ms = (/** @type {number} */ one) => `${Math.round(one)} ms`;
const most = (/** @type {readonly number[]} */ all) => Math.max(0, ...all);
/** Of several runs the least and the middle. @param {readonly number[]} all */
const ofRuns = (all) => `least ${ms(Math.min(...all))}, median ${ms(median(all))}`;

/** @returns {Promise<import("./table.mjs").Line[]>} */
export async function feelLines() {
  const starts = [];
  for (let i = 0; i < times; i++) starts.push(await start());
  /** @type {Felt[][]} */
  const rounds = [];
  for (let i = 0; i < times; i++) rounds.push(await goRound());
  const paints = starts.map(({ paint }) => paint);
  const readies = starts.map(({ ready }) => ready);
  return [
    {
      what: "start, cold: first contentful paint",
      ours: ms(median(paints)),
      note: `${ofRuns(paints)}; wanted: under 1 s`,
    },
    {
      what: "start, cold: a press of a button is answered",
      ours: ms(median(readies)),
      note: `${ofRuns(readies)}; wanted: under 2.5 s; longest task ${ofRuns(starts.map(({ tasks }) => most(tasks)))}, by processor time ${ofRuns(starts.map(({ own }) => most(own)))}`,
    },
    ...tour.map(({ name }) => {
      const runs = rounds.map((round) => round.find((one) => one.name === name)).filter((one) => one !== undefined);
      const waits = runs.map(({ tasks }) => most(tasks));
      const owns = runs.map(({ own }) => most(own));
      const presses = runs.flatMap((one) => one.presses);
      return {
        what: `${name}: longest task on the window’s thread`,
        ours: waits.every((one) => one === 0) ? `none over ${longTask} ms` : ms(median(waits)),
        note: `${secondsText(median(runs.map(({ seconds }) => seconds)))}; tasks over ${longTask} ms ${runs.map(({ tasks }) => tasks.length).join(", ")}, the longest ${waits.map(Math.round).join(", ")}; by processor time over ${longTask} ms ${runs.map(({ own }) => own.filter((one) => one > longTask).length).join(", ")}, the longest ${owns.map(Math.round).join(", ")}${presses.length > 0 ? `; from a key to the screen: median ${ms(median(presses))}, longest ${ms(most(presses))}` : ""}`,
      };
    }),
  ];
}
