import * as Comlink from "comlink";
import type { Engine } from "../../engine/api.ts";
import { UserError } from "../../lib/errors.ts";
import type { OnProgress } from "../../lib/job.ts";
import type { CellEngine } from "../../notebook/kinds/kind.ts";

/** The engine in its worker, as cells call it: callbacks cross the thread as proxies. */
export function remoteCellEngine(engine: Comlink.Remote<Engine>): CellEngine {
  const across = (onProgress: OnProgress) => Comlink.proxy(onProgress);
  return {
    sql: (name, body, onProgress) => engine.sql(name, body, across(onProgress)),
    script: (name, body, given, onProgress) => engine.script(name, body, given, across(onProgress)),
    values: (name, columns) => engine.values(name, columns),
    brush: (name, range) => engine.brush(name, range),
    distinct: (table, column, limit) => engine.distinct(table, column, limit),
    source: (name, files) => engine.source(name, files),
    window: (name, offset, limit, view) => engine.window(name, offset, limit, view),
    profile: (name, settings, onProgress) => engine.profile(name, settings, across(onProgress)),
    subspace: (name, settings, onProgress) => engine.subspace(name, settings, across(onProgress)),
    graph: (name, settings, onProgress) => engine.graph(name, settings, across(onProgress)),
    train: (name, settings, onProgress) => engine.train(name, settings, across(onProgress)),
    search: (name, settings, onProgress) => engine.search(name, settings, across(onProgress)),
    saveModel: (name, settings, onProgress) => engine.saveModel(name, settings, across(onProgress)),
    score: (name, settings, onProgress) => engine.score(name, settings, across(onProgress)),
    queue: (name, settings, onProgress) => engine.queue(name, settings, across(onProgress)),
    audit: (settings) => engine.audit(settings),
    evaluate: (name, settings, onProgress) => engine.evaluate(name, settings, across(onProgress)),
  };
}

/** Stands in where no tenant is open: every call says so. */
export const absentEngine = new Proxy(
  {},
  {
    get: () => () =>
      Promise.reject(
        new UserError("No tenant is open.", {
          next: "Import files or open the demo tenant: this notebook then runs on it.",
        }),
      ),
  },
) as CellEngine;
