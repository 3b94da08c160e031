import * as Comlink from "comlink";
import { emptyLog, withoutLast, withVerdict } from "../../src/casework/verdicts.ts";
import type { CaseSummary } from "../../src/engine/api/cases.ts";
import type { DetectorResult } from "../../src/engine/api/detectors.ts";
import type { FilePlan, RejectedRow, TenantSummary } from "../../src/engine/api/imports.ts";
import type { Engine } from "../../src/engine/api.ts";
import type { OnProgress } from "../../src/lib/job.ts";
import { seededRandom } from "../../src/lib/random.ts";
import { rowsAsSource } from "../../src/ui/row-source.ts";
import type { Services } from "../../src/ui/services.ts";
import { awkwardDetail, caseDetail, caseSummaries, rawRows } from "./fixture-cases.ts";
import { fixtureDisk, fixtureKeep } from "./fixture-keep.ts";
import { fixtureModels } from "./fixture-models.ts";
import { fixtureMap, fixturePages, fixtureProfile } from "./fixture-pages.ts";

const rows = { in: 1_204_328, typed: 1_204_118, rejected: 202, duplicate: 8 };
const rejected: readonly RejectedRow[] = Array.from({ length: rows.rejected }, (_, i) => ({
  file: "tickets-2025-09.csv.gz",
  line: 1204 + i * 917,
  reason: i % 3 === 0 ? "the time 31/02/2025 25:61 is none of d/m/Y H:M" : "17 fields where the header has 18",
  raw: `T${88_000 + i};31/02/2025 25:61;<b>agent-12393</b>;<img src=x onerror=alert(1)>;closed`,
}));

const tableColumns = [
  { name: "day", type: "time", sqlType: "DATE" },
  { name: "events", type: "number", sqlType: "INTEGER" },
  { name: "actors", type: "number", sqlType: "INTEGER" },
  { name: "note", type: "text", sqlType: "VARCHAR" },
] as const;
const tableRows = Array.from({ length: 30 }, (_, i) => [
  `2025-09-${String(i + 1).padStart(2, "0")}`,
  1000 + 37 * i,
  90 + (i % 7),
  i === 0 ? "<img src=x onerror=alert(1)>" : "quiet",
]);

const tableSource = rowsAsSource(tableColumns, tableRows);

/** Names of files of the made-up tenant. */
export const fixtureFiles = ["actions.csv", "tickets-2025-09.csv.gz", "directory.ndjson.zst"];

const plan = (name: string, bytes: number): FilePlan => ({
  name,
  bytes: bytes || 184_220_118,
  format: name.includes("ndjson") ? "JSON lines, zstd, UTF-8" : "CSV, semicolon, UTF-8",
  vendor: name.includes("directory") ? "Okta system log" : null,
  notes: name.includes("tickets")
    ? ["One row in 9,100 has a field too few; such rows are rejected with their line."]
    : [],
  columns: ["event_id", "sys_updated_at", "sys_updated_by", "action", "customer", "ticket", "network", "note"],
  preview: Array.from({ length: 6 }, (_, i) => [
    `E${1000 + i}`,
    `29/02/2024 1${i}:07`,
    `agent-1239${i}`,
    "DataTool.Query",
    `C108484${i}`,
    i % 2 ? "" : `T8800${i}`,
    "198.51.100.0/24",
    i === 2 ? "<script>alert('markup')</script>" : "called back; customer was out",
  ]),
  mapping: {
    time: "sys_updated_at",
    timeFormat: "%d/%m/%Y %H:%M",
    zone: "Europe/Berlin",
    actor: "sys_updated_by",
    type: ["action"],
    id: "event_id",
    entities: [
      { column: "ticket", type: "ticket", relationship: "updates", role: "context" },
      { column: "customer", type: "customer", relationship: "concerns", role: "subject" },
    ],
    attributes: ["network"],
  },
  reasons: [
    { part: "time", text: "Every one of 200 values parses as d/m/Y H:M, and 31 of them only so." },
    { part: "actor", text: "97 values in 200 rows, named like a person who updates." },
    { part: "type", text: "14 values, each on many rows." },
    { part: "entities", text: "Both columns hold ids that recur across users." },
  ],
  problem: null,
});

const unreadable = (name: string): FilePlan => ({
  ...plan(name, 0),
  vendor: null,
  format: "binary",
  columns: [],
  preview: [],
  mapping: null,
  reasons: [],
  notes: [],
  problem: { what: "This is a picture, not a log.", next: "Export the log as CSV, JSON or Parquet and drop that." },
});

/** Settings of the made-up engine. */
export interface FixtureOptions {
  readonly cases?: number;
  /** Milliseconds between two progress reports. */
  readonly pace?: number;
  /** Makes `case` fail, to see that state. */
  readonly failing?: boolean;
  /** Gives cases at the edge of what the page must bear. */
  readonly awkward?: boolean;
  /** Lists stored tenants. */
  readonly recent?: boolean;
}

/** An engine that makes everything up, plausibly and always the same. */
export function fixtureEngine({ cases = 50, pace = 0, failing = false, awkward = false }: FixtureOptions = {}): Engine {
  let files: readonly string[] = [];
  let cancelled = false;
  let log = emptyLog("fixture");
  const queue = caseSummaries(cases);
  const walk = async (onProgress: OnProgress, stage: string, total: number, unit: "bytes" | "rows" | "users") => {
    cancelled = false;
    for (let i = 1; i <= 10; i++) {
      onProgress({ stage, done: Math.round((total * i) / 10), total, unit });
      await new Promise((resolve) => setTimeout(resolve, pace));
      if (cancelled) throw Object.assign(new Error("Cancelled."), { name: "Cancelled" });
    }
  };
  const summary = (): TenantSummary => ({
    name: "Meridian Support",
    rows,
    files: files.map((name, i) => ({
      name,
      format: name.includes("ndjson") ? "JSON lines, zstd" : "CSV, semicolon",
      vendor: name.includes("directory") ? "Okta system log" : null,
      bytes: 184_220_118,
      rows: i === 0 ? rows : { in: 0, typed: 0, rejected: 0, duplicate: 0 },
      notes: [],
      problem: null,
    })),
    events: 1_204_118,
    actors: 3100,
    types: 64,
    actions: 702_411,
    zone: "Europe/Berlin",
    firstDay: "2025-09-01",
    lastDay: "2025-10-05",
    rootTypes: ["DataTool.Query"],
    doctor: [
      "Times are read as day/month: 31 of 200 sampled values have a first part over 12.",
      "Two ids differ only in case: Agent-10871 and agent-10871 are taken as one.",
    ],
  });
  const detect = async (name: string, finding: string, onProgress: OnProgress): Promise<DetectorResult> => {
    await walk(onProgress, `${name}: scoring`, 3100, "users");
    const table = { name, columns: [], rows: 21_700, milliseconds: 41 };
    const unscored = name === "graph" ? [] : [{ reason: "fewer than 10 active days before", count: 214 }];
    return {
      name,
      detector: name,
      backend: "cpu",
      milliseconds: 1840,
      items: 21_700,
      null: 93_000,
      unscored,
      finding,
      facts: name === "subspace" ? ["False alarms on 93,000 history days: measured."] : [],
      table,
    };
  };
  return {
    open: async () => {},
    inspect: async (given, onProgress) => {
      if (given.some(({ name }) => name === "torn.zip"))
        throw Object.assign(new Error("torn.zip: The archive ends in the middle."), { name: "UserError" });
      files = given.map(({ name }) => name);
      await walk(onProgress, "Reading the first bytes", given.reduce((sum, { size }) => sum + size, 0) || 1, "bytes");
      return given.map(({ name, size }) => (name.endsWith(".png") ? unreadable(name) : plan(name, size)));
    },
    importFiles: async (given, _mappings, onProgress) => {
      files = given.map(({ name }) => name);
      await walk(onProgress, "actions.csv", 184_220_118, "bytes");
      return summary();
    },
    ...fixtureKeep(summary, () => files),
    summary: async () => summary(),
    rejects: async (offset, limit) => rejected.slice(offset, offset + limit),
    schema: async () => [],
    sql: async (name, body) => {
      if (body.includes("nowhere")) throw new Error(`${name}: Catalog Error: Table with name nowhere does not exist!`);
      return { name, columns: [...tableColumns], rows: tableRows.length, milliseconds: 1 };
    },
    script: async () => ({ kind: "text", text: "<b>said</b>", milliseconds: 1 }),
    brush: async () => {},
    values: async (name) => ({ name, columns: [], rows: 1, milliseconds: 1 }),
    distinct: async () => ["desk", "office"],
    source: async (name) => ({
      table: { name, columns: [...tableColumns], rows: 1, milliseconds: 1 },
      files: ["actions.csv"],
      mappings: { "actions.csv": { time: "time", actor: "user", type: ["action"] } },
      tables: [{ name: "events", rows: 1_204_118 }],
    }),
    window: async (_name, offset, limit, view) => ({ offset, rows: await tableSource.window(offset, limit, view) }),
    arrangeTable: async (_name, view) => (await tableSource.arrange?.(view, new AbortController().signal)) ?? 0,
    summariseColumn: async (_name, request) => {
      const summary = await tableSource.summarise?.(request, new AbortController().signal);
      if (!summary) throw new Error("no summary");
      return summary;
    },
    exportTable: async () => new Blob(["day,events\n"]),
    stopTable: async () => {},
    profile: (_name, _settings, onProgress) =>
      detect("profile", "9 of 21,700 user-days are unlike the user, the tenant and everybody else.", onProgress),
    subspace: (_name, _settings, onProgress) =>
      detect("subspace", "14 of 21,700 user-days lie beyond anything their own month explains.", onProgress),
    train: async (name) => ({ name, columns: [], rows: 0, milliseconds: 0 }),
    search: async (name) => ({ name, columns: [], rows: 0, milliseconds: 0 }),
    pauseTraining: async () => {},
    graph: (_name, _settings, onProgress) =>
      detect("graph", "31 of 4,812 lookups lack what other lookups have around them.", onProgress),
    ...fixtureModels((name) =>
      detect(name, "3 of 3,100 user-days are like neither their user nor the tenant.", () => {}),
    ),
    profileOf: async (actor) => fixtureProfile(actor),
    userMap: async () => fixtureMap(),
    entityMap: async () => [
      {
        type: "desk",
        places: [
          { name: "desk-3", x: 0.2, y: 0.4, users: 12 },
          { name: "desk-7", x: -0.1, y: 0.1, users: 4 },
        ],
      },
      { type: "printer", places: [{ name: "printer-1", x: 0, y: 0, users: 31 }] },
    ],
    userNames: async () => caseSummaries(cases).map(({ actor }) => actor),
    ...fixturePages(queue, rawRows()),
    queue: async () => queue,
    evaluate: async (name) => ({ name, columns: [], rows: 0, milliseconds: 0 }),
    audit: async () => ({ rows: [], filledBy: "verdicts" }),
    reveal: async () => {},
    case: async (id) => {
      if (failing) throw Object.assign(new Error("The case could not be put together."), { name: "UserError" });
      const found = queue.find((one) => one.id === id);
      if (!found) throw new Error(`no case ${id}`);
      return awkward ? awkwardDetail(found) : caseDetail(found);
    },
    star: async (id, on): Promise<readonly CaseSummary[]> => {
      const rank = queue.findIndex((one) => one.id === id);
      return on && rank > 3 ? queue.map((one, i) => ({ ...one, rank: i + 1 })) : queue;
    },
    moreLike: async (id, on) => {
      const at = queue.findIndex((one) => one.id === id);
      const [own, ...others] = on ? [queue[at]!, ...queue.toSpliced(at, 1).reverse()] : queue;
      return { cases: [own!, ...others].map((one, i) => ({ ...one, rank: i + 1 })), by: "reasons" };
    },
    clears: async (id) => ({
      sentence:
        "Without 38 of the 41 DataTool.Query events (of 63 that day) this day would not stand out: 1 in 9 are like that.",
      clears: true,
      p: id.length / 100,
      groups: [{ words: "DataTool.Query events", removed: 38, of: 41 }],
    }),
    userSummary: async (actor) =>
      `From 2025-09-29 to 2025-10-05, ${actor} was active on 5 of 7 days and left 312 events, mostly Ticket.View (140), Ticket.Reply (81) and DataTool.Query (52). That is 62 events an active day, against a usual 48 before, about as many. One day stands out: 2025-09-30 (1 in 210,000), Looked up 41 customers between 02:10 and 03:02. For the first time in the days looked at: network 198.51.100.0/24 (41 events).`,
    verdict: async (ids, { verdict, reason = "", tags = [] }) => {
      const batch = ids.length > 1 ? { batch: `${log.given.length}` } : {};
      for (const id of ids) {
        const found = queue.find((one) => one.id === id);
        if (!found) throw new Error(`no case ${id}`);
        const { actor, day, headline, rank } = found;
        const time = "2025-10-06T09:00:00.000Z";
        const control = rank === 7;
        log = withVerdict(log, {
          actor,
          day,
          verdict,
          reason,
          tags,
          time,
          ranked: !control,
          control,
          headline,
          ...batch,
        });
      }
      return { cases: queue, verdicts: log };
    },
    undoVerdict: async () => {
      log = withoutLast(log).log;
      return { cases: queue, verdicts: log };
    },
    verdicts: async () => log,
    restoreVerdicts: async (given) => given,
    like: async () => {},
    scoresCsv: async () => "detector,actor,day,action_id,score,p_value,rank\n",
    casesCsv: async () => "rank,actor,day,action_id,p_value,detectors,headline\n",
    facts: async () => ({
      version: "0.1.0",
      backend: "cpu",
      seed: 1,
      rows,
      files: files.map((name, i) => ({
        name,
        format: "CSV",
        vendor: null,
        rows,
        sha256: Array.from({ length: 64 }, (_, k) => Math.floor(seededRandom(i * 64 + k + 1)() * 16).toString(16)).join(
          "",
        ),
      })),
      actors: 3100,
      types: 64,
      interesting: [],
      detectors: [{ name: "subspace", facts: ["False alarms on 93,000 history days: measured."] }],
      seconds: { import: 6.1, profile: 1.8, subspace: 0.9, graph: 3.2, total: 12 },
      peakBytes: 612_000_000,
    }),
    cancel: async () => {
      cancelled = true;
    },
  };
}

/** The page's services over the made-up engine, reached through a message channel as a worker is. */
export function fixtureServices(options: FixtureOptions = {}): Services {
  const { recent = false } = options;
  let sealed = false;
  return {
    newEngine: async () => {
      const { port1, port2 } = new MessageChannel();
      Comlink.expose(fixtureEngine(options), port1);
      return { engine: Comlink.wrap<Engine>(port2), close: async () => port1.close() };
    },
    demo: async () => ({
      files: fixtureFiles.map((name) => new File(["x"], name)),
      mappings: {},
      planted: [
        {
          kind: "lookup without cause",
          actor: "agent-12393",
          from: "2025-09-30",
          to: "2025-09-30",
          story: "queried 41 customers at night.",
        },
        {
          kind: "collusion",
          actor: "agent-11660",
          from: "2025-09-29",
          to: "2025-10-01",
          story: "opened and closed tickets to cover queries.",
        },
      ],
    }),
    ...fixtureDisk(recent),
    seal: async () => {
      sealed = true;
    },
    proof: async () => ({
      sealed,
      requestsSinceFirstFile: 0,
      policy: [
        "default-src 'none'; script-src 'wasm-unsafe-eval'; worker-src blob:; connect-src blob:; style-src 'self'",
      ],
      canaries: [
        { name: "fetch", to: "https://canary.invalid/", refusedBy: "connect-src", outcome: "failed" },
        { name: "image", to: "https://canary.invalid/", refusedBy: "img-src", outcome: "failed" },
        { name: "script", to: "https://canary.invalid/", refusedBy: "Trusted Types", outcome: "failed" },
      ],
      host: { hasAllowlist: true, hasSandbox: false },
      requests: [
        { url: "index.html", when: "0 ms" },
        { url: "assets/main.js", when: "14 ms" },
        { url: "assets/main.css", when: "14 ms" },
        { url: "assets/duckdb-eh.wasm", when: "180 ms" },
      ],
    }),
  };
}
