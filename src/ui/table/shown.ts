import type { CellValue } from "../../engine/api/tables.ts";
import { count } from "../format.ts";
import { escapeHidden } from "../hidden-characters.ts";
import type { Column } from "../row-source.ts";

/** The most characters of a value that a cell shows; the rest is in its title and in what is copied. */
const most = 400;

/** A text on one line, in which nothing hides: line ends as ↵, tabs as ⇥, other characters that can't be seen as ⟨U+202E⟩. */
export const visible = (text: string): string =>
  escapeHidden(text.replace(/\r?\n/g, "↵").replaceAll("\t", "⇥").replaceAll("\r", "⟨U+000D⟩"));

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
