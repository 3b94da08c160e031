// The lines of the benchmark's table; each runs its measurements and gives one or more.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../bin/install.mjs";
import { inTurn, measure, median } from "./child.mjs";
import { logMapping, writeLog, writeWideLog } from "./csv-file.mjs";
import { demoToQueue, importInSite } from "./site.mjs";
import { megabytes, secondsText } from "./table.mjs";

/** @typedef {import("./table.mjs").Line} Line */
/** @typedef {{ seconds: number, peakBytes: number }} Run */

const bundled = (/** @type {string} */ name) => join(root, "out", "bench", `${name}.js`);
const source = (/** @type {string} */ name) => join(root, "test", "bench", name);
const seconds = (/** @type {readonly Run[]} */ runs) => median(runs.map((run) => run.seconds));
const peak = (/** @type {readonly Run[]} */ runs) => Math.max(0, ...runs.map((run) => run.peakBytes));

/**
 * A line of two sides that ran in turn.
 * @param {string} what
 * @param {{ ours: readonly Run[], peer: readonly Run[] }} runs
 * @param {{ target: number, note: string, absent: string }} about
 * @returns {Line}
 */
function compared(what, { ours, peer }, { target, note, absent }) {
  const line = { what, ours: secondsText(seconds(ours)), target };
  if (peer.length === 0) return { ...line, peer: "skipped", memory: megabytes(peak(ours)), note: absent };
  const memory = `${megabytes(peak(ours))} / ${megabytes(peak(peer))}`;
  return { ...line, peer: secondsText(seconds(peer)), ratio: seconds(ours) / seconds(peer), memory, note };
}

/**
 * A file in the temporary folder for as long as `use` lasts.
 * @template T
 * @param {string} name
 * @param {(path: string) => Promise<T>} use
 */
async function withFile(name, use) {
  const path = join(tmpdir(), `shadowgraph-bench-${process.pid}-${name}`);
  try {
    return await use(path);
  } finally {
    rmSync(path, { force: true });
  }
}

/**
 * A temporary folder for as long as `use` lasts.
 * @template T
 * @param {(path: string) => Promise<T>} use
 */
async function withFolder(use) {
  const path = mkdtempSync(join(tmpdir(), "shadowgraph-bench-"));
  try {
    return await use(path);
  } finally {
    rmSync(path, { force: true, recursive: true });
  }
}

/** CSV to canonical tables, the built site against native DuckDB on one thread. @returns {Promise<Line[]>} */
export const importLine = () =>
  withFile("log.csv", async (path) => {
    const bytes = writeLog(path);
    let why = "";
    const native = () =>
      measure(process.execPath, [source("native.mjs"), path], (text) => {
        why = text;
      });
    const runs = await inTurn(3, () => importInSite([path], logMapping), native);
    const here = await measure(process.execPath, [bundled("import"), path]);
    const cpu = (/** @type {readonly { cpu: number }[]} */ side) => median(side.map((run) => run.cpu)).toFixed(1);
    const rows = runs.ours[0]?.rows;
    return [
      compared(
        `CSV to canonical tables, ${rows?.in.toLocaleString("en")} rows, ${megabytes(bytes)}, in Chromium`,
        runs,
        {
          target: 2.5,
          note: `native DuckDB, one thread; processor time of the whole process ${cpu(runs.ours)} s / ${cpu(runs.peer)} s; ${rows?.typed} typed, ${rows?.rejected} rejected, ${rows?.duplicate} duplicate, native ${runs.peer[0]?.rows.events} events`,
          absent: `@duckdb/node-api is not there: ${why}`,
        },
      ),
      {
        what: "the same in Node, decoding, hashing and database on one thread",
        ours: secondsText(here?.seconds ?? 0),
        memory: megabytes(here?.peakBytes ?? 0),
      },
    ];
  });

/** The subspace's CPU twin against batched numpy, two workers each. @returns {Promise<Line[]>} */
export async function subspaceLine() {
  let why = "";
  const numpy = (/** @type {string} */ leaveOneOut) => () =>
    measure("python3", [source("subspace_numpy.py"), "5000", "64", "2", leaveOneOut], (text) => {
      why = text;
    });
  const ours = (/** @type {string} */ leaveOneOut) => () =>
    measure(process.execPath, [bundled("subspace"), leaveOneOut]);
  const what = "subspace, 5,000 users × 30 days × 64 types, CPU twin on 2 workers";
  const absent = () => `Python with numpy is not there: ${why}`;
  const plain = await inTurn(3, ours("0"), numpy("0"));
  const held = await inTurn(1, ours("1"), numpy("1"));
  return [
    compared(`${what}, fit and score on both sides`, plain, {
      target: 1,
      note: "numpy.linalg.svd",
      absent: absent(),
    }),
    compared(`${what}, leaving one day out on both sides`, held, {
      target: 1,
      note: "numpy.linalg.svd",
      absent: absent(),
    }),
  ];
}

/** The detectors and the sampler on the demo tenant, on one thread of Node. @returns {Promise<Line[]>} */
export async function detectorLines() {
  const run = await measure(process.execPath, [bundled("demo")], (why) => console.error(why));
  if (run === null) return [{ what: "detectors on the demo tenant", ours: "failed" }];
  const memory = megabytes(run.peakBytes);
  const rate = (/** @type {{ perSecond: number, meanSize: number, roots: number, actions: number }} */ one) => ({
    ours: `${Math.round(one.perSecond).toLocaleString("en")} roots/s`,
    note: `${one.roots.toLocaleString("en")} roots among ${one.actions.toLocaleString("en")} actions, ${Math.round(one.meanSize)} actions a subgraph`,
  });
  return [
    { what: "sampler, support desk of the demo", memory, ...rate(run.desk) },
    { what: "sampler, random graph with ten hubs", memory, ...rate(run.hubs) },
    { what: "features of the demo", ours: secondsText(run.features), memory },
    {
      what: "profile on the demo",
      ours: secondsText(run.profile),
      memory,
      note: `${run.userDays.toLocaleString("en")} user-days`,
    },
    {
      what: "graph with SMR on the demo",
      ours: secondsText(run.smr),
      memory,
      note: `${run.roots.toLocaleString("en")} roots, one thread`,
    },
  ];
}

/** Both embeddings of the graph on a support desk of 300 agents. @returns {Promise<Line[]>} */
export async function embeddingLines() {
  const run = await measure(process.execPath, [bundled("embedding")], (why) => console.error(why));
  if (run === null) return [{ what: "embeddings of the graph", ours: "failed" }];
  const line = (
    /** @type {{ seconds: number, smr: number, nn: number, alarms: number }} */ one,
    /** @type {string} */ more,
  ) => ({
    ours: secondsText(one.seconds),
    note: `of the first 50, bad: SMR ${one.smr}, NN ${one.nn.toFixed(1)} (chance ${((50 * run.bad) / run.roots).toFixed(1)}); ${(100 * one.alarms).toFixed(1)} % of the others at p ≤ 1 %${more}`,
  });
  const rate = Math.round(run.embeddedPerSecond).toLocaleString("en");
  const objective = `${run.untrained.toFixed(2)} untrained, ${run.trained.toFixed(2)} trained`;
  return [
    { what: "graph, handcrafted embedding, one thread", ...line(run.handcrafted, "") },
    {
      what: "graph, trained embedding, one thread",
      ...line(run.gnn, `; objective ${objective}; ${rate} roots/s embedded`),
    },
  ];
}
/** A stored model of 1,000 users on their next day, each step in a process of its own, on one thread of Node. @returns {Promise<Line[]>} */
export const modelLines = () =>
  withFolder(async (folder) => {
    const what = "a new day of 1,000 users by a stored model";
    const fitted = await measure(process.execPath, [bundled("model"), "fit", folder], (why) => console.error(why));
    if (fitted === null) return [{ what, ours: "failed" }];
    /** @typedef {{ importing: number, reading: number, loading: number, scoring: number, userDays: number, roots: number, beforeBytes: number, peakBytes: number }} Scored */
    /** @type {Scored[]} */
    const runs = [];
    for (let i = 0; i < 3; i++) {
      const run = await measure(process.execPath, [bundled("model"), "score", folder], (why) => console.error(why));
      if (run === null) return [{ what, ours: "failed" }];
      runs.push(run);
    }
    const { userDays = 0, roots = 0 } = runs[0] ?? {};
    const of = (/** @type {Exclude<keyof Scored, "peakBytes">} */ step) => median(runs.map((run) => run[step]));
    return [
      {
        what: `${what}: load and score`,
        ours: secondsText(of("loading") + of("scoring")),
        memory: megabytes(Math.max(...runs.map(({ peakBytes }) => peakBytes))),
        note: `load ${secondsText(of("loading"))} (${megabytes(fitted.bytes)}, checksum and all), score ${secondsText(of("scoring"))}; ${userDays.toLocaleString("en")} user-days, ${roots.toLocaleString("en")} roots; of the memory ${megabytes(of("beforeBytes"))} held the day's import; importing the day ${secondsText(of("importing"))}, counting it ${secondsText(of("reading"))}`,
      },
      {
        what: "fitting that model on 30 days",
        ours: secondsText(fitted.fitting),
        memory: megabytes(fitted.peakBytes),
        note: `${fitted.events.toLocaleString("en")} events in ${fitted.actions.toLocaleString("en")} actions, one thread; written in ${secondsText(fitted.packing)}`,
      },
    ];
  });

/** The demo in the built site, from the click to the queue. @returns {Promise<Line[]>} */
export async function demoLine() {
  const runs = [await demoToQueue(), await demoToQueue()];
  return [
    {
      what: "demo, from click to queue",
      ours: secondsText(seconds(runs)),
      memory: megabytes(peak(runs)),
      note: "wanted: 30 s on two quiet cores without a GPU",
    },
  ];
}

/** A CSV of 2 GiB through the built site: how far the page passes what the canonical tables hold. @returns {Promise<Line[]>} */
export const largeLine = () =>
  withFile("large.csv", async (path) => {
    const bytes = writeWideLog(path);
    const { id: _, ...mapping } = logMapping;
    const run = await importInSite([path], mapping);
    const beside = run.peakBytes - run.heldBytes;
    return [
      {
        what: `CSV of ${megabytes(bytes)}, ${run.rows.in.toLocaleString("en")} rows, streamed in Chromium`,
        ours: secondsText(run.seconds),
        ratio: beside / 2 ** 30,
        target: 1,
        memory: megabytes(run.peakBytes),
        note: `ratio: GiB that the page took at its peak beside the ${megabytes(run.heldBytes)} of the database's tables; ${megabytes(run.importPeak)} while importing, actions ${secondsText(run.stages.actions ?? 0)}`,
      },
    ];
  });
