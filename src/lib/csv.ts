/** Whether a spreadsheet would take a text for a formula; a signed number is none. */
const startsFormula = (text: string): boolean => /^[=+\-@\t\r]/.test(text) && !Number.isFinite(Number(text));

/** A text as a spreadsheet shows it: what it would run as a formula gets an apostrophe before it. */
export const formulaSafe = (text: string): string => (startsFormula(text) ? `'${text}` : text);

/** A field of a CSV file (RFC 4180): quoted where it must be. */
function field(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Rows as CSV with a header, lines ended by `\n`.
 * @param isForSpreadsheet whether texts that a spreadsheet would run are disarmed; else they stay as they are
 */
export function toCsv(
  header: readonly string[],
  rows: Iterable<readonly (string | number | null)[]>,
  { isForSpreadsheet = false } = {},
): string {
  const shown = (value: string | number | null): string =>
    field(typeof value === "string" && isForSpreadsheet ? formulaSafe(value) : String(value ?? ""));
  const lines = [header.map(shown).join(",")];
  for (const row of rows) lines.push(row.map(shown).join(","));
  return `${lines.join("\n")}\n`;
}
