import { isOwnName } from "../engine/own-tables.ts";
import type { Cell } from "./document.ts";
import { kinds } from "./kinds/registry.ts";
import type { Entry } from "./splices.ts";

const words = new WeakMap<Cell, ReadonlySet<string>>();

/** The words of a body that could be names of cells, in lower case. */
function wordsOf(cell: Cell): ReadonlySet<string> {
  const known = words.get(cell);
  if (known) return known;
  const found = new Set<string>();
  for (const [word] of cell.body.matchAll(/[A-Za-z_][A-Za-z0-9_-]*/g)) {
    found.add(word.toLowerCase());
    if (word.includes("-")) for (const part of word.split("-")) found.add(part.toLowerCase());
  }
  words.set(cell, found);
  return found;
}

type BrushedBy = { readonly column: string | null } | null;

const brushes = new WeakMap<Cell, BrushedBy>();

/** What a cell's chart is brushed by, where its body says so. */
function brushOf(cell: Cell): BrushedBy {
  const known = brushes.get(cell);
  if (known !== undefined) return known;
  const found = (cell.body.includes("brush") && kinds.get(cell.type)?.brushedBy?.(cell.body)) || null;
  brushes.set(cell, found);
  return found;
}

/** Which cells each cell reads, by id and by name: found when it is asked for, and kept up to date cell by cell. Ten thousand of them are no work. */
export class Reads {
  readonly #named = new Map<string, Set<string>>();
  readonly #ids = new Map<string, number[]>();
  /** What those cells read that were asked for it. */
  readonly #names = new Map<number, readonly string[]>();
  /** Who reads each name; null until it is first asked for, since all cells have to be looked at for it. */
  #readers: Map<string, Set<number>> | null = null;
  readonly #nameOf = new Map<number, string>();
  readonly #cells = new Map<number, Cell>();

  constructor(entries: readonly Entry[]) {
    for (const { id, block } of entries) {
      if (block.kind !== "cell") continue;
      this.#cells.set(id, block);
      this.#nameOf.set(id, block.name);
      const ids = this.#ids.get(block.name);
      if (ids) ids.push(id);
      else this.#ids.set(block.name, [id]);
      // A name of the tenant's own tables always means those.
      if (isOwnName(block.name)) continue;
      const lower = block.name.toLowerCase();
      this.#named.set(lower, (this.#named.get(lower) ?? new Set()).add(block.name));
    }
  }

  /** Takes a changed body in; the cell has kept its name. */
  update(id: number, cell: Cell): void {
    const before = this.#names.get(id) ?? [];
    this.#cells.set(id, cell);
    this.#names.delete(id);
    if (!this.#readers) return;
    for (const name of before) this.#readers.get(name)?.delete(id);
    this.#note(id, this.#readers);
  }

  /** Names of the cells that a cell reads. */
  of(id: number): readonly string[] {
    const known = this.#names.get(id);
    if (known) return known;
    const cell = this.#cells.get(id);
    const names = cell ? this.#namesIn(cell) : [];
    this.#names.set(id, names);
    return names;
  }

  #namesIn(cell: Cell): readonly string[] {
    const candidates = [...wordsOf(cell)].flatMap((word) => [...(this.#named.get(word) ?? [])]);
    return candidates.length === 0 ? [] : (kinds.get(cell.type)?.reads(cell.body, candidates) ?? []);
  }

  #note(id: number, readers: Map<string, Set<number>>): void {
    for (const name of this.of(id)) readers.set(name, (readers.get(name) ?? new Set()).add(id));
  }

  get #byRead(): ReadonlyMap<string, ReadonlySet<number>> {
    if (this.#readers) return this.#readers;
    const readers = new Map<string, Set<number>>();
    for (const id of this.#cells.keys()) this.#note(id, readers);
    this.#readers = readers;
    return readers;
  }

  /** The chart of this name that a cell reads for what is brushed on it alone; null where it reads more. */
  brushRead(id: number, name: string): number | null {
    const cell = this.#cells.get(id);
    const [chart] = this.idsNamed(name);
    if (!cell || chart === undefined || !this.brushedBy(chart)) return null;
    return kinds.get(cell.type)?.takesBrush?.(cell.body, name) ? chart : null;
  }

  /** What a cell's chart is brushed by, where its body says so. */
  brushedBy(id: number): BrushedBy {
    const cell = this.#cells.get(id);
    return cell ? brushOf(cell) : null;
  }

  /** Ids of the cells whose results a cell reads. */
  idsOf(id: number): readonly number[] {
    return this.of(id).flatMap((name) => (this.brushRead(id, name) === null ? this.idsNamed(name) : []));
  }

  /** Ids of the cells that name a cell: those that read its result, and those that read its brush alone. */
  namersOf(id: number): readonly number[] {
    return [...(this.#byRead.get(this.nameOf(id)) ?? [])];
  }

  /** Ids of the cells that read a cell's result. */
  readersOf(id: number): readonly number[] {
    return this.namersOf(id).filter((reader) => this.brushRead(reader, this.nameOf(id)) === null);
  }

  /** Ids of the cells of a name: more than one where it is used twice. */
  idsNamed(name: string): readonly number[] {
    return this.#ids.get(name) ?? [];
  }

  nameOf(id: number): string {
    return this.#nameOf.get(id) ?? "";
  }

  /** The cells given and all that read them, directly or through others. */
  withReaders(ids: Iterable<number>): Set<number> {
    const found = new Set(ids);
    for (const id of found) for (const reader of this.readersOf(id)) found.add(reader);
    return found;
  }

  /** The shortest circle that a cell stands in, as names from itself to itself; null where it stands in none. */
  circleOf(id: number): readonly string[] | null {
    const from = new Map<number, number>();
    const queue = [id];
    for (const one of queue) {
      for (const next of this.idsOf(one)) {
        if (next === id) {
          const names = [this.nameOf(id)];
          for (let at = one; at !== id; at = from.get(at)!) names.unshift(this.nameOf(at));
          return [this.nameOf(id), ...names];
        }
        if (from.has(next)) continue;
        from.set(next, one);
        queue.push(next);
      }
    }
    return null;
  }
}
