import { decodeUtf8, lineEnd } from "./bytes.ts";
import { splitFields } from "./csv.ts";
import { scanRecords } from "./csv-scanner.ts";
import type { Dialect } from "./format.ts";

const delimiters = [",", ";", "\t", "|", "^"];
const mostRecords = 1000;

interface Row {
  readonly line: number;
  readonly fields: readonly string[];
}

interface Candidate {
  readonly delimiter: string;
  readonly rows: readonly Row[];
  /** The commonest number of fields, the share of records that have it, and whether the first has. */
  readonly modal: number;
  readonly share: number;
  readonly first: boolean;
}

/**
 * The dialect of delimited text by its first records: the delimiter that cuts most of them into the same number of fields (> 1),
 * preamble, header and column names. `notes` say what was assumed.
 */
export function detectDialect(
  head: Uint8Array,
  { whole }: { whole: boolean },
): { dialect: Dialect; consistent: boolean; notes: string[] } {
  const notes: string[] = [];
  const preamble = readPreamble(head);
  const body = head.subarray(preamble.bytes);
  const candidates = (preamble.delimiter === null ? delimiters : [preamble.delimiter]).map((delimiter) =>
    measure(body, delimiter, whole),
  );
  const best = candidates
    .filter(({ modal }) => modal > 1)
    .sort((a, b) => weight(b) - weight(a) || b.modal - a.modal)[0];
  const chosen = best ?? candidates[0]!;
  if (best === undefined) notes.push("No delimiter was found: read as one column.");
  else if (best.share < 0.9) {
    const share = Math.round(best.share * 100);
    notes.push(
      `The number of fields varies: ${share} % of the first records have ${best.modal} (${nameOf(best.delimiter)}).`,
    );
  }
  if (preamble.lines > 0) notes.push(`Lines before the header that are not records: ${preamble.lines}.`);
  const header = findHeader(chosen, preamble.comment);
  if (header.note !== null) notes.push(header.note);
  return {
    dialect: {
      delimiter: chosen.delimiter,
      quote: '"',
      columns: uniqueNames(header.names),
      headerLines: preamble.lines + header.lines,
    },
    consistent: best !== undefined && best.share >= 0.9,
    notes,
  };
}

/** A delimiter in words. */
export const nameOf = (delimiter: string): string =>
  ({ ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", "^": "caret" })[delimiter] ?? `“${delimiter}”`;

/** `sep=;` as Excel writes it, and lines that begin with `#`; the last of these may name the columns. */
function readPreamble(head: Uint8Array): {
  bytes: number;
  lines: number;
  delimiter: string | null;
  comment: string | null;
} {
  let bytes = 0;
  let lines = 0;
  let delimiter: string | null = null;
  let comment: string | null = null;
  while (bytes < head.length) {
    const next = lineEnd(head, bytes, head.length);
    const text = decodeUtf8(head.subarray(bytes, Math.min(next, bytes + 65_536))).replace(/[\r\n]+$/, "");
    const separator = lines === 0 ? /^"?sep=([ -~]|\t|\\t)"?$/i.exec(text) : null;
    if (separator !== null) delimiter = separator[1] === "\\t" ? "\t" : separator[1]!;
    else if (text.startsWith("#")) comment = text.replace(/^#+\s*/, "");
    else if (text.trim() !== "" || next === head.length) break;
    bytes = next;
    lines++;
  }
  return { bytes, lines, delimiter, comment };
}

function measure(body: Uint8Array, delimiter: string, whole: boolean): Candidate {
  const options = { delimiter: delimiter.charCodeAt(0), quote: 34, expected: 0, last: whole };
  let scan = scanRecords(body, options);
  if (scan.count === 0 && !whole) scan = scanRecords(body, { ...options, last: true });
  const counts = new Map<number, number>();
  const rows: Row[] = [];
  for (let i = 0; i < scan.count && rows.length < mostRecords; i++) {
    if (scan.found[i] !== 0) continue;
    const text = decodeUtf8(body.subarray(scan.starts[i]!, scan.ends[i]!));
    counts.set(scan.fields[i]!, (counts.get(scan.fields[i]!) ?? 0) + 1);
    rows.push({ line: scan.lines[i]!, fields: splitFields(text, { delimiter, quote: '"' }) });
  }
  const split = [...counts].filter(([fields]) => fields > 1).sort((a, b) => b[1] - a[1] || b[0] - a[0])[0];
  return {
    delimiter,
    rows,
    modal: split?.[0] ?? 1,
    share: split === undefined ? 0 : split[1] / Math.min(scan.count, mostRecords),
    first: rows[0]?.fields.length === split?.[0],
  };
}

/** Consistency first (in steps of 2 %), a header of the same width next. */
const weight = ({ share, first }: Candidate): number => Math.round(share * 50) + (first ? 25 : 0);

/** The header among the first rows, as names and the physical lines up to the first record. */
function findHeader(
  { rows, modal, delimiter }: Candidate,
  comment: string | null,
): { names: readonly string[]; lines: number; note: string | null } {
  const numbered = Array.from({ length: modal }, (_, i) => `column${i + 1}`);
  const first = rows[0];
  if (first === undefined) return { names: numbered, lines: 0, note: null };
  const commented = comment === null ? [] : splitFields(comment, { delimiter, quote: '"' });
  if (commented.length === modal && modal > 1 && looksLikeHeader(commented, rows, -1))
    return { names: commented, lines: first.line, note: "The column names stand in a comment before the records." };
  for (let i = 0; i < Math.min(rows.length, 20); i++) {
    const { fields } = rows[i]!;
    if (fields.length !== modal) continue;
    if (!looksLikeHeader(fields, rows, i)) break;
    const note =
      i === 0 ? null : `Rows above the header that have another number of fields, and are not records: ${i}.`;
    return { names: fields, lines: linesUpTo(rows, i), note };
  }
  if (first.fields.length > 1 && first.fields.length !== modal && looksLikeHeader(first.fields, rows, 0)) {
    const missing = modal - first.fields.length;
    return {
      names: missing > 0 ? [...first.fields, ...numbered.slice(-missing)] : first.fields,
      lines: linesUpTo(rows, 0),
      note: `The header has ${first.fields.length} fields, most records have ${modal}.`,
    };
  }
  return { names: numbered, lines: first.line, note: "No header: the columns are numbered." };
}

/** Physical lines before the row behind row `i`; a header's own lines where it is the last row. */
function linesUpTo(rows: readonly Row[], i: number): number {
  const inner = rows[i]!.fields.join("").match(/\r\n|\n|\r/g)?.length ?? 0;
  return rows[i]!.line + inner + 1;
}

const value =
  /^[-+]?[\d.,:]+(e[-+]?\d+)?%?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?$|^[^@\s]+@[^@\s]+\.\w+$|^[0-9a-f]{8}-[0-9a-f]{4}-|^(true|false)$/i;

/** Whether the row names columns: no value in it, no name twice, and nothing that its own column holds again. */
function looksLikeHeader(fields: readonly string[], rows: readonly Row[], index: number): boolean {
  const named = fields.filter((field) => field.trim() !== "");
  if (named.length < fields.length / 2 || named.some((field) => value.test(field.trim()) || field.length > 200))
    return false;
  return !rows.some(
    (row, i) =>
      i !== index &&
      row.fields.length === fields.length &&
      fields.length > 1 &&
      fields.filter((field, k) => field !== "" && row.fields[k] === field).length > Math.min(1, fields.length / 4) &&
      !row.fields.every((field, k) => field === fields[k]),
  );
}

/** Names for columns: trimmed, the empty ones numbered, the ones that differ by case alone told apart. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return names.map((name, i) => {
    const base = name.trim() || `column${i + 1}`;
    const key = base.toLowerCase();
    let unique = base;
    let n = next.get(key) ?? 2;
    for (; taken.has(unique.toLowerCase()); n++) unique = `${base}_${n}`;
    next.set(key, n);
    taken.add(unique.toLowerCase());
    return unique;
  });
}
