import { sqlTokens } from "../db/sql-tokens.ts";

const byWord = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

/** The names by their lower-case word, as SQL compares them; worked out once for each list. */
function wordsOf(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  let words = byWord.get(names);
  if (!words) {
    const made = new Map<string, string[]>();
    for (const name of names) {
      const same = made.get(name.toLowerCase());
      if (same) same.push(name);
      else made.set(name.toLowerCase(), [name]);
    }
    words = made;
    byWord.set(names, words);
  }
  return words;
}

/** Which of the names a query mentions, as a table or otherwise. */
export function namesInSql(sql: string, names: readonly string[]): string[] {
  const words = wordsOf(names);
  const found = new Set<string>();
  for (const { kind, name } of sqlTokens(sql)) {
    if (kind === "name") for (const one of words.get(name) ?? []) found.add(one);
  }
  return [...found];
}
