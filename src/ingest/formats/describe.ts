import { nameOf } from "./dialect.ts";
import type { Recognised } from "./format.ts";

const encodings = { "utf-8": "UTF-8", "utf-16le": "UTF-16", "utf-16be": "UTF-16", "windows-1252": "Latin-1" } as const;

/** What a file was recognised as, in a few words: `CSV (semicolon), gzip, UTF-8`. */
export function describeFormat({ format, compression, encoding, dialect, layout }: Recognised): string {
  const packed = compression === "none" ? [] : [compression];
  if (format === "parquet") return ["Parquet", ...packed].join(", ");
  return [title(format, dialect, layout), ...packed, encodings[encoding]].join(", ");
}

function title(format: "csv" | "json" | "zeek", dialect: Recognised["dialect"], layout: Recognised["layout"]): string {
  if (format === "zeek") return "Zeek";
  if (format === "csv")
    return dialect?.columns.length === 1 ? "CSV (one column)" : `CSV (${nameOf(dialect?.delimiter ?? ",")})`;
  if (typeof layout === "object") return `JSON (${layout.records})`;
  return { lines: "JSON lines", array: "JSON array", object: "JSON" }[layout ?? "object"];
}
