import { type DemoOptions, generateDemo } from "../../src/demo/generate.ts";
import type { PlantedInsider } from "../../src/demo/insider.ts";

/** The demo tenant's files as texts, and what is planted in them. */
export function generate(options: DemoOptions): { texts: Map<string, string>; planted: PlantedInsider[] } {
  const texts = new Map<string, string>();
  const utf8 = new TextDecoder();
  const chunks = generateDemo(options);
  for (;;) {
    const next = chunks.next();
    if (next.done) return { texts, planted: next.value };
    texts.set(next.value.file, (texts.get(next.value.file) ?? "") + utf8.decode(next.value.bytes));
  }
}
