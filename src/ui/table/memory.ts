import type { Column } from "../row-source.ts";
import type { Layout } from "./layout.ts";
import type { ShownRows } from "./model.ts";

/** How somebody arranged a table: its columns, and which rows it shows in which order. */
export interface Arranged {
  readonly layout: Layout;
  readonly rows: ShownRows;
}

const signature = (columns: readonly Column[]): string => JSON.stringify(columns.map(({ name, type }) => [name, type]));

/** Keeps how a table was arranged while it is not on the page, and for rows that come after with the same columns. */
export class TableMemory {
  #kept: { readonly of: string; readonly arranged: Arranged } | null = null;

  keep(columns: readonly Column[], arranged: Arranged): void {
    this.#kept = { of: signature(columns), arranged };
  }

  /** How a table of these columns was arranged last; null where it was of others. */
  of(columns: readonly Column[]): Arranged | null {
    return this.#kept?.of === signature(columns) ? this.#kept.arranged : null;
  }
}
