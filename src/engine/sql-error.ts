/** DuckDB's complaint about a statement: in words, and where in the statement (0-based characters), if it says where. */
export interface SqlError {
  readonly what: string;
  readonly at: number | null;
}

/** DuckDB's excerpt: the line that it means, cut where it is long, and a mark under the place. */
const excerpt = /\n\s*LINE (\d+): (\.\.\.)?([^\n]*)\n( *)\^/;

/** Splits DuckDB's message into its words and the place that its excerpt points at. */
export function sqlErrorOf(message: string, statement: string): SqlError {
  const what = message.replace(/\n\s*LINE \d+: [\s\S]*$/, "").trim();
  const [, number = "", cut = "", shown = "", indent = ""] = excerpt.exec(message) ?? [];
  const lines = statement.split("\n");
  const line = lines[Number(number) - 1];
  const start = line?.indexOf(shown.replace(/\.\.\.$/, "")) ?? -1;
  if (number === "" || line === undefined || start < 0) return { what, at: null };
  const before = lines.slice(0, Number(number) - 1).reduce((sum, { length }) => sum + length + 1, 0);
  return { what, at: before + start + indent.length - `LINE ${number}: ${cut}`.length };
}

/** `line 3, column 7`: a character of a text as a person counts it. */
export function placeInText(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}
