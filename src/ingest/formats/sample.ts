import type { Recognised, Source } from "./format.ts";
import { isObject } from "./json-text.ts";
import { readSlices } from "./slices.ts";

const deepest = 4;
const sampleSliceBytes = 256 * 1024;

/**
 * The first `n` records of a file and its columns: a table's own, or the paths that the records hold, in the order in which
 * they are first seen (`actor.email`; a list's first object as `events[0].name`; four levels deep).
 * @throws UserError
 */
export async function readSample(
  source: Source,
  recognised: Recognised,
  n = 200,
): Promise<{ columns: string[]; records: Readonly<Record<string, unknown>>[] }> {
  const records: Readonly<Record<string, unknown>>[] = [];
  for await (const slice of readSlices(source, recognised, { wants: "records", sliceBytes: sampleSliceBytes })) {
    if (slice.data.kind === "records") records.push(...slice.data.records.slice(0, n - records.length));
    if (records.length >= n) break;
  }
  const columns = recognised.dialect?.columns;
  return { columns: columns === undefined ? pathsOf(records) : [...columns], records };
}

/** Every path that leads to a value in the records, in the order in which they are first seen. */
function pathsOf(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  const paths = new Set<string>();
  const walk = (value: unknown, path: string, depth: number): void => {
    if (isObject(value) && depth < deepest && Object.keys(value).length > 0) {
      for (const [key, inner] of Object.entries(value)) walk(inner, path === "" ? key : `${path}.${key}`, depth + 1);
      return;
    }
    paths.add(path);
    if (Array.isArray(value) && isObject(value[0]) && depth < deepest) walk(value[0], `${path}[0]`, depth);
  };
  for (const record of records) walk(record, "", 0);
  paths.delete("");
  return [...paths];
}
