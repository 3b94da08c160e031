import type { Remote } from "comlink";
import { type Bundle, compareScores, isBundleName, type Replay, readBundle } from "../casework/bundle.ts";
import type { Engine } from "../engine/api.ts";
import type { Mapping } from "../ingest/mapping.ts";
import { UserError } from "../lib/errors.ts";
import type { OnProgress } from "../lib/job.ts";
import type { ReportData } from "./report/data.ts";

/** Parts the files of a drop into a case bundle and the logs that it is about. @throws UserError where the bundle can't be read */
export async function partBundle(
  files: readonly File[],
): Promise<{ readonly bundle: Bundle | null; readonly logs: readonly File[] }> {
  const file = files.find(({ name }) => isBundleName(name));
  if (!file) return { bundle: null, logs: files };
  const bundle = readBundle(new Uint8Array(await file.arrayBuffer()), file.name);
  const logs = files.filter(({ name }) => !isBundleName(name));
  if (logs.length === 0 && !bundle.head.demo)
    throw new UserError("A bundle has no logs in it.", {
      where: file.name,
      next: `Drop it together with ${bundle.head.files.map(({ name }) => name).join(", ")}.`,
    });
  const place = new Map(bundle.head.files.map(({ name }, i) => [name, i]));
  const at = ({ name }: File): number => place.get(name) ?? place.size;
  return { bundle, logs: logs.toSorted((a, b) => at(a) - at(b)) };
}

/** Puts a run into a bundle. @throws Cancelled */
export async function makeBundle(
  engine: Remote<Engine>,
  { summary, facts, verdicts, evidence, notebook, made }: ReportData,
  {
    report,
    mappings,
    demo,
    watch,
  }: {
    readonly report: string;
    readonly mappings: Readonly<Record<string, Mapping>>;
    readonly demo: boolean;
    readonly watch: OnProgress;
  },
): Promise<Bundle> {
  const { version, seed, backend, interesting } = facts;
  const files = facts.files.map(({ name, sha256 }) => ({ name, sha256 }));
  const head = {
    shadowgraph: 1 as const,
    version,
    seed,
    backend,
    made: made.toISOString(),
    tenant: summary.name,
    demo,
  };
  return {
    head: { ...head, files, mappings, interesting },
    notebook: notebook ?? "",
    verdicts,
    evidence,
    scores: await engine.scoresCsv({}, watch),
    cases: await engine.casesCsv(),
    report,
  };
}

/** Makes a tenant ready to repeat a bundle's run. @throws UserError where its logs are not those of the bundle */
export async function prepareReplay(engine: Remote<Engine>, { head }: Bundle): Promise<void> {
  const { files } = await engine.facts();
  const found = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const others = head.files.filter(({ name, sha256 }) => found.get(name) !== sha256);
  if (others.length > 0 || files.length !== head.files.length) {
    const names = others.map(({ name }) => name).join(", ");
    throw new UserError("These are not the logs that the bundle was made from.", {
      next: `Drop the bundle with the same files: ${names || head.files.map(({ name }) => name).join(", ")} ${others.some(({ name }) => found.has(name)) ? "differ in their SHA-256" : "are expected"}.`,
    });
  }
  if (head.interesting.length > 0) await engine.like([...head.interesting]);
}

/** Compares the scores that a repeated run gave with the bundle's, and takes its verdicts over. @throws Cancelled */
export async function finishReplay(engine: Remote<Engine>, bundle: Bundle, watch: OnProgress): Promise<Replay> {
  const replay = compareScores(bundle.scores, await engine.scoresCsv({}, watch));
  await engine.restoreVerdicts(bundle.verdicts);
  return replay;
}
