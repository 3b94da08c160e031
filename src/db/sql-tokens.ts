/** What a piece of SQL is; the name of a word or of a quoted identifier is lower-case, as DuckDB compares it. */
export interface SqlToken {
  readonly kind: "space" | "text" | "name" | "number" | "mark";
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** What DuckDB takes for white space: its scanner's, and Unicode's that it makes spaces of before (`Parser::StripUnicodeSpaces`). */
const wideSpace = "\\u00a0\\u2000-\\u200d\\u202f\\u205f\\u2060\\u3000\\ufeff";
const flat = ` \\t\\f${wideSpace}`;
const note = "--[^\\n\\r]*";
/** In character classes: what an identifier may hold beside ASCII. */
const wide = `[^\\0-\\x7f${wideSpace}]`;
/** A text in quotes goes on behind white space with a line end in it, and still by the rules that it began with. */
const goesOn = `'(?:[${flat}]|${note})*[\\n\\r](?:[\\n\\r${flat}]|${note}[\\n\\r])*'`;

const kinds: readonly (readonly [SqlToken["kind"], RegExp])[] = [
  ["space", new RegExp(`(?:[\\n\\r${flat}]|${note})+`, "y")],
  ["text", new RegExp(`[eE]'(?:[^'\\\\]|\\\\[\\s\\S]|''|${goesOn})*'?|'(?:[^']|'')*'?`, "y")],
  ["text", new RegExp(`\\$((?:(?:[A-Za-z_]|${wide})(?:\\w|${wide})*)?)\\$[\\s\\S]*?(?:\\$\\1\\$|$)`, "y")],
  ["name", new RegExp(`"(?:[^"]|"")*"?|(?:[A-Za-z_]|${wide})(?:[\\w$]|${wide})*`, "y")],
  ["number", /[$?]\d(?:_?\d)*|\d(?:_?\d)*(?:\.(?!\.)(?:\d(?:_?\d)*)?)?(?:[eE][+-]?\d(?:_?\d)*)?/y],
];

/** Where the comment that starts here ends; comments nest. */
function commentEnd(sql: string, from: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  let depth = 0;
  for (let found = mark.exec(sql); found; found = mark.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}

const nameOf = (word: string): string =>
  (word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word).toLowerCase();

/** Cuts SQL into what DuckDB's scanner sees: white space with comments, texts, names, numbers, and single marks. Together they are the whole. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let at = 0; at < sql.length; at = tokens.at(-1)!.to) {
    if (sql.startsWith("/*", at)) {
      tokens.push({ kind: "space", name: "", from: at, to: commentEnd(sql, at) });
      continue;
    }
    const found = kinds.flatMap(([kind, pattern]) => {
      pattern.lastIndex = at;
      const [word] = pattern.exec(sql) ?? [];
      return word === undefined
        ? []
        : [{ kind, name: kind === "name" ? nameOf(word) : "", from: at, to: at + word.length }];
    })[0];
    tokens.push(found ?? { kind: "mark", name: sql[at]!, from: at, to: at + 1 });
  }
  return tokens;
}

const innerBreak = new RegExp(`\\\\[\\s\\S]|''|${goesOn}`, "g");
const anyWide = new RegExp(`[${wideSpace}]`, "g");

/**
 * The same SQL, as long as before, with a plain space for each of Unicode's outside texts and quoted identifiers. DuckDB makes the same of
 * it, but takes a backslash for no part of a text while it does, and so could see other texts than its scanner.
 */
export function plainSpaces(sql: string): string {
  const plain = (part: string): string => part.replace(anyWide, " ");
  const parts = sqlTokens(sql).map(({ kind, from, to }) => {
    const part = sql.slice(from, to);
    if (kind === "space") return plain(part);
    if (kind !== "text" || !/^[eE]/.test(part)) return part;
    return (
      part.slice(0, 2) + part.slice(2).replace(innerBreak, (inner) => (inner.startsWith("'") ? plain(inner) : inner))
    );
  });
  return parts.join("");
}
