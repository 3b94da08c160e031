/**
 * Whether a spreadsheet would take a text for a formula (OWASP, CSV Injection): by its first character, also a wide one of the East, and behind
 * blanks or what can't be seen. A signed number is none.
 */
const startsFormula = (text: string): boolean =>
  /^(?:[\t\r\n]|[\s\p{Cf}]*[=+\-@＝＋－＠])/u.test(text) && !(text.trim() !== "" && Number.isFinite(Number(text)));

/** A text as a spreadsheet shows it: what it would run as a formula gets an apostrophe before it. */
export const formulaSafe = (text: string): string => (startsFormula(text) ? `'${text}` : text);

/** A field of a CSV file (RFC 4180): quoted where it must be. */
function field(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One row of a table. */
export type CsvRow = readonly (string | number | null)[];

/**
 * A row as a line of CSV, without its end.
 * @param isForSpreadsheet whether texts that a spreadsheet would run are disarmed; else they stay as they are
 */
export const csvLine = (row: CsvRow, { isForSpreadsheet = false } = {}): string =>
  row
    .map((value) => field(typeof value === "string" && isForSpreadsheet ? formulaSafe(value) : String(value ?? "")))
    .join(",");

/** Rows as CSV with a header, lines ended by `\n`; the options are those of a line. */
export function toCsv(
  header: readonly string[],
  rows: Iterable<CsvRow>,
  options?: { readonly isForSpreadsheet?: boolean },
): string {
  const lines = [csvLine(header, options)];
  for (const row of rows) lines.push(csvLine(row, options));
  return `${lines.join("\n")}\n`;
}
