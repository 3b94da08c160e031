import { type Selection, selectOne, selectTo, toggleRow } from "./selection.ts";

/** What a key does in the rows of a table; null for a key that means nothing there. */
export type GridKey =
  | { readonly kind: "select"; readonly selection: Selection }
  | { readonly kind: "sideways"; readonly by: -1 | 1 }
  | { readonly kind: "copy" }
  | { readonly kind: "open" }
  | null;

type Press = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

/** Reads a key press in the rows: arrows, pages and ends move, Shift selects up to there, Space picks, Mod+A takes all, Mod+C copies, Enter opens. */
export function gridKey(
  press: Press,
  selection: Selection,
  { total, page }: { readonly total: number; readonly page: number },
): GridKey {
  const { key, shiftKey, altKey } = press;
  const isMod = press.ctrlKey || press.metaKey;
  if (altKey || total === 0) return null;
  if (isMod && key.toLowerCase() === "c") return { kind: "copy" };
  if (isMod && key.toLowerCase() === "a")
    return { kind: "select", selection: { spans: [{ from: 0, to: total - 1 }], active: selection.active, anchor: 0 } };
  if (key === "Enter" && !isMod && !shiftKey) return { kind: "open" };
  if (key === "ArrowLeft" || key === "ArrowRight") return { kind: "sideways", by: key === "ArrowLeft" ? -1 : 1 };
  if (key === " ") return { kind: "select", selection: toggleRow(selection, selection.active) };
  if (key === "Escape")
    return selection.spans.length > 0 ? { kind: "select", selection: { ...selection, spans: [] } } : null;
  const to = target(key, selection.active, page, total);
  if (to === null) return null;
  const row = Math.max(0, Math.min(total - 1, to));
  return { kind: "select", selection: shiftKey ? selectTo(selection, row) : selectOne(row) };
}

function target(key: string, active: number, page: number, total: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: total - 1,
  };
  return Object.hasOwn(moves, key) ? (moves[key] ?? null) : null;
}
