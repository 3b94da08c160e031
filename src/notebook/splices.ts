import type { Block } from "./document.ts";

/** A block with the identity that it keeps while the notebook is edited. */
export interface Entry {
  readonly id: number;
  readonly block: Block;
}

/** At a position, the blocks that go and those that come in their place. */
export interface Splice {
  readonly at: number;
  readonly out: readonly Entry[];
  readonly in: readonly Entry[];
}

/** A change of a notebook as data: splices, one done after the other. */
export type Edit = readonly Splice[];

/** The entries after an edit of them; those before stay as they are. */
export function applyEdit(entries: readonly Entry[], edit: Edit): Entry[] {
  const after = [...entries];
  for (const { at, out, in: coming } of edit) {
    if (out.length !== coming.length) after.splice(at, out.length, ...coming);
    else for (const [i, entry] of coming.entries()) after[at + i] = entry;
  }
  return after;
}

/** The edit that takes an edit back. */
export const invertEdit = (edit: Edit): Edit =>
  edit.toReversed().map(({ at, out, in: coming }) => ({ at, out: coming, in: out }));

/** Whether an edit only replaces blocks where they stand: none comes, goes or moves. */
export const keepsOrder = (edit: Edit): boolean =>
  edit.every(({ out, in: coming }) => out.length === coming.length && out.every(({ id }, i) => id === coming[i]!.id));

/** Two edits as one, where both replace the same single block; null where they do not. */
export function joinEdits(first: Edit, second: Edit): Edit | null {
  const [a, b] = [first[0], second[0]];
  if (first.length !== 1 || second.length !== 1 || !a || !b || a.at !== b.at) return null;
  if (a.in.length !== 1 || b.out.length !== 1 || a.in[0] !== b.out[0]) return null;
  return [{ at: a.at, out: a.out, in: b.in }];
}
