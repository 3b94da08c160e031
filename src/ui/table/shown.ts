import type { CellValue } from "../../engine/api/tables.ts";
import { count } from "../format.ts";
import type { Column } from "../row-source.ts";

/** The most characters of a value that a cell shows; the rest is in its title and in what is copied. */
const most = 400;

/** Control characters, and those that turn the direction of a text or take no room: what could make a value look like another. */
const hiding = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** A text in which nothing hides: line ends as ↵, tabs as ⇥, other characters that can't be seen as ⟨U+202E⟩. */
export const visible = (text: string): string =>
  text
    .replace(/\r?\n/g, "↵")
    .replace(hiding, (character) =>
      character === "\t" ? "⇥" : `⟨U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}⟩`,
    );

/** A value as a cell shows it. */
export const shownText = (value: CellValue, type: Column["type"]): string => {
  if (value === null) return "–";
  if (typeof value === "number") return count4(value);
  const text = String(value);
  return type === "time" ? text : visible(text.length > most ? `${text.slice(0, most)}…` : text);
};

/** A number with up to four significant digits behind the point, small ones in powers of ten. */
function count4(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size < 1e-3) return value.toExponential(2);
  return size < 1 ? String(Number(value.toPrecision(4))) : count(value);
}
