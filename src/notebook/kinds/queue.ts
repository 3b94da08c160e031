import { number, readSettings, textList } from "../settings.ts";
import type { CellKind } from "./kind.ts";

const checks = {
  detectors: textList,
  budget: number({ least: 1, most: 100_000, whole: true }),
  control: number({ least: 0, most: 1 }),
};

/** The ranked cases of the detector cells that it names (or of all). */
export const queue: CellKind = {
  type: "queue",
  title: "Queue",
  language: "yaml",
  template:
    "detectors: [profile, subspace, graph]\nbudget: 50           # cases that the team can read\ncontrol: 0.1         # share of them drawn by chance, unmarked",
  checks,
  reads(body, names) {
    try {
      const { detectors } = readSettings("queue", body, { detectors: textList, budget: () => 0, control: () => 0 });
      return names.filter((name) => (detectors as string[] | undefined)?.includes(name));
    } catch {
      return [];
    }
  },
  async run({ engine, onProgress }, name, body) {
    const started = performance.now();
    const settings = readSettings(name, body, checks);
    const cases = await engine.queue(name, settings, onProgress);
    return { kind: "cases", cases, milliseconds: performance.now() - started };
  },
};
