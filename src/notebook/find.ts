import { UserError } from "../lib/errors.ts";
import { textOf, writing } from "./edits.ts";
import type { Edit, Entry } from "./splices.ts";

/** What is looked for in bodies and prose. */
export interface Wanted {
  readonly text: string;
  readonly isRegex: boolean;
  readonly hasCase: boolean;
}

/** A place in a block's text where it was found. */
export interface Match {
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

/** The most places that are counted; a longer list tells nobody more. */
export const mostMatches = 10_000;

/**
 * The pattern that finds what is wanted; null for nothing.
 * @throws UserError where it is no regular expression
 */
export function patternOf({ text, isRegex, hasCase }: Wanted): RegExp | null {
  if (text === "") return null;
  const source = isRegex ? text : text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  try {
    return new RegExp(source, `gm${hasCase ? "" : "i"}`);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*: /, "") : String(error);
    throw new UserError(`This is no regular expression: ${why}.`);
  }
}

/** Every place where a pattern is found, top to bottom, `mostMatches` at most; what is empty is no match. */
export function findAll(entries: readonly Entry[], pattern: RegExp): Match[] {
  const matches: Match[] = [];
  for (const { id, block } of entries) {
    for (const match of textOf(block).matchAll(pattern)) {
      if (match[0] === "") continue;
      matches.push({ id, from: match.index, to: match.index + match[0].length });
      if (matches.length === mostMatches) return matches;
    }
  }
  return matches;
}

/** Puts `replacement` in the place of matches; in it, `$1` and its like are what a regular expression found. */
export function replacingMatches(
  entries: readonly Entry[],
  matches: readonly Match[],
  { pattern, replacement, isRegex }: { pattern: RegExp; replacement: string; isRegex: boolean },
): Edit {
  const byBlock = new Map<number, Set<number>>();
  for (const { id, from } of matches) byBlock.set(id, (byBlock.get(id) ?? new Set()).add(from));
  return entries.flatMap(({ id, block }, at) => {
    const here = byBlock.get(id);
    if (!here) return [];
    const text = textOf(block);
    const put = (...found: readonly unknown[]): string => {
      const offset = found.findIndex((part) => typeof part === "number");
      const [whole] = found as [string];
      if (!here.has(found[offset] as number)) return whole;
      return isRegex ? expand(replacement, found.slice(0, offset) as (string | undefined)[]) : replacement;
    };
    return writing(entries, at, text.replace(pattern, put));
  });
}

/** `$1`, `$&` and `$$` in a replacement, as `String.replace` has them. */
const expand = (replacement: string, groups: readonly (string | undefined)[]): string =>
  replacement.replace(/\$(\$|&|\d)/g, (all, sign: string) => {
    if (sign === "$") return "$";
    const number = sign === "&" ? 0 : Number(sign);
    return number < groups.length ? (groups[number] ?? "") : all;
  });
