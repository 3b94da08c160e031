/** Where in a body an error says that it lies; 1-based. */
export interface Place {
  readonly line: number;
  /** Null where only the line is known. */
  readonly column: number | null;
}

/** Reads `line 3, column 7` out of an error's text; null where it names no line. */
export function placeOf(message: string): Place | null {
  const [, line, column] = /\bline (\d+)(?:,? column (\d+))?/i.exec(message) ?? [];
  return line === undefined ? null : { line: Number(line), column: column === undefined ? null : Number(column) };
}

/** The characters of a text that a place means: the word there, or all of the line where no column is known. */
export function rangeOf(text: string, { line, column }: Place): { readonly from: number; readonly to: number } | null {
  const lines = text.split("\n");
  const at = lines[line - 1];
  if (at === undefined) return null;
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  if (column === null || column > at.length) {
    const indent = /^\s*/.exec(at)![0].length;
    return { from: start + (indent < at.length ? indent : 0), to: start + at.length };
  }
  const word = /^(?:"[^"]*"?|'[^']*'?|[\p{L}\p{N}_]+|.)/u.exec(at.slice(column - 1))?.[0] ?? " ";
  return { from: start + column - 1, to: start + column - 1 + word.length };
}
