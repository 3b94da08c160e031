/** What a piece of SQL is; the name of a word or of a quoted identifier is lower-case, as DuckDB compares it. */
export interface SqlToken {
  readonly kind: "space" | "text" | "name" | "number" | "mark";
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** In character classes: what an identifier may hold beside ASCII. DuckDB takes Unicode's spaces for spaces. */
const wide = "[^ -~\\s\\u200b]";

const kinds: readonly (readonly [SqlToken["kind"], RegExp])[] = [
  ["space", /[\s\u200b]+|--[^\n\r]*/y],
  ["text", /[eE]'(?:[^'\\]|\\[\s\S]|'')*'?|'(?:[^']|'')*'?/y],
  ["text", new RegExp(`\\$((?:\\w|${wide})*)\\$[\\s\\S]*?(?:\\$\\1\\$|$)`, "y")],
  ["name", new RegExp(`"(?:[^"]|"")*"?|(?:[A-Za-z_]|${wide})(?:[\\w$]|${wide})*`, "y")],
  ["number", /\d[\w.]*/y],
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
