import type { CellKind } from "./kinds/kind.ts";

/**
 * A body in which a cell is called by its new name. SQL: the word or quoted name outside texts and comments, unless a dot stands before it (a
 * column). YAML: where it is a whole value or list item. Other languages: where it is a whole quoted text.
 */
export function renamedIn(body: string, language: CellKind["language"], from: string, to: string): string {
  const name = from.replace(/[\\^$.*+?()[\]{}|-]/g, "\\$&");
  if (language === "sql") {
    const parts = new RegExp(`(--[^\\n]*|/\\*[\\s\\S]*?\\*/|'(?:[^']|'')*')|(?<![\\w.])("?)${name}\\2(?![\\w"])`, "gi");
    return body.replace(parts, (all, kept: string | undefined, quote: string) =>
      kept === undefined ? quoted(to, quote) : all,
    );
  }
  if (language === "yaml") {
    const value = new RegExp(`((?:^|[:[,-])[ \\t]*)(["']?)${name}\\2(?=[ \\t]*(?:[,\\]}]|#|$))`, "gm");
    return body.replace(value, (_all, before: string, quote: string) => `${before}${quote}${to}${quote}`);
  }
  return body.replace(new RegExp(`(["'\`])${name}\\1`, "g"), (_all, quote: string) => `${quote}${to}${quote}`);
}

const quoted = (name: string, quote: string): string => (quote !== "" || name.includes("-") ? `"${name}"` : name);
