import type { Mapping } from "../ingest/mapping.ts";
import { type DemoChunk, type DemoOptions, generateDemo } from "./generate.ts";
import type { PlantedInsider } from "./insider.ts";
import { demoMappings } from "./mappings.ts";

/** The demo tenant as it is opened: the exports, how to read them, and what is hidden in them. */
export interface DemoTenant {
  readonly files: File[];
  readonly mappings: Readonly<Record<string, Mapping>>;
  readonly planted: readonly PlantedInsider[];
}

/** Collects chunks into one `File` for each name, in the order of their first chunks; also what the generator returns. */
export function collectFiles<T>(
  chunks: Generator<DemoChunk, T>,
  onBytes: (bytes: number) => void = () => {},
): { readonly files: File[]; readonly result: T } {
  const parts = new Map<string, Blob[]>();
  let made = 0;
  for (;;) {
    const next = chunks.next();
    if (next.done) {
      const files = [...parts].map(([name, blobs]) => new File(blobs, name, { type: "text/csv", lastModified: 0 }));
      return { files, result: next.value };
    }
    const { file, bytes } = next.value;
    const known = parts.get(file) ?? [];
    known.push(new Blob([bytes]));
    parts.set(file, known);
    made += bytes.length;
    onBytes(made);
  }
}

/** Generates the demo tenant as files with their mappings and the planted insiders; `onBytes` hears how many bytes are made. */
export function demoFiles(options: DemoOptions = {}, onBytes?: (bytes: number) => void): DemoTenant {
  const { files, result } = collectFiles(generateDemo(options), onBytes);
  return { files, mappings: demoMappings, planted: result };
}
