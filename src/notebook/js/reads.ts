import { wordsInSql } from "../names.ts";
import { type JsToken, jsTokens } from "./tokens.ts";

const isMark = (token: JsToken | undefined, value: string): boolean => token?.kind === "mark" && token.value === value;

/** Which texts of a script lie in a call of `sql`, directly or further in. */
function textsOfQueries(tokens: readonly JsToken[]): string[] {
  const texts: string[] = [];
  let depth = 0;
  tokens.forEach((token, i) => {
    const previous = tokens[i - 1];
    const isCall = previous?.kind === "name" && previous.value === "sql" && isMark(token, "(");
    if (depth > 0 || isCall) depth += isMark(token, "(") ? 1 : isMark(token, ")") ? -1 : 0;
    const mentions = depth > 0 || /\b(?:from|join)\b/i.test(token.value);
    if (token.kind === "text" && mentions) texts.push(token.value);
  });
  return texts;
}

/** Which cells a script reads: those named in `cell("…")`, `model("…")` or a chart's `data: "…"`, and those that its queries mention. */
export function scriptReads(body: string, names: readonly string[]): string[] {
  const tokens = jsTokens(body);
  const known = new Set(names);
  const found = new Set<string>();
  tokens.forEach(({ kind, value }, i) => {
    if (kind !== "text" || !known.has(value)) return;
    const [before, mark] = [tokens[i - 2], tokens[i - 1]];
    const isCalled = isMark(mark, "(") && before?.kind === "name" && /^(?:cell|model)$/.test(before.value);
    const isData = isMark(mark, ":") && before?.value === "data";
    if (isCalled || isData) found.add(value);
  });
  for (const text of textsOfQueries(tokens)) for (const name of wordsInSql(text, names)) found.add(name);
  return [...found];
}
