import type { TableInfo } from "../api/tables.ts";

/** What a script may read of other cells, by their names. */
export type ScriptGiven = Readonly<
  Record<
    string,
    {
      /** The table that `cell(name)` gives the rows of. */
      readonly table?: string;
      /** What `cell(name)` gives where there is no table. */
      readonly value?: unknown;
      /** What `model(name)` gives, beside the rows of its table as `scores`. */
      readonly model?: object;
    }
  >
>;

/** What a script gave: its rows stored as a table, a chart of them or of another cell's, or a text. */
export type ScriptResult = { readonly milliseconds: number } & (
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "table"; readonly table: TableInfo }
  | {
      readonly kind: "chart";
      readonly spec: Readonly<Record<string, unknown>>;
      readonly table: TableInfo | null;
    }
);
