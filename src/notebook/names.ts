import { type SqlToken, sqlTokens } from "../db/sql-tokens.ts";

/** Where a query names a table. */
export interface TableMention {
  /** In small letters, as DuckDB compares names. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** What a pair of brackets, or the whole query, has open. */
interface Level {
  /** `table`: a table's name comes; `list`: behind one, where a comma brings another; `one`: a single name comes; `rest`: elsewhere. */
  at: "table" | "list" | "one" | "rest";
  /** Whether a SELECT or a FROM of its own was seen: only then is a FROM that follows one of a query. */
  isQuery: boolean;
  /** Whether it holds what a function is given: `extract(year from ts)`. */
  readonly isCall: boolean;
  /** The name that the common table expression in it will have. */
  readonly defines: string | null;
}

const endsList = new Set(
  "where group order having qualify window limit offset union intersect except select returning".split(" "),
);
/** Words that a query may begin with, and that a table's name follows. */
const openers = new Set("table describe show summarize pivot pivot_wider pivot_longer unpivot".split(" "));
/** Words that stand where a table's name could, and are none. */
const between = new Set(["lateral", "only"]);

/** The tables that a query reads, in order: names behind FROM, JOIN and their commas, those of its own common table expressions left out. */
export function tablesInSql(sql: string): TableMention[] {
  const tokens = sqlTokens(sql).filter(({ kind }) => kind !== "space");
  const isPlain = (token: SqlToken | undefined): boolean => token?.kind === "name" && sql[token.from] !== '"';
  const wordAt = (i: number): string => (isPlain(tokens[i]) ? tokens[i]!.name : "");
  const isMark = (i: number, mark: string): boolean => tokens[i]?.kind === "mark" && tokens[i]!.name === mark;
  const defined = new Set<string>();
  const found: TableMention[] = [];
  const levels: Level[] = [{ at: "rest", isQuery: false, isCall: false, defines: null }];
  let isRecursive = false;

  const open = (i: number): void => {
    const level = levels.at(-1)!;
    const expects = level.at === "table";
    if (expects) level.at = "list";
    const defines = /^(?:as|materialized)$/.test(wordAt(i - 1)) ? definedBefore(i - 1) : null;
    if (defines !== null && isRecursive) defined.add(defines);
    const isCall = !expects && tokens[i - 1]?.kind === "name" && !takesQuery.has(wordAt(i - 1));
    levels.push({ at: expects ? "table" : "rest", isQuery: false, isCall, defines });
  };
  /** The name in `name [(columns)] as [not] [materialized]`, whose last word stands at `i`. */
  const definedBefore = (i: number): string | null => {
    let at = i;
    while (/^(?:as|not|materialized)$/.test(wordAt(at))) at -= 1;
    if (isMark(at, ")")) while (at > 0 && !isMark(at, "(")) at -= 1;
    if (isMark(at, "(")) at -= 1;
    const isFirst = ["with", "recursive"].includes(wordAt(at - 1)) || isMark(at - 1, ",");
    return tokens[at]?.kind === "name" && isFirst ? tokens[at]!.name : null;
  };

  tokens.forEach((token, i) => {
    const level = levels.at(-1)!;
    if (isMark(i, "(")) {
      open(i);
      return;
    }
    if (isMark(i, ")")) {
      const closed = levels.length > 1 ? levels.pop()! : level;
      if (closed.defines !== null) defined.add(closed.defines);
      return;
    }
    if (isMark(i, ",") && level.at === "list") level.at = "table";
    if (isMark(i, ";")) level.at = "rest";
    if (token.kind !== "name") return;
    const word = wordAt(i);
    if (word === "recursive" && wordAt(i - 1) === "with") isRecursive = true;
    if (word === "from" && !isMark(i - 1, ".")) {
      const isOfWords = wordAt(i - 1) === "distinct" && /^(?:is|not)$/.test(wordAt(i - 2));
      const isArgument = level.isCall && !level.isQuery && !isMark(i - 1, "(");
      if (!isOfWords && !isArgument) Object.assign(level, { at: "table", isQuery: true });
      return;
    }
    if (word === "join") level.at = "table";
    else if (endsList.has(word)) {
      level.at = "rest";
      if (word === "select") level.isQuery = true;
    } else if (openers.has(word) && (i === 0 || tokens[i - 1]!.kind === "mark") && tokens[i + 1]?.kind === "name") {
      level.at = "one";
    } else if ((level.at === "table" || level.at === "one") && !between.has(word)) {
      if (/^(?:with|values)$/.test(word) && isMark(i - 1, "(")) level.at = "rest";
      else if (isMark(i + 1, ".")) return;
      else {
        if (!isMark(i + 1, "(") && !defined.has(token.name))
          found.push({ name: token.name, from: token.from, to: token.to });
        level.at = level.at === "one" ? "rest" : "list";
      }
    }
  });
  return found;
}

/** Words before a bracket that are no function's name, or one whose argument is a query. */
const takesQuery = new Set("exists any all some array in as materialized union intersect except not and or".split(" "));

/** Which of the names a query reads as tables; SQL takes small letters for capitals. */
export function namesInSql(sql: string, names: readonly string[]): string[] {
  const tables = new Set(tablesInSql(sql).map(({ name }) => name));
  return names.filter((name) => tables.has(name.toLowerCase()));
}

/** Which of the names stand anywhere in a piece of a query, outside its texts and comments: of a piece nobody can tell what is a table. */
export function wordsInSql(piece: string, names: readonly string[]): string[] {
  const words = new Set(sqlTokens(piece).flatMap(({ kind, name }) => (kind === "name" ? [name] : [])));
  return names.filter((name) => words.has(name.toLowerCase()));
}
