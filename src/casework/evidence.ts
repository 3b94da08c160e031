import type { Drawing } from "./drawing.ts";
import type { CaseKey } from "./verdicts.ts";

/** A value of a table that was kept. */
export type EvidenceValue = string | number | boolean | null;

/** Columns and rows that were kept; of `total` rows the first. */
export interface EvidenceTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly EvidenceValue[])[];
  readonly total: number;
}

/** What a piece of evidence holds, whole: nothing has to be looked up again to read it. */
export type EvidenceContent =
  | {
      readonly kind: "row";
      readonly file: string;
      readonly line: number;
      /** ISO 8601, UTC. */
      readonly time: string;
      readonly actor: string;
      readonly type: string;
      /** Entities and attributes of the event, named. */
      readonly details: readonly { readonly name: string; readonly value: string }[];
      /** The record as it stands in the file; null where the file was not at hand. */
      readonly raw: string | null;
    }
  | { readonly kind: "chart"; readonly drawing: Drawing | null; readonly table: EvidenceTable | null }
  | { readonly kind: "table"; readonly table: EvidenceTable }
  | { readonly kind: "fact" };

/** What somebody found and wants to keep: a sentence, where it is from, and what it shows. */
export interface Finding {
  readonly title: string;
  /** `desk.csv : 1204`, `cell overview`, `chart user-calendar`. */
  readonly source: string;
  readonly content: EvidenceContent;
}

/** A finding in the tray of a case. */
export interface Evidence extends CaseKey, Finding {
  readonly id: string;
  readonly note: string;
  /** When it was put there, ISO 8601, UTC. */
  readonly time: string;
}

/** The evidence of all cases of one tenant, each case's in its own order; plain data, as it is stored. */
export interface EvidenceLog {
  readonly version: 1;
  readonly items: readonly Evidence[];
}

/** A tenant's evidence before the first piece. */
export const noEvidence: EvidenceLog = { version: 1, items: [] };

const isOf =
  ({ actor, day }: CaseKey) =>
  (item: CaseKey): boolean =>
    item.actor === actor && item.day === day;

/** The evidence of one case, in its order. */
export const evidenceOf = (log: EvidenceLog, key: CaseKey): Evidence[] => log.items.filter(isOf(key));

/** The log with one piece more, last of its case; the same log where the case has that finding already. */
export function withEvidence(log: EvidenceLog, key: CaseKey, finding: Finding, time: string): EvidenceLog {
  const { actor, day } = key;
  const { title, source, content } = finding;
  const isThere = evidenceOf(log, key).some(
    (item) => item.title === title && item.source === source && item.content.kind === content.kind,
  );
  if (isThere) return log;
  const last = log.items.reduce((most, { id }) => Math.max(most, Number(id.slice(1)) || 0), 0);
  return { ...log, items: [...log.items, { id: `e${last + 1}`, actor, day, title, source, content, note: "", time }] };
}

/** The log without a piece. */
export const withoutEvidence = (log: EvidenceLog, id: string): EvidenceLog => ({
  ...log,
  items: log.items.filter((item) => item.id !== id),
});

/** The log with a note on a piece, in place of the one before. */
export const withNote = (log: EvidenceLog, id: string, note: string): EvidenceLog => ({
  ...log,
  items: log.items.map((item) => (item.id === id ? { ...item, note } : item)),
});

/** The log with a piece moved by so many places among those of its case; it stops at both ends. */
export function moveEvidence(log: EvidenceLog, id: string, by: number): EvidenceLog {
  const moved = log.items.find((item) => item.id === id);
  if (!moved) return log;
  const own = evidenceOf(log, moved);
  const from = own.indexOf(moved);
  const to = Math.max(0, Math.min(own.length - 1, from + by));
  if (from === to) return log;
  const order = own.toSpliced(from, 1).toSpliced(to, 0, moved);
  let next = 0;
  return { ...log, items: log.items.map((item) => (isOf(moved)(item) ? order[next++]! : item)) };
}
