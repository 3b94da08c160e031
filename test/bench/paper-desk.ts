import { Blob } from "node:buffer";
import { ints, texts } from "../../src/db/columns.ts";
import { quoteText } from "../../src/db/database.ts";
import { demoZone } from "../../src/demo/calendar.ts";
import { deedKinds } from "../../src/demo/desk-deeds.ts";
import { demoMappings } from "../../src/demo/mappings.ts";
import { demoSupportDesk, type SupportDeskOptions } from "../../src/demo/support-desk.ts";
import type { ActionGraph } from "../../src/detectors/graph/graph.ts";
import { readActionGraph } from "../../src/detectors/graph/read.ts";
import { actionDays, dayEnds } from "../../src/features/action-days.ts";
import { buildActions } from "../../src/features/actions.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { recognise } from "../../src/ingest/formats/recognise.ts";
import { createImporter } from "../../src/ingest/importer.ts";
import { createRawStore } from "../../src/ingest/raw-store.ts";
import { quietJob } from "../../src/lib/job.ts";
import { openTestDatabase } from "../support/database.ts";

const file = "support_desk.csv";
const secondsSince = (started: number): number => (performance.now() - started) / 1000;

/** The support desk of one seed as the graph detector sees it, with its truth beside it. */
export interface PaperDesk {
  readonly graph: ActionGraph;
  readonly day: Int32Array;
  readonly dayEnds: Float64Array;
  readonly scored: { readonly from: number; readonly to: number };
  /** For each action: 0, or 1 + its kind among `deedKinds` where it is bad. */
  readonly bad: Uint8Array;
  readonly seconds: Readonly<Record<"generate" | "import" | "actions" | "graph", number>>;
}

/** Generates a support desk, imports it as the app does, in this thread, and reads its graph. */
export async function paperDesk(options: SupportDeskOptions = {}): Promise<PaperDesk> {
  let started = performance.now();
  const chunks = demoSupportDesk(options);
  const parts: Blob[] = [];
  let next = chunks.next();
  for (; !next.done; next = chunks.next()) parts.push(new Blob([next.value.bytes]));
  const truth = next.value;
  const generate = secondsSince(started);

  started = performance.now();
  const db = await openTestDatabase();
  const importer = createImporter(db, { decoder: decodeHere(), raw: createRawStore() });
  const blob = new Blob(parts) as unknown as globalThis.Blob;
  const source = { name: file, size: blob.size, blob };
  const recognised = await recognise(source);
  const columns = recognised.dialect?.columns ?? [];
  const mapping = demoMappings[file]!;
  const request = { source, recognised, format: "CSV", columns, vendor: null, derives: false, mapping };
  await importer.importSource(request, quietJob());
  await importer.finishImport();
  const imported = secondsSince(started);

  started = performance.now();
  await buildActions(db);
  const actions = secondsSince(started);

  started = performance.now();
  const graph = await readActionGraph(db);
  const bad = new Uint8Array(graph.actionCount);
  const kindOf = new Map(truth.map(({ id, kind }) => [id, 1 + deedKinds.indexOf(kind)]));
  const found = await db.query(
    `select e.action, i.id from events e join event_ids i on i.event = e.event where i.id in (${[...kindOf.keys()].map(quoteText).join(",")})`,
  );
  const ids = texts(found, "id");
  ints(found, "action").forEach((action, i) => {
    bad[action] = kindOf.get(ids[i]!)!;
  });
  await db.close();
  const first = Math.floor(Date.parse(`${options.start ?? "2025-08-04"}T00:00:00Z`) / 86_400_000);
  const days = Int32Array.from({ length: options.days ?? 21 }, (_, day) => first + day);
  return {
    graph,
    day: actionDays(graph.start, demoZone, days),
    dayEnds: dayEnds(days, demoZone),
    scored: { from: days.length - 7, to: days.length - 1 },
    bad,
    seconds: { generate, import: imported, actions, graph: secondsSince(started) },
  };
}
