import { isCancelled } from "../lib/errors.ts";
import { chartOfBrush } from "./brushes.ts";
import type { Cell } from "./document.ts";

/** What a failure is told with: the circle that the cell stands in, and how the cells that it reads fared. */
export interface Circumstances {
  readonly circle: readonly string[] | null;
  readonly errorOf: (name: string) => { readonly isCancelled: boolean } | null;
  readonly exists: (name: string) => boolean;
}

/** What went wrong with a cell, in the words of the notebook rather than of its runtime. */
export function inWords(
  error: unknown,
  cell: Cell,
  { circle, errorOf, exists }: Circumstances,
): { readonly message: string; readonly isCancelled: boolean } {
  if (isCancelled(error)) return { message: "Stopped.", isCancelled: true };
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof Error) || error.name !== "RuntimeError") return { message, isCancelled: false };
  if (circle) return { message: `${ofCircle(circle)} Change one of them.`, isCancelled: false };
  const input = "input" in error && typeof error.input === "string" ? error.input : null;
  const read = input === null ? null : (chartOfBrush(input) ?? input);
  if (read === null) return { message: `Two cells are named ${cell.name}. Rename one of them.`, isCancelled: false };
  if (!exists(read)) return { message: `It reads ${read}, and there is no such cell.`, isCancelled: false };
  if (errorOf(read)?.isCancelled)
    return { message: `Not run: ${read}, which it reads, was stopped.`, isCancelled: true };
  return { message: `Not run: ${read}, which it reads, failed. Mend ${read} first.`, isCancelled: false };
}

/** A circle as a sentence: from its first name on, who reads whom. */
function ofCircle(circle: readonly string[]): string {
  if (circle.length === 2) return `${circle[0]} reads itself: a circle can't be run.`;
  const reads = circle.slice(1).map((name, i) => `${circle[i]} reads ${name}`);
  return `${reads.join(", ")}: a circle can't be run.`;
}
