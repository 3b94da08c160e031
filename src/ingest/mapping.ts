/**
 * How the columns of an export become events: JSON that a person can read and keep beside the export.
 *
 * A column reference is a column's name, a path into nested data (`actor.email`, `events[0].name`; a column that is
 * literally called so wins; a text that holds JSON is entered), or a constant (`=logon`). A list means the first that has a value,
 * except in `type`, whose parts are joined by a space.
 */
export interface Mapping {
  readonly time: Reference;
  /** `iso`, `epoch_s|ms|us|ns`, `filetime`, or strptime formats; a list is tried in order. Default: `iso`. */
  readonly timeFormat?: string | readonly string[];
  /** IANA zone of times that have no offset, and of the calendar days. Default: UTC. */
  readonly zone?: string;
  readonly actor: Reference;
  readonly type: readonly string[];
  readonly id?: Reference;
  readonly entities?: readonly EntityMapping[];
  /** Values whose constancy matters: country, network, offset, device. */
  readonly attributes?: readonly NamedColumn[];
  /** Numbers that add up over a day: bytes, pages, amounts. A value that is no number counts as none. */
  readonly volumes?: readonly NamedColumn[];
  /** Event types that are roots of the graph detector; none for an empty list. Default: rare, sensitive types. */
  readonly roots?: readonly string[];
  readonly ignoreActors?: readonly string[];
  /** Texts that stand for nothing. Default: `defaultNulls`. */
  readonly nulls?: readonly string[];
}

export type Reference = string | readonly string[];

/** A column under its own name, or under another. */
export type NamedColumn = string | { readonly name: string; readonly column: Reference };

export interface EntityMapping {
  readonly column: Reference;
  readonly type: string;
  readonly relationship: string;
  readonly role?: "context" | "subject";
}

/** Texts that stand for "no value" in exports. */
export const defaultNulls: readonly string[] = ["", "?", "-", "NULL", "null", "(null)", "N/A", "n/a", "None", "\\N"];
