import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";

/** The folder of real exports beside the checkout (or one of its parents); `null` where it is absent. */
export function sharedData(): string | null {
  for (let folder = process.cwd(); dirname(folder) !== folder; folder = dirname(folder)) {
    const candidate = join(folder, "shared", "data");
    if (existsSync(candidate)) return candidate;
  }
  return null;
}

/** A file's text, un-gzipped where its name says so. */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** The rows of a file of newline-delimited JSON. */
export const readNdjson = (path: string): Record<string, unknown>[] =>
  readText(path)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
