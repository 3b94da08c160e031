import { unzipSync, Zip, ZipDeflate } from "fflate";
import type { Mapping } from "../ingest/mapping.ts";
import { UserError } from "../lib/errors.ts";
import { breathe, type Job, quietJob } from "../lib/job.ts";
import { type EvidenceLog, noEvidence } from "./evidence.ts";
import { readEvidence } from "./evidence-file.ts";
import { isVerdictLog, type VerdictLog } from "./verdicts.ts";

/** What a bundle says of the run that it was made from. */
export interface BundleHead {
  readonly shadowgraph: 1;
  /** The program's version. */
  readonly version: string;
  readonly seed: number;
  /** What the detectors ran on. */
  readonly backend: string;
  /** ISO 8601, UTC. */
  readonly made: string;
  readonly tenant: string;
  /** Whether the tenant was the demo, which is generated again. */
  readonly demo: boolean;
  /** The inputs, in the order in which they were imported. */
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly mappings: Readonly<Record<string, Mapping>>;
  /** Actions that were interesting: by the log's own ids, or by number where it has none. */
  readonly interesting: readonly string[];
}

/** A case bundle: all that a run can be made again from, but the logs, and what it found. */
export interface Bundle {
  readonly head: BundleHead;
  /** The notebook, Markdown. */
  readonly notebook: string;
  readonly verdicts: VerdictLog;
  /** Bundles that were written before there was any have none. */
  readonly evidence: EvidenceLog;
  /** `scores.csv` and `cases.csv`, not made safe for spreadsheets: names as in the logs. */
  readonly scores: string;
  readonly cases: string;
  /** The report, HTML. */
  readonly report: string;
}

const names = {
  head: "bundle.json",
  notebook: "notebook.md",
  verdicts: "verdicts.json",
  evidence: "evidence.json",
  scores: "scores.csv",
  cases: "cases.csv",
  report: "report.html",
} as const;

/** More than this unpacked is no bundle that this program wrote. */
const mostBytes = 512 * 1024 * 1024;
/** Characters that are packed at a stretch: some milliseconds. */
const pieceLength = 128 * 1024;
/** Zip knows no earlier time; with the same one always, equal runs have equal bundles. */
const when = new Date(1980, 0, 1);

/** Writes a bundle as a zip archive, a piece at a time, so that the thread may answer between them. @throws Cancelled */
export async function writeBundle(
  { head, verdicts, evidence, ...texts }: Bundle,
  job: Job = quietJob(),
): Promise<Uint8Array<ArrayBuffer>> {
  const [own, judged, kept] = [head, verdicts, evidence].map((part) => JSON.stringify(part, null, 2)) as [
    string,
    string,
    string,
  ];
  const parts = { ...texts, head: own, verdicts: judged, evidence: kept };
  const encoder = new TextEncoder();
  const packed: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    packed.push(piece as Uint8Array<ArrayBuffer>);
  });
  for (const [part, name] of Object.entries(names)) {
    const file = new ZipDeflate(name);
    file.mtime = when;
    zip.add(file);
    for (const piece of piecesOf(parts[part as keyof typeof names])) {
      file.push(encoder.encode(piece));
      await breathe(job);
    }
    file.push(new Uint8Array(), true);
  }
  zip.end();
  return new Uint8Array(await new Blob(packed).arrayBuffer());
}

/** Cuts a text into pieces, none within a surrogate pair. */
function* piecesOf(text: string): Generator<string> {
  for (let from = 0, to = 0; from < text.length; from = to) {
    to = from + pieceLength;
    if ((text.codePointAt(to - 1) ?? 0) > 0xffff) to++;

    yield text.slice(from, to);
  }
}

/** Whether a file is named as bundles are. */
export const isBundleName = (name: string): boolean => /\.shadowgraph\.zip$/i.test(name);

/** Reads a bundle. @throws UserError where it is none, is damaged, or comes from a newer version */
export function readBundle(bytes: Uint8Array, file: string): Bundle {
  const fail = (what: string, next: string) => new UserError(what, { where: file, next });
  const wanted = new Set<string>(Object.values(names));
  let total = 0;
  let found: Record<string, Uint8Array>;
  try {
    found = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!wanted.has(name)) return false;
        total += originalSize;
        if (total > mostBytes) throw fail("The bundle unpacks to over 512 MiB.", "Nothing of it was read.");
        return true;
      },
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw fail("The bundle is not a zip archive, or is damaged.", "Copy it again from where it was made.");
  }
  const text = (part: keyof typeof names): string => {
    const content = Object.hasOwn(found, names[part]) ? found[names[part]] : undefined;
    if (!content) throw fail(`The bundle has no ${names[part]}.`, "Copy it again from where it was made.");
    return new TextDecoder().decode(content);
  };
  const json = (part: "head" | "verdicts" | "evidence"): unknown => {
    try {
      return JSON.parse(text(part));
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw fail(`${names[part]} in the bundle is not JSON.`, "Copy it again from where it was made.");
    }
  };
  const head = json("head") as Partial<BundleHead> | null;
  if (head?.shadowgraph !== 1)
    throw fail("The bundle was written by another version.", "Open it with the version that made it, or a newer one.");
  if (!isHead(head) || !isVerdictLog(json("verdicts")))
    throw fail("The bundle lacks what a run is made again from.", "Copy it again from where it was made.");
  const evidence = Object.hasOwn(found, names.evidence) ? readEvidence(json("evidence"))?.log : noEvidence;
  if (!evidence) throw fail("evidence.json in the bundle holds no evidence.", "Copy it again from where it was made.");
  return {
    head,
    verdicts: json("verdicts") as VerdictLog,
    evidence,
    notebook: text("notebook"),
    scores: text("scores"),
    cases: text("cases"),
    report: text("report"),
  };
}

const isText = (value: unknown): value is string => typeof value === "string";

const isHead = (head: Partial<BundleHead>): head is BundleHead =>
  [head.version, head.backend, head.made, head.tenant].every(isText) &&
  Number.isFinite(head.seed) &&
  Array.isArray(head.files) &&
  head.files.every((file: Partial<BundleHead["files"][number]> | null) => isText(file?.name) && isText(file.sha256)) &&
  typeof head.mappings === "object" &&
  head.mappings !== null &&
  Array.isArray(head.interesting) &&
  head.interesting.every(isText);

/** How the scores of a run compare with those of the run that it repeats. */
export interface Replay {
  /** Scored items of both runs together. */
  readonly rows: number;
  /** Items whose score, p or rank differ. */
  readonly different: number;
  /** Items that only one of the runs has. */
  readonly only: number;
  /** The largest difference of a score, over the larger of the two. */
  readonly largest: number;
  /** The first few that differ, as they were. */
  readonly examples: readonly string[];
}

/**
 * Compares two `scores.csv`, item by item (detector, actor, day, action).
 * @param then of the run that is repeated
 */
export function compareScores(then: string, now: string, { examples: most = 5 } = {}): Replay {
  const before = itemsOf(then);
  const after = itemsOf(now);
  let different = 0;
  let only = 0;
  let largest = 0;
  const examples: string[] = [];
  const note = (item: string) => {
    if (examples.length < most) examples.push(item);
  };
  for (const [item, values] of before) {
    const other = after.get(item);
    if (other === undefined) {
      only++;
      note(item);
    } else if (other !== values) {
      different++;
      largest = Math.max(largest, relative(values, other));
      note(item);
    }
  }
  for (const item of after.keys()) {
    if (before.has(item)) continue;
    only++;
    note(item);
  }
  return {
    rows: before.size + [...after.keys()].filter((item) => !before.has(item)).length,
    different,
    only,
    largest,
    examples,
  };
}

/** Each line's last three fields (score, p, rank) by what stands before them; a line that comes again is told apart by its number. */
function itemsOf(csv: string): Map<string, string> {
  const items = new Map<string, string>();
  const times = new Map<string, number>();
  for (const line of csv.split("\n").slice(1)) {
    if (line === "") continue;
    const [, item = line, values = ""] = /^(.*),([^,]*,[^,]*,[^,]*)$/.exec(line) ?? [];
    const time = (times.get(item) ?? 0) + 1;
    times.set(item, time);
    items.set(time === 1 ? item : `${item} (${time})`, values);
  }
  return items;
}

function relative(then: string, now: string): number {
  const [a, b] = [then, now].map((values) => Number.parseFloat(values));
  const larger = Math.max(Math.abs(a!), Math.abs(b!));
  return larger > 0 ? Math.abs(a! - b!) / larger : 0;
}
