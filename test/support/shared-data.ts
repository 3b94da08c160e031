import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";

/** The path of a file of the real exports beside the checkout (or the folder itself); null, and a line that says so, where it is absent. */
export function sharedData(file = ""): string | null {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, "shared", "data", file);
    if (existsSync(path)) return path;
  }
  console.info(`shared/data/${file} is absent: what needs it is skipped.`);
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
