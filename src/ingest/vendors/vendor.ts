import type { Mapping } from "../mapping.ts";

/** What a vendor looks at: the file's name and columns, and some records (values as decoded: texts for CSV, any JSON for JSON). */
export interface Sample {
  readonly name: string;
  readonly columns: readonly string[];
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

/** One vendor's export: how it is known, and how it maps. */
export interface Vendor {
  readonly id: string;
  readonly title: string;
  /** 0 (not this vendor) to 1 (surely). */
  recognise(sample: Sample): number;
  /** The mapping, or one chosen from what the sample holds. */
  mapping(sample: Sample): Mapping;
  /** Derived columns that the mapping names, where a path is not enough. Pure; must not throw on odd input. */
  derive?(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}
