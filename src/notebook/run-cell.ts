import { UserError } from "../lib/errors.ts";
import type { Cell } from "./document.ts";
import type { Brush, CellContext, CellResult } from "./kinds/kind.ts";
import { kinds } from "./kinds/registry.ts";

/** What a cell reads, by the names of the cells. */
export interface WhatIsRead {
  readonly inputs: ReadonlyMap<string, CellResult>;
  readonly brushes: ReadonlyMap<string, Brush>;
}

/** What does a cell's work. @throws UserError for a kind that nobody knows */
export function runOf(cell: Cell): (given: WhatIsRead & Omit<CellContext, "cell" | "brush">) => Promise<CellResult> {
  const kind = kinds.get(cell.type);
  if (!kind)
    throw new UserError(`“${cell.type}” is no kind of cell that this version knows.`, {
      next: `It knows ${[...kinds.keys()].join(", ")}.`,
    });
  return ({ brushes, ...given }) =>
    kind.run(
      {
        ...given,
        brush: (name) => brushes.get(name) ?? null,
        cell: (name) => {
          const result = given.inputs.get(name);
          if (!result) throw new UserError(`There is no cell named ${name}.`, { where: cell.name });
          return result;
        },
      },
      cell.name,
      cell.body,
    );
}
