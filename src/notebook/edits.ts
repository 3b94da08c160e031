import type { Block, Cell, Fold } from "./document.ts";
import { kinds } from "./kinds/registry.ts";
import { renamedIn } from "./rename.ts";
import type { Edit, Entry } from "./splices.ts";

/** Puts an entry before position `at`. */
export const inserting = (at: number, entry: Entry): Edit => [{ at, out: [], in: [entry] }];

/** Takes the block at a position out. */
export const deleting = (entries: readonly Entry[], at: number): Edit => [{ at, out: [entries[at]!], in: [] }];

/** Moves the block at `from` so that it stands at `to`; none where it stands there. */
export function moving(entries: readonly Entry[], from: number, to: number): Edit {
  const end = Math.max(0, Math.min(entries.length - 1, to));
  const entry = entries[from]!;
  if (end === from) return [];
  return [
    { at: from, out: [entry], in: [] },
    { at: end, out: [], in: [entry] },
  ];
}

/** Puts another block in the place of one, which keeps its identity; none where it is the same. */
export function replacing(entries: readonly Entry[], at: number, block: Block): Edit {
  const entry = entries[at]!;
  return isSame(entry.block, block) ? [] : [{ at, out: [entry], in: [{ id: entry.id, block }] }];
}

/** Writes another text into the block at a position: a cell's body, or prose. */
export const writing = (entries: readonly Entry[], at: number, text: string): Edit =>
  replacing(entries, at, withText(entries[at]!.block, text));

/** Joins the block at a position with the one below it; null where they are not two texts or two cells of one kind. */
export function merging(entries: readonly Entry[], at: number): Edit | null {
  const [first, second] = [entries[at], entries[at + 1]];
  if (!first || !second || typeOf(first.block) !== typeOf(second.block)) return null;
  const between = first.block.kind === "markdown" ? "\n\n" : "\n";
  const text = [textOf(first.block), textOf(second.block)].filter((part) => part !== "").join(between);
  return [{ at, out: [first, second], in: [{ id: first.id, block: withText(first.block, text) }] }];
}

/** Cuts the block at a position in two, before the character `offset`; the second has the id `id` and, as a cell, a new name. */
export function splitting(entries: readonly Entry[], at: number, { offset, id }: { offset: number; id: number }): Edit {
  const entry = entries[at]!;
  const text = textOf(entry.block);
  const [before, after] = [text.slice(0, offset).replace(/\n+$/, ""), text.slice(offset).replace(/^\n+/, "")];
  const rest = withText(entry.block, after);
  const second = rest.kind === "cell" ? { ...rest, name: freeName(entries, rest.name) } : rest;
  return [
    {
      at,
      out: [entry],
      in: [
        { id: entry.id, block: withText(entry.block, before) },
        { id, block: second },
      ],
    },
  ];
}

/** Makes the block at a position one of another kind, with its text; `markdown` is prose. `id` is new, because another view shows it. */
export function changingKind(entries: readonly Entry[], at: number, { type, id }: { type: string; id: number }): Edit {
  const entry = entries[at]!;
  if (typeOf(entry.block) === type) return [];
  const text = textOf(entry.block);
  const name = entry.block.kind === "cell" ? entry.block.name : freeName(entries, type);
  const block: Block = type === "markdown" ? { kind: "markdown", text } : { kind: "cell", type, name, body: text };
  return [{ at, out: [entry], in: [{ id, block }] }];
}

/** Gives the cell at a position another name, in the cells that read it too; none where that is no name or the same. */
export function renaming(entries: readonly Entry[], at: number, name: string): Edit {
  const { block } = entries[at]!;
  if (block.kind !== "cell" || !isName(name) || block.name === name) return [];
  const isAlone = !entries.some(
    (other, i) => i !== at && other.block.kind === "cell" && other.block.name === block.name,
  );
  const readers = isAlone
    ? entries.flatMap((_entry, i) => (i === at ? [] : inReader(entries, i, block.name, name)))
    : [];
  return [...replacing(entries, at, { ...block, name }), ...readers];
}

/** Folds the body or the output of the cell at a position away, or out again. */
export function folding(entries: readonly Entry[], at: number, part: "body" | "output"): Edit {
  const { block } = entries[at]!;
  if (block.kind !== "cell") return [];
  const folded = new Set<Fold>(block.fold === "both" ? ["body", "output"] : block.fold ? [block.fold] : []);
  if (!folded.delete(part)) folded.add(part);
  const { fold: _, ...open } = block;
  const fold = folded.size === 2 ? "both" : [...folded][0];
  return replacing(entries, at, fold ? { ...open, fold } : open);
}

/** What can be a cell's name. */
export const isName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name);

/** `base_1`, or with the first number that makes it no other cell's name. */
export function freeName(entries: readonly Entry[], base: string): string {
  const names = new Set(entries.map(({ block }) => (block.kind === "cell" ? block.name : "")));
  const stem = base.replace(/_\d+$/, "");
  let number = 1;
  while (names.has(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

/** A block's own text: a cell's body, or prose. */
export const textOf = (block: Block): string => (block.kind === "cell" ? block.body : block.text);

/** A block in words: its name, or `text`. */
export const nameOf = (block: Block): string => (block.kind === "cell" ? block.name : "text");

const withText = (block: Block, text: string): Block =>
  block.kind === "cell" ? { ...block, body: text } : { ...block, text };
const typeOf = (block: Block): string => (block.kind === "cell" ? block.type : "markdown");

function isSame(a: Block, b: Block): boolean {
  if (a === b) return true;
  if (a.kind === "markdown" || b.kind === "markdown") return a.kind === b.kind && textOf(a) === textOf(b);
  return isSameWork(a, b) && a.fold === b.fold;
}

/** Whether two cells would give the same: folds aside. */
export const isSameWork = (a: Cell, b: Cell): boolean => a.type === b.type && a.name === b.name && a.body === b.body;

function inReader(entries: readonly Entry[], at: number, from: string, to: string): Edit {
  const { block } = entries[at]!;
  if (block.kind !== "cell" || !block.body.toLowerCase().includes(from.toLowerCase())) return [];
  const kind = kinds.get(block.type);
  if (!kind?.reads(block.body, [from]).includes(from)) return [];
  return writing(entries, at, renamedIn(block.body, kind.language, from, to));
}
