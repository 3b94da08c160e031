import { Blob } from "node:buffer";
import { ints } from "../../src/db/columns.ts";
import { demoZone } from "../../src/demo/calendar.ts";
import { demoMappings } from "../../src/demo/mappings.ts";
import { demoSupportDesk } from "../../src/demo/support-desk.ts";
import { rankNearest } from "../../src/detectors/graph/rank-nearest.ts";
import { readActionGraph } from "../../src/detectors/graph/read.ts";
import { naturalRoots } from "../../src/detectors/graph/roots.ts";
import type { GraphState } from "../../src/detectors/graph/run.ts";
import { scoreGraph } from "../../src/detectors/graph/score.ts";
import type { Scores } from "../../src/detectors/scores.ts";
import { actionDays, dayEnds } from "../../src/features/action-days.ts";
import { buildActions } from "../../src/features/actions.ts";
import { readFeatures } from "../../src/features/read-features.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { recognise } from "../../src/ingest/formats/recognise.ts";
import { createImporter } from "../../src/ingest/importer.ts";
import { createRawStore } from "../../src/ingest/raw-store.ts";
import { quietJob } from "../../src/lib/job.ts";
import { calibrate } from "../../src/ranking/calibrate.ts";
import { openTestDatabase } from "../support/database.ts";

const name = "support_desk.csv";
const deep = 50;

/** A support desk in this thread's database, and the actions that are bad roots. */
async function openDesk(seed: number) {
  const db = await openTestDatabase();
  const importer = createImporter(db, { decoder: decodeHere(), raw: createRawStore() });
  const parts: Uint8Array[] = [];
  const chunks = demoSupportDesk({ agents: 300, rootsPerWeek: 4000, badShare: 0.03, days: 14, seed });
  let bad: readonly string[] = [];
  for (;;) {
    const next = chunks.next();
    if (next.done) {
      bad = next.value.map(({ id }) => id);
      break;
    }
    parts.push(next.value.bytes);
  }
  const blob = new Blob(parts) as unknown as globalThis.Blob;
  const source = { name, size: blob.size, blob };
  const recognised = await recognise(source);
  const columns = recognised.dialect?.columns ?? [];
  const mapping = demoMappings[name]!;
  await importer.importSource(
    { source, recognised, format: "CSV", columns, vendor: null, derives: false, mapping },
    quietJob(),
  );
  await importer.finishImport();
  await buildActions(db);
  const ids = bad.map((id) => `'${id}'`).join(",");
  const rows = await db.query(
    `select distinct e.action from event_ids i join events e on e.event = i.event where i.id in (${ids}) order by 1`,
  );
  return { db, bad: [...ints(rows, "action")] };
}

/** Bad roots among the first fifty of a ranking. */
function found({ action, score }: Scores, bad: ReadonlySet<number>): number {
  const order = [...action.keys()].sort((a, b) => score[b]! - score[a]!);
  return order.slice(0, deep).filter((row) => bad.has(action[row]!)).length;
}

/** Of rankings by two known bad roots each, ten pairs of them: how many bad ones the first fifty hold on average. */
async function foundByLikeness(state: GraphState, bad: readonly number[]): Promise<number> {
  let sum = 0;
  for (let pair = 0; pair < 10; pair++) {
    const two = Int32Array.of(bad[pair * 4]!, bad[(pair * 4 + 41) % bad.length]!);
    sum += found((await rankNearest(state, two))!, new Set(bad));
  }
  return sum / 10;
}

/** Trains the embedding on a support desk of the demo, on one thread, and ranks by both embeddings. */
async function benchEmbedding(seed: number) {
  const { db, bad } = await openDesk(seed);
  const features = await readFeatures(db, { zone: demoZone, from: null, to: null, history: 30 });
  const graph = await readActionGraph(db);
  const { days, scored } = features.calendar;
  const settings = { history: 30, steps: 2, nearest: 10, roots: null, barred: ["actor"], mutations: {}, seed: 7 };
  const input = {
    graph,
    day: actionDays(graph.start, demoZone, days),
    scored,
    dayEnds: dayEnds(days, demoZone),
    interesting: new Int32Array(),
  };
  const rankings = async (embedding: "handcrafted" | "gnn") => {
    const started = performance.now();
    const training = { seconds: 3600 };
    const { smr, state } = await scoreGraph({ ...input, settings: { ...settings, embedding, training } });
    const seconds = (performance.now() - started) / 1000;
    const p = calibrate(smr).filter((_, row) => !bad.includes(smr.action[row]!));
    const alarms = p.filter((one) => one <= 0.01).length / p.length;
    return { seconds, alarms, smr: found(smr, new Set(bad)), nn: await foundByLikeness(state, bad), state };
  };
  const { state: _, ...handcrafted } = await rankings("handcrafted");
  const { state, ...gnn } = await rankings("gnn");
  const started = performance.now();
  const run = { job: quietJob(), stage: "" };
  await state.embedder.embed(naturalRoots(graph, state.pool.scored), state.contexts, run);
  const embedded = (1000 * state.pool.scored.length) / (performance.now() - started);
  const points = state.embedder.training!.points;
  return {
    roots: state.pool.scored.length,
    bad: bad.length,
    handcrafted,
    gnn,
    embeddedPerSecond: embedded,
    untrained: points[0]!.objective,
    trained: Math.max(...points.map(({ objective }) => objective)),
  };
}

console.log(JSON.stringify(await benchEmbedding(Number(process.argv[2] ?? 5))));
