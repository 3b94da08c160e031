import { Blob } from "node:buffer";
import { demoZone } from "../../src/demo/calendar.ts";
import { demoMappings } from "../../src/demo/mappings.ts";
import { readActionGraph } from "../../src/detectors/graph/read.ts";
import { naturalRoots } from "../../src/detectors/graph/roots.ts";
import { scoreGraph } from "../../src/detectors/graph/score.ts";
import { scoreProfile } from "../../src/detectors/profile/profile.ts";
import { actionDays, dayEnds } from "../../src/features/action-days.ts";
import { buildActions } from "../../src/features/actions.ts";
import { readFeatures } from "../../src/features/read-features.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { recognise } from "../../src/ingest/formats/recognise.ts";
import { createImporter } from "../../src/ingest/importer.ts";
import { createRawStore } from "../../src/ingest/raw-store.ts";
import { quietJob } from "../../src/lib/job.ts";
import { generate } from "../demo/generated.ts";
import { openTestDatabase } from "../support/database.ts";
import { hubGraph } from "./hub-graph.ts";
import { ownPeak } from "./memory.mjs";
import { rootsPerSecond } from "./sampler.ts";

const timed = async <T>(work: () => T | Promise<T>): Promise<[T, number]> => {
  const started = performance.now();
  const result = await work();
  return [result, (performance.now() - started) / 1000];
};

/** The demo tenant's canonical tables, made in this thread. */
async function openDemo() {
  const db = await openTestDatabase();
  const importer = createImporter(db, { decoder: decodeHere(), raw: createRawStore() });
  for (const [name, text] of generate({}).texts) {
    const blob = new Blob([text]) as unknown as globalThis.Blob;
    const source = { name, size: blob.size, blob };
    const recognised = await recognise(source);
    const columns = recognised.dialect?.columns ?? [];
    const mapping = demoMappings[name];
    if (!mapping) throw new Error(`The demo has no mapping for ${name}.`);
    await importer.importSource(
      { source, recognised, format: "CSV", columns, vendor: null, derives: false, mapping },
      quietJob(),
    );
  }
  await importer.finishImport();
  await buildActions(db);
  return db;
}

/** Times the detectors on the demo tenant, each on one thread, and the sampler on its support desk and on a graph of hubs. */
async function benchDemo() {
  const db = await openDemo();
  const [features, reading] = await timed(() =>
    readFeatures(db, { zone: demoZone, from: null, to: null, history: 30 }),
  );
  const [profile, profiling] = await timed(() => scoreProfile(features, { history: 30 }, { job: quietJob() }));
  const graph = await readActionGraph(db);
  const day = actionDays(graph.start, demoZone, features.calendar.days);
  const desk = Int32Array.from(graph.type.keys()).filter(
    (action) => graph.types[graph.type[action]!] === "DataTool.Query",
  );
  const deskRate = rootsPerSecond(graph, naturalRoots(graph, desk));
  const settings = { history: 30, steps: 2, nearest: 10, roots: null, barred: ["actor"], mutations: {}, seed: 7 };
  const [scored, smr] = await timed(() =>
    scoreGraph({
      graph,
      day,
      scored: features.calendar.scored,
      dayEnds: dayEnds(features.calendar.days, demoZone),
      settings,
      interesting: new Int32Array(),
    }),
  );
  const peakBytes = ownPeak();
  const hubs = hubGraph();
  const roots = Int32Array.from({ length: 4000 }, (_, i) => Math.floor((i * hubs.actionCount) / 4000));
  return {
    features: reading,
    profile: profiling,
    userDays: profile.scores.score.length,
    smr,
    roots: scored.smr.score.length,
    desk: { ...deskRate, actions: graph.actionCount },
    hubs: { ...rootsPerSecond(hubs, naturalRoots(hubs, roots)), actions: hubs.actionCount },
    peakBytes,
  };
}

console.log(JSON.stringify(await benchDemo()));
