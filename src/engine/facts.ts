import { ints, scalar, texts } from "../db/columns.ts";
import { version } from "../lib/version.ts";
import type { RunFacts } from "./api/exports.ts";
import type { Detection } from "./detection.ts";
import { sumRows } from "./file-reports.ts";
import type { Tenant } from "./tenant.ts";

/** What a report and `run.json` say about the run so far. */
export async function runFacts(
  tenant: Tenant,
  { seed, detections }: { readonly seed: number; readonly detections: readonly Detection[] },
): Promise<RunFacts> {
  const table = await tenant.db.query(
    "select name, format, coalesce(vendor, '') as vendor, sha256, rows_in, rows_typed, rows_rejected, rows_duplicate from files order by id",
  );
  const [name, format, vendor, sha256] = ["name", "format", "vendor", "sha256"].map((column) => texts(table, column));
  const [inn, typed, rejected, duplicate] = ["rows_in", "rows_typed", "rows_rejected", "rows_duplicate"].map((column) =>
    ints(table, column),
  );
  const files = name!.map((file, i) => ({
    name: file,
    format: format![i]!,
    vendor: vendor![i] === "" ? null : vendor![i]!,
    rows: { in: inn![i]!, typed: typed![i]!, rejected: rejected![i]!, duplicate: duplicate![i]! },
    sha256: sha256![i]!,
  }));
  const memory = await tenant.db.query("select coalesce(sum(memory_usage_bytes), 0)::double from duckdb_memory()");
  const backends = new Set(detections.flatMap(({ ranked }) => ranked.map(({ scores }) => scores.backend)));
  return {
    version,
    backend: [...backends].join(", ") || "cpu",
    seed,
    rows: sumRows(files.map(({ rows }) => rows)),
    files,
    actors: await tenant.count("actors"),
    types: await tenant.count("types"),
    interesting: await tenant.interesting.ids(),
    detectors: detections.map(({ name, facts = [] }) => ({ name, facts })),
    seconds: tenant.stopwatch.seconds(),
    peakBytes: scalar(memory),
  };
}
