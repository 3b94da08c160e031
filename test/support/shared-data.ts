import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The path of a file of the shared example data, found by walking up from here; null (and a line that says so) where it is absent. */
export function sharedData(file: string): string | null {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, "shared", "data", file);
    if (existsSync(path)) return path;
  }
  console.info(`shared/data/${file} is absent: what needs it is skipped.`);
  return null;
}
