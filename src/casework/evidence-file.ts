import { readDrawing } from "./drawing.ts";
import type { Evidence, EvidenceContent, EvidenceLog, EvidenceTable, EvidenceValue } from "./evidence.ts";

/** Beyond these a file is none that this program wrote. */
const mostItems = 10_000;
const mostText = 1_000_000;
const mostRows = 1000;

type Given = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Given =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value.length <= mostText;
const isValue = (value: unknown): value is EvidenceValue =>
  value === null ||
  typeof value === "boolean" ||
  isText(value) ||
  (typeof value === "number" && Number.isFinite(value));

function readTable(given: unknown): EvidenceTable | null {
  if (!isRecord(given) || !Array.isArray(given.columns) || !Array.isArray(given.rows)) return null;
  const { columns, rows, total } = given;
  const isWhole =
    columns.every(isText) &&
    rows.length <= mostRows &&
    rows.every((row: unknown) => Array.isArray(row) && row.length === columns.length && row.every(isValue));
  return isWhole && typeof total === "number" ? { columns, rows, total } : null;
}

function readContent(given: unknown): EvidenceContent | null {
  if (!isRecord(given)) return null;
  if (given.kind === "fact") return { kind: "fact" };
  if (given.kind === "chart")
    return { kind: "chart", drawing: readDrawing(given.drawing), table: readTable(given.table) };
  if (given.kind === "table") {
    const table = readTable(given.table);
    return table && { kind: "table", table };
  }
  const { kind, file, line, time, actor, type, details, raw } = given;
  if (kind !== "row" || !isText(file) || !isText(time) || !isText(actor) || !isText(type)) return null;
  if (typeof line !== "number" || !(raw === null || isText(raw)) || !Array.isArray(details)) return null;
  const named = details.flatMap((one: unknown) =>
    isRecord(one) && isText(one.name) && isText(one.value) ? { name: one.name, value: one.value } : [],
  );
  return { kind, file, line, time, actor, type, details: named, raw };
}

function readItem(given: unknown, place: number): Evidence | null {
  if (!isRecord(given)) return null;
  const { actor, day, title, source, note, time } = given;
  const content = readContent(given.content);
  const texts = [actor, day, title, source, note, time];
  if (!content || !texts.every(isText)) return null;
  const [whose, when, says, from, noted, at] = texts as string[];
  return {
    id: `e${place + 1}`,
    actor: whose!,
    day: when!,
    title: says!,
    source: from!,
    note: noted!,
    time: at!,
    content,
  };
}

/** Reads evidence from a file, in its order; null where it is none. Pieces that can't be read are left out and counted. */
export function readEvidence(given: unknown): { readonly log: EvidenceLog; readonly unread: number } | null {
  if (!isRecord(given) || given.version !== 1 || !Array.isArray(given.items)) return null;
  const items = given.items.slice(0, mostItems).flatMap((item, i) => readItem(item, i) ?? []);
  return { log: { version: 1, items }, unread: given.items.length - items.length };
}
