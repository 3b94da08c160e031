import { number, readSettings, textList } from "../settings.ts";
import type { CellKind } from "./kind.ts";

const checks = {
  detectors: textList,
  pairs: number({ least: 1, most: 1000, whole: true }),
  before: number({ least: 1, most: 365, whole: true }),
  draws: number({ least: 1, most: 100, whole: true }),
  mutations: number({ least: 0, most: 100, whole: true }),
  seed: number({ least: 0, whole: true }),
};

/** What the detectors would have caught: ids of pairs of users are swapped over the scored window, and the table says who was found. */
export const evaluate: CellKind = {
  type: "evaluate",
  title: "Evaluate",
  language: "yaml",
  template:
    "detectors: [profile, subspace, graph]\npairs: 10            # pairs of users whose ids are swapped from the first scored day on\nbefore: 10           # active days of history that each has\ndraws: 10            # how often, each time with other pairs\nmutations: 0         # draws in which roots are mutated, one class at a time (slow)\nseed: 1",
  checks,
  reads(body, names) {
    try {
      const { detectors } = readSettings("evaluate", body, {
        detectors: textList,
        pairs: () => 0,
        before: () => 0,
        draws: () => 0,
        mutations: () => 0,
        seed: () => 0,
      });
      return names.filter((name) => (detectors as string[] | undefined)?.includes(name));
    } catch {
      return [];
    }
  },
  async run({ engine, onProgress }, name, body) {
    const settings = readSettings(name, body, checks);
    return { kind: "table", table: await engine.evaluate(name, settings, onProgress) };
  },
};
