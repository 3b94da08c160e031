import type { Module, Variable } from "@observablehq/runtime";
import type { BrushedRange } from "../engine/brush-view.ts";
import { rangeOf } from "./kinds/brush.ts";
import type { CellEngine, CellResult, Selection } from "./kinds/kind.ts";
import type { Reads } from "./reads.ts";

interface Declared {
  readonly name: string;
  readonly column: string | null;
  readonly variable: Variable;
}

const prefix = "brush of ";

/** The variable that holds what is brushed on the chart of a name. */
export const brushVariable = (name: string): string => prefix + name;

/** The name of the chart whose brush a variable holds; null for any other variable. */
export const chartOfBrush = (variable: string): string | null =>
  variable.startsWith(prefix) ? variable.slice(prefix.length) : null;

/**
 * What is brushed on a notebook's charts. A brush that a body declares is a variable of its own beside that of the drawn chart: what
 * reads the brush doesn't wait for the drawing, so that charts may filter each other.
 */
export class Brushes {
  readonly #module: Module;
  readonly #engine: Pick<CellEngine, "brush">;
  readonly #brushed = new Map<number, { readonly selection: Selection; readonly range: BrushedRange }>();
  readonly #declared = new Map<number, Declared>();
  /** Brushes that the engine didn't take, as when it was stopped: they are told again. */
  readonly #failed = new Set<number>();

  constructor(module: Module, engine: Pick<CellEngine, "brush">) {
    this.#module = module;
    this.#engine = engine;
  }

  /** What is brushed on a cell's chart. */
  of(id: number): Selection | null {
    return this.#brushed.get(id)?.selection ?? null;
  }

  /**
   * Makes sure that the brushes that a cell declares and reads can be read. Where it is another cell than before and declares none, as a script, what was
   * brushed on it is forgotten.
   * @returns whether its own brush came or went
   */
  follow(id: number, reads: Reads, { isOther }: { readonly isOther: boolean }): boolean {
    const had = this.#declared.has(id);
    const has = reads.brushedBy(id) !== null;
    const read = reads.of(id).flatMap((name) => reads.brushRead(id, name) ?? []);
    for (const chart of has ? [id, ...read] : read)
      this.#declare(chart, reads.nameOf(chart), reads.brushedBy(chart)?.column ?? null);
    if (isOther && !has) this.forget(id);
    return had !== has;
  }

  /** A brush by another column begins anew. */
  #declare(id: number, name: string, column: string | null): void {
    const known = this.#declared.get(id);
    if (known?.name === name && known.column === column) {
      if (this.#failed.delete(id)) this.#write(id);
      return;
    }
    if (known) this.forget(id);
    for (const [other, { name: taken }] of this.#declared) if (taken === name) this.end(other);
    this.#declared.set(id, { name, column, variable: this.#module.variable(true) });
    this.#write(id);
  }

  /** Brushes a drawn chart, or clears it; what reads a brush that was declared follows. */
  set(id: number, chart: Extract<CellResult, { kind: "chart" }>, selection: Selection | null): void {
    if (selection) this.#brushed.set(id, { selection, range: rangeOf(chart, selection) });
    else this.#brushed.delete(id);
    this.#write(id);
  }

  /** Ends a brush for those that read it; what is brushed is kept, since undo may bring the chart back. */
  end(id: number): void {
    this.#declared.get(id)?.variable.delete();
    this.#declared.delete(id);
  }

  /** Ends a brush, and what is brushed too. */
  forget(id: number): void {
    this.end(id);
    this.#brushed.delete(id);
  }

  #write(id: number): void {
    const declared = this.#declared.get(id);
    const { selection = null, range = null } = this.#brushed.get(id) ?? {};
    declared?.variable.define(brushVariable(declared.name), [], async () => {
      try {
        await this.#engine.brush(declared.name, range);
      } catch (error) {
        this.#failed.add(id);
        throw error;
      }
      return { column: declared.column, selection };
    });
  }
}
