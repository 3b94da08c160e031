import type { Column, Row } from "../row-source.ts";

/** Rows of a source cut to the columns that are shown. The same row gives the same cut one, so that only what is new is drawn. */
export class Cut {
  readonly columns: readonly Column[];
  readonly #places: readonly number[];
  readonly #rows = new WeakMap<Row, Row>();

  /** @param given names of the columns that the source's rows have, in their order */
  constructor(columns: readonly Column[], given: readonly string[]) {
    const at = new Map(given.map((name, i) => [name, i]));
    this.columns = columns;
    this.#places = columns.map(({ name }) => at.get(name) ?? -1);
  }

  row(row: Row): Row {
    const known = this.#rows.get(row);
    if (known) return known;
    const cut = this.#places.map((place) => row[place] ?? null);
    this.#rows.set(row, cut);
    return cut;
  }
}
