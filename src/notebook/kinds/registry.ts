import { audit } from "./audit.ts";
import { graph, profile, subspace } from "./detectors.ts";
import { evaluate } from "./evaluate.ts";
import { input } from "./input.ts";
import { js } from "./js.ts";
import type { CellKind } from "./kind.ts";
import { model, score } from "./model.ts";
import { plot } from "./plot.ts";
import { queue } from "./queue.ts";
import { source } from "./source.ts";
import { sql } from "./sql.ts";
import { search, train } from "./training.ts";

/** Every kind of cell, by the word that opens its fence. */
export const kinds: ReadonlyMap<string, CellKind> = new Map(
  [sql, plot, input, js, source, profile, subspace, graph, train, search, model, score, queue, audit, evaluate].map(
    (kind) => [kind.type, kind],
  ),
);
