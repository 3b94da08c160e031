import { describeFormat } from "../ingest/formats/describe.ts";
import type { Recognised, Source } from "../ingest/formats/format.ts";
import { recognise } from "../ingest/formats/recognise.ts";
import { readSample } from "../ingest/formats/sample.ts";
import { openSources } from "../ingest/formats/sources.ts";
import type { Mapping } from "../ingest/mapping.ts";
import { asText } from "../ingest/pick.ts";
import { suggestMapping } from "../ingest/suggest.ts";
import { recogniseVendor } from "../ingest/vendors/registry.ts";
import type { Vendor } from "../ingest/vendors/vendor.ts";
import { UserError } from "../lib/errors.ts";
import { breathe, type Job } from "../lib/job.ts";
import type { FilePlan } from "./api/imports.ts";

/** A file that was looked at: what it is, and what the window is told of it. `recognised` is null where it can't be read. */
export interface Inspected {
  readonly source: Source;
  readonly recognised: Recognised | null;
  readonly vendor: Vendor | null;
  readonly plan: FilePlan;
}

const previewRows = 20;
const previewColumns = 60;
const sampleRows = 1000;

/** Opens archives, and recognises every file without importing any. @throws Cancelled */
export async function inspectFiles(files: readonly File[], job: Job): Promise<Inspected[]> {
  const inspected: Inspected[] = [];
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const file of files) {
    try {
      for await (const source of openSources([file])) {
        inspected.push(await inspectSource(source));
        await breathe(job);
      }
    } catch (error) {
      inspected.push(unreadable({ name: file.name, size: file.size, blob: file }, error));
      await breathe(job);
    }
    done += file.size;
    job.report({ stage: `Looking at ${file.name}`, done, total, unit: "bytes" });
  }
  return inspected;
}

async function inspectSource(source: Source): Promise<Inspected> {
  try {
    const recognised = await recognise(source);
    const { columns, records } = await readSample(source, recognised, sampleRows);
    const sample = { name: source.name, columns, records };
    const vendor = recogniseVendor(sample);
    const suggestion =
      records.length === 0
        ? rowless
        : vendor
          ? vendorSuggestion(vendor, vendor.mapping(sample))
          : suggestMapping(sample);
    const shown = columns.slice(0, previewColumns);
    const plan: FilePlan = {
      name: source.name,
      bytes: source.size,
      format: describeFormat(recognised),
      vendor: vendor?.title ?? null,
      notes: recognised.notes,
      columns,
      preview: records.slice(0, previewRows).map((record) => shown.map((column) => valueAt(record, column))),
      ...suggestion,
    };
    return { source, recognised, vendor, plan };
  } catch (error) {
    return unreadable(source, error);
  }
}

const rowless = {
  mapping: null,
  reasons: [],
  problem: { what: "It names its columns, and has no rows.", next: "Export it again, with its rows." },
};

const vendorSuggestion = (vendor: Vendor, mapping: Mapping) => ({
  mapping,
  reasons: [{ part: "vendor", text: `The columns are those of ${vendor.title}.` }],
  problem: null,
});

/** The value of a column or dotted path, as text. */
function valueAt(record: Readonly<Record<string, unknown>>, column: string): string {
  if (Object.hasOwn(record, column)) return asText(record[column]) ?? "";
  let value: unknown = record;
  for (const step of column.split(/\.|\[(?=\d)/)) {
    const key = step.replace(/\]$/, "");
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined;
  }
  return asText(value) ?? "";
}

function unreadable(source: Source, error: unknown): Inspected {
  const isKnown = error instanceof UserError;
  if (!isKnown) console.error(error);
  const problem = isKnown
    ? { what: error.what, next: error.next }
    : {
        what: `It could not be read: ${error instanceof Error ? error.message : String(error)}`,
        next: "Export it again, or leave it out.",
      };
  const plan: FilePlan = {
    name: source.name,
    bytes: source.size,
    format: "not recognised",
    vendor: null,
    notes: [],
    columns: [],
    preview: [],
    mapping: null,
    reasons: [],
    problem,
  };
  return { source, recognised: null, vendor: null, plan };
}
