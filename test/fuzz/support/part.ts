import fc from "fast-check";

/** What one check of a part came to. */
export interface FuzzRow {
  readonly what: string;
  readonly tried: number;
  readonly failed: number;
  /** Figures worth telling; where something failed, the seed and the smallest input that shows it. */
  readonly note: string;
}

/** How many inputs to try, and what they are drawn from. */
export interface FuzzOptions {
  readonly cases: number;
  readonly seed: number;
}

/**
 * What a file `test/fuzz/NAME.ts` exports to be run by `npm run fuzz`, in a Node process of its own (it may start a browser, by
 * test/support/site.ts). Tests call `fuzz` with few cases and expect every row to have failed 0.
 */
export interface FuzzPart {
  /** How many cases `npm run fuzz` tries. */
  readonly cases: number;
  fuzz(options: FuzzOptions): Promise<readonly FuzzRow[]>;
}

/** Tries a property, and shrinks what breaks it. */
export async function tryProperty<T>(
  what: string,
  property: fc.IRawProperty<T>,
  { cases, seed }: FuzzOptions,
): Promise<FuzzRow> {
  const found = await fc.check(property, { numRuns: cases, seed, verbose: 0 });
  if (!found.failed) return { what, tried: found.numRuns, failed: 0, note: "" };
  const error = found.errorInstance instanceof Error ? found.errorInstance.message : String(found.errorInstance);
  const input = fc.stringify(found.counterexample).slice(0, 2000);
  return {
    what,
    tried: found.numRuns,
    failed: 1,
    note: `seed ${found.seed}, path ${found.counterexamplePath}: ${input}: ${error.slice(0, 1000)}`.replaceAll(
      /[\n|]+/g,
      " ",
    ),
  };
}
