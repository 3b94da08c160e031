import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fitModel, type ModelRun } from "../../src/detectors/model/fit.ts";
import { readReduced } from "../../src/detectors/model/read.ts";
import { extendModel, scoreExtended } from "../../src/detectors/model/score.ts";
import { packModel, unpackModel } from "../../src/detectors/model/sections.ts";
import { wholeDay } from "../../src/detectors/subspace/axis.ts";
import { subspaceDefaults } from "../../src/detectors/subspace/input.ts";
import { quietJob } from "../../src/lib/job.ts";
import { packContainer, unpackContainer } from "../../src/tenant/container.ts";
import { deskLog, deskMapping } from "../support/desk-log.ts";
import { importTexts } from "../support/import-text.ts";
import { ownPeak } from "./memory.mjs";

const zone = "Europe/Berlin";
const job = quietJob();
const run: ModelRun = { job, profile: { device: null }, subspace: { device: null }, graph: () => ({}) };
const settings = {
  profile: { history: 30, alpha: 5, peers: "auto" },
  subspace: { ...subspaceDefaults, history: 30, axis: wholeDay },
  graph: { history: 30, steps: 2, nearest: 10, roots: null, barred: ["actor"], mutations: {}, seed: 7, gap: 300 },
};

const timed = async <T>(work: () => T | Promise<T>): Promise<[T, number]> => {
  const started = performance.now();
  const result = await work();
  return [result, (performance.now() - started) / 1000];
};

/** Fits a model on 30 days of 1,000 users and leaves it in a folder, with the export of the day after. */
async function fitAndLeave(folder: string) {
  const days = deskLog({ agents: 1000, days: 31, customers: 20_000, jobs: 6 });
  writeFileSync(join(folder, "today.csv"), days.pop()!);
  const joined = days.map((day, i) => (i === 0 ? day : day.slice(day.indexOf("\n") + 1))).join("");
  const db = await importTexts([["log.csv", joined]], () => deskMapping);
  const reduced = await readReduced(db, { zone, history: 30 });
  const events = reduced.parts.n.reduce((sum, n) => sum + n, 0);
  const [model, fitting] = await timed(() => fitModel(reduced, settings, run));
  const [blob, packing] = await timed(() => packContainer(packModel(model), job));
  writeFileSync(join(folder, "model"), new Uint8Array(await blob.arrayBuffer()));
  return { events, actions: reduced.parts.start.length, fitting, packing, bytes: blob.size, peakBytes: ownPeak() };
}

/** Loads the model and scores that day with it. */
async function loadAndScore(folder: string) {
  const text = readFileSync(join(folder, "today.csv"), "utf8");
  const [db, importing] = await timed(() => importTexts([["today.csv", text]], () => deskMapping));
  const [fresh, reading] = await timed(() => readReduced(db, { zone }));
  const before = process.memoryUsage.rss();
  const file = new Blob([readFileSync(join(folder, "model"))]);
  const [model, loading] = await timed(async () => unpackModel(await unpackContainer(file, { where: "model", job })));
  const [extended, extending] = await timed(() => extendModel(model, fresh));
  const [scores, scoring] = await timed(() => scoreExtended(model, extended, run));
  return {
    importing,
    reading,
    loading,
    scoring: extending + scoring,
    userDays: scores.profile.scores.score.length,
    roots: scores.graph.smr.score.length,
    beforeBytes: before,
    peakBytes: ownPeak(),
  };
}

const [what, folder] = process.argv.slice(2);
console.log(JSON.stringify(await (what === "fit" ? fitAndLeave(folder!) : loadAndScore(folder!))));
