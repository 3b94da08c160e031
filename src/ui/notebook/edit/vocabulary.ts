/** What an editor knows of the notebook around its cell: names to offer, and to tell from slips of the pen. */
export interface Vocabulary {
  /** Columns of the tenant's tables and views, by their names. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  /** The other cells, top to bottom. */
  readonly cells: readonly KnownCell[];
}

export interface KnownCell {
  readonly name: string;
  /** Its kind, as its fence has it. */
  readonly type: string;
  /** Columns of its table; empty until it has run, and where it gives none. */
  readonly columns: readonly string[];
}

/** Where nothing is known. */
export const emptyVocabulary: Vocabulary = { tables: {}, cells: [] };

/** Columns by the name that a query or a chart may use: tables, views, and cells, whether they have run or not. */
export function relationsOf({ tables, cells }: Vocabulary): Record<string, readonly string[]> {
  return { ...Object.fromEntries(cells.map(({ name, columns }) => [name, columns])), ...tables };
}
