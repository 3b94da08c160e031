import * as Comlink from "comlink";
import type { FilePlan } from "../engine/api/imports.ts";
import type { KeptState } from "../engine/api/keep.ts";
import type { Mapping } from "../ingest/mapping.ts";
import type { Progress } from "../lib/job.ts";
import { notScored } from "./format.ts";
import { buildReport } from "./report/build.ts";
import { gather } from "./report/gather.ts";
import type { Services } from "./services.ts";

/** What the command line asks for. */
export interface AutomationOptions {
  readonly mapping: Mapping | null;
  readonly zone: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly roots: readonly string[] | null;
  readonly like: readonly string[];
  readonly seed: number;
  /** Ends after the import, for the benchmark: the result has `run` alone. */
  readonly importOnly?: boolean;
}

/** What the command line writes to disk, and the lines that it prints. */
export interface AutomationResult {
  readonly lines: readonly string[];
  readonly problem: string | null;
  /** Set where time or actor could not be found: a mapping has to be given. */
  readonly needsMapping: boolean;
  readonly scores: string;
  readonly cases: string;
  readonly report: string;
  readonly run: string;
}

/** Offers the standard investigation to the command line as `globalThis.shadowgraph`: the same engine, behind the same seal. */
export function offerAutomation(services: Services): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  Object.assign(globalThis, {
    shadowgraph: {
      /** Seals the page, and gives the input that takes the files. */
      fileInput: async () => {
        await services.seal();
        return input;
      },
      investigate: (options: AutomationOptions) =>
        investigate(services, [...(input.files ?? [])], options).catch(failed),
      stored: () => services.recentTenants(),
      storedHash: (id: string, notebook?: string) => storedHash(services, id, notebook),
    },
  });
}

/** What a stored tenant holds, its tables as one text; and keeps a notebook's text with it, where this tab may. */
async function storedHash(services: Services, id: string, notebook?: string) {
  await services.seal();
  const { engine, close } = await services.newEngine();
  try {
    let is: KeptState["is"] = "memory";
    const onState = Comlink.proxy((state: KeptState) => {
      is = state.is;
    });
    const opened = await engine.openStored(
      id,
      Comlink.proxy(() => {}),
      onState,
    );
    if (notebook !== undefined) await engine.keepNotebook({ fileName: "notebook.md", text: notebook });
    await engine.settle();
    return { hash: await engine.tenantHash(), lacks: opened.lacks, is, notebook: opened.notebook?.text ?? null };
  } finally {
    await close();
  }
}

const nothing = { problem: null, needsMapping: false, scores: "", cases: "", report: "", run: "" };
const failed = (error: unknown): AutomationResult => ({
  ...nothing,
  lines: [],
  problem: error instanceof Error ? error.message : String(error),
});

async function investigate(
  services: Services,
  files: readonly File[],
  options: AutomationOptions,
): Promise<AutomationResult> {
  const { engine, close } = await services.newEngine({ seed: options.seed });
  try {
    const watch = Comlink.proxy((progress: Progress) => tell(progress.stage));
    const plans = await engine.inspect([...files], watch);
    const mappings = Object.fromEntries(plans.flatMap((plan) => mappingFor(plan, options)));
    const lines = describeAll(plans, options, mappings);
    const lacking = plans.filter(({ name }) => !mappings[name]);
    if (lacking.length > 0 && lacking.length === plans.length) {
      const problem = lacking
        .map(({ name, problem: why }) => `${name}: ${why?.what ?? "no mapping"} ${why?.next ?? ""}`)
        .join("\n");
      return { ...nothing, lines, problem, needsMapping: lacking.some(({ format }) => format !== "not recognised") };
    }
    const summary = await engine.importFiles([...files], mappings, watch);
    const { rows } = summary;
    lines.push(`${rows.in} rows = ${rows.typed} typed + ${rows.rejected} rejected + ${rows.duplicate} duplicate`);
    for (const { name, problem } of summary.files) if (problem) lines.push(`${name}: ${problem.what} ${problem.next}`);
    for (const finding of summary.doctor) lines.push(finding);
    if (summary.events === 0) {
      const remedy = options.mapping
        ? "Correct the mapping given with --mapping."
        : "Give a mapping that fits with --mapping.";
      const problem = `No row became an event, so there is nothing to investigate. ${remedy}`;
      return { ...nothing, lines, problem, needsMapping: true };
    }
    if (options.importOnly) return { ...nothing, lines, run: JSON.stringify(await engine.facts()) };
    if (options.like.length > 0) await engine.like([...options.like]);
    const window = { from: options.from, to: options.to };
    await engine.profile("profile", window, watch);
    await engine.subspace("subspace", window, watch);
    const graph = await engine.graph("graph", { ...window, roots: options.roots, seed: options.seed }, watch);
    for (const left of graph.unscored) lines.push(`graph: ${notScored(left)}`);
    const cases = await engine.queue(
      "queue",
      { detectors: ["profile", "subspace", "graph"], budget: 50, control: 0 },
      watch,
    );
    tell("Writing the report");
    const data = await gather(engine, { summary, cases, when: new Date() });
    const { backend, version, seed, files: read, actors, types, seconds, peakBytes } = await engine.facts();
    const run = {
      version,
      backend,
      seed,
      rows,
      files: read,
      actors,
      types,
      seconds,
      peakBytes,
      requests: (await services.proof()).requestsSinceFirstFile,
    };
    return {
      lines,
      problem: null,
      needsMapping: false,
      scores: await engine.scoresCsv(),
      cases: await engine.casesCsv(),
      report: await (await buildReport(document, data)).text(),
      run: JSON.stringify(run),
    };
  } finally {
    void close();
  }
}

function mappingFor(
  { name, mapping, format }: FilePlan,
  { mapping: given, zone }: AutomationOptions,
): [string, Mapping][] {
  const chosen = format === "not recognised" ? null : (given ?? mapping);
  return chosen ? [[name, zone && !chosen.zone ? { ...chosen, zone } : chosen]] : [];
}

/** A line a file, and each mapping that was not given once, before the files that it is for. */
function describeAll(
  plans: readonly FilePlan[],
  { mapping: given }: AutomationOptions,
  mappings: Readonly<Record<string, Mapping>>,
): string[] {
  const printed = new Set<string>();
  return plans.flatMap(({ name, format, vendor, notes, problem }) => {
    const what = [`${name}: ${format}`, vendor ?? "no known vendor", ...notes].join("; ");
    const mapping = mappings[name];
    if (!mapping) return [what, `  ${problem?.what ?? ""} ${problem?.next ?? ""}`];
    const text = JSON.stringify(mapping);
    if (given || printed.has(text)) return [what];
    printed.add(text);
    return [what, `  mapping: ${text}`];
  });
}

function tell(stage: string): void {
  const { shadowgraphProgress } = globalThis as { shadowgraphProgress?: (stage: string) => unknown };
  shadowgraphProgress?.(stage);
}
