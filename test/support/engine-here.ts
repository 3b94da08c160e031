import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Grounds } from "../../src/casework/likeness.ts";
import { sampleContexts } from "../../src/detectors/graph/contexts.ts";
import type { Engine } from "../../src/engine/api.ts";
import { cellCalls } from "../../src/engine/calls/cells.ts";
import { detectorCalls } from "../../src/engine/calls/detectors.ts";
import { importCalls } from "../../src/engine/calls/imports.ts";
import { keepCalls } from "../../src/engine/calls/keep.ts";
import { queueCalls } from "../../src/engine/calls/queue.ts";
import { tableCalls } from "../../src/engine/calls/tables.ts";
import type { ComputePool } from "../../src/engine/compute-pool.ts";
import { Detections } from "../../src/engine/detections.ts";
import { saidOf, TenantDisk } from "../../src/engine/disk.ts";
import { Homes } from "../../src/engine/homes.ts";
import { Jobs } from "../../src/engine/jobs.ts";
import { Nets } from "../../src/engine/nets.ts";
import { scriptLimits } from "../../src/engine/script/limits.ts";
import { runInSandbox } from "../../src/engine/script/sandbox.ts";
import type { Scripts } from "../../src/engine/script/scripts.ts";
import { TableDesk } from "../../src/engine/table-desk.ts";
import { Tenant } from "../../src/engine/tenant.ts";
import { VerdictDesk } from "../../src/engine/verdict-desk.ts";
import type { Workbench } from "../../src/engine/workbench.ts";
import { trainClassifierCpu } from "../../src/gpu/classifier.cpu.ts";
import { identityRange } from "../../src/gpu/identity.cpu.ts";
import type { IdentityInput } from "../../src/gpu/identity.input.ts";
import { subspaceRange } from "../../src/gpu/subspace.cpu.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import type { Job } from "../../src/lib/job.ts";
import { openTestDatabase } from "./database.ts";
import { landInMemory } from "./land.ts";

/** Does everything in this thread, as the workers do. */
export const poolHere = {
  identity: () => ({ parallel: 1, work: async (input: IdentityInput) => identityRange(input, 0, input.self.length) }),
  subspace: () => ({ parallel: 1, range: async (...work: Parameters<typeof subspaceRange>) => subspaceRange(...work) }),
  sampler:
    (graph: Parameters<typeof sampleContexts>[0], job: Job) =>
    (roots: Parameters<typeof sampleContexts>[1], options: Parameters<typeof sampleContexts>[2], stage: string) =>
      sampleContexts(graph, roots, options, { job, stage }),
  trainer: () => ({ train: trainClassifierCpu, parallel: 1 }),
} as unknown as ComputePool;

const module = createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm");

/** The parts of an engine that notebooks run on, without any worker. */
export type EngineHere = ReturnType<typeof importCalls> &
  Pick<Engine, "sql" | "window" | "schema" | "script" | "values" | "distinct" | "source"> &
  Pick<Engine, "keep" | "openStored" | "settle" | "cancel"> &
  Pick<
    Engine,
    "profile" | "subspace" | "graph" | "train" | "search" | "evaluate" | "queue" | "star" | "moreLike" | "audit"
  >;

/** Opens an engine in this thread. */
export async function openEngineHere({
  seed = 7,
  limits = scriptLimits,
  open = () => openTestDatabase({ canonical: false }),
  land = landInMemory(),
} = {}): Promise<{ engine: EngineHere; tenant: Tenant }> {
  const tenant = await Tenant.create(await open(), decodeHere());
  const verdicts = new VerdictDesk(tenant.id, tenant.interesting);
  const homes = new Homes(land);
  const wasm = await WebAssembly.compile(readFileSync(module));
  const scripts: Pick<Scripts, "run"> = {
    run: (script, answer) => runInSandbox(wasm, script, answer, limits),
  };
  const exemplars = new Map<string, Grounds>();
  const parts = {
    tenant,
    jobs: new Jobs(),
    detections: new Detections(),
    nets: new Nets(),
    backends: { device: null, pool: poolHere },
    verdicts,
    homes,
    disk: new TenantDisk(homes, tenant, () => saidOf(verdicts.log.given, exemplars)),
    tables: new TableDesk(tenant.db),
    queue: null,
    exemplars,
    scripts,
    seed,
    forget: () => {},
  };
  const bench = parts as unknown as Workbench;
  const engine = {
    ...importCalls(bench),
    ...tableCalls(bench),
    ...cellCalls(bench),
    ...detectorCalls(bench),
    ...queueCalls(bench),
    ...keepCalls(bench),
    cancel: async () => bench.jobs.cancel(),
  };
  return { engine, tenant };
}
