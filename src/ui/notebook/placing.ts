import type { Block } from "../../notebook/document.ts";
import { textOf } from "../../notebook/edits.ts";

/** What stands in the list of a notebook's blocks: one that is built, or the room of those between two of them. */
export type Placed =
  | { readonly kind: "block"; readonly id: number }
  | { readonly kind: "gap"; readonly ids: readonly number[]; readonly height: number };

/** The blocks in order, those that are not built as the room that they would take, px. */
export function placed(
  order: readonly number[],
  built: { has(id: number): boolean },
  heightOf: (id: number) => number,
): Placed[] {
  const out: Placed[] = [];
  let ids: number[] = [];
  let height = 0;
  const endGap = (): void => {
    if (ids.length > 0) out.push({ kind: "gap", ids, height });
    [ids, height] = [[], 0];
  };
  for (const id of order) {
    if (built.has(id)) {
      endGap();
      out.push({ kind: "block", id });
    } else {
      ids.push(id);
      height += heightOf(id);
    }
  }
  endGap();
  return out;
}

/** Those of a gap's blocks that reach between two heights of it, px. */
export function within(
  ids: readonly number[],
  heightOf: (id: number) => number,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): number[] {
  const found: number[] = [];
  let at = 0;
  for (const id of ids) {
    if (at >= bottom) break;
    const end = at + heightOf(id);
    if (end > top) found.push(id);
    at = end;
  }
  return found;
}

const line = 20;

/** About how high a block is before it was ever built, px. */
export const guessedHeight = (block: Block): number =>
  (block.kind === "cell" ? 72 : 28) + line * textOf(block).split("\n").length;
