import * as Comlink from "comlink";
import type { Engine } from "../engine/api.ts";
import type { Progress } from "../lib/job.ts";
import type { Investigate } from "./services.ts";

const detectors = ["profile", "subspace", "graph"] as const;

/** The standard investigation: each detector in turn with its defaults, then the queue. */
export const standardInvestigation: Investigate = async (engine: Comlink.Remote<Engine>, report) => {
  const watch = (step: string) => Comlink.proxy((progress: Progress) => report({ step, progress }));
  for (const step of detectors) {
    report({ step });
    const result = await engine[step](step, {}, watch(step));
    report({ step, result, done: true });
  }
  report({ step: "queue" });
  const cases = await engine.queue("queue", { detectors: [...detectors] }, watch("queue"));
  report({ step: "queue", done: true });
  return cases;
};
