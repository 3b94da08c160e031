import { type Checks, day, number, oneOf, readSettings, settingsOf, textList, weights } from "../settings.ts";
import { readsNet } from "./detectors.ts";
import type { CellKind } from "./kind.ts";
import { trainingChecks } from "./training-checks.ts";

const text = (value: unknown): string => {
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new Error("a name");
};

const modelChecks: Checks = {
  name: text,
  to: day,
  history: number({ least: 5, most: 365, whole: true }),
  alpha: number({ least: 0.01, most: 1000 }),
  peers: text,
  rank: oneOf(["auto"], number({ least: 1, most: 20, whole: true })),
  energy: number({ least: 0.1, most: 0.999 }),
  transform: oneOf(["anscombe", "log1p"]),
  axis: text,
  weekdays: oneOf(["split", "pooled"]),
  roots: (value) => (value === "mapping" ? null : textList(value)),
  steps: number({ least: 1, most: 4, whole: true }),
  nearest: number({ least: 1, most: 100, whole: true }),
  gap: number({ least: 0, most: 86_400 }),
  barred: textList,
  mutations: weights,
  seed: number({ least: 0, whole: true }),
  embedding: oneOf(["handcrafted", "gnn"]),
  training: settingsOf(trainingChecks),
  net: text,
};

const scoreChecks: Checks = {
  model: (value) => (value === null || value === "last" ? null : text(value)),
  from: day,
  to: day,
};

/** Fits all three detectors on the tenant's days and keeps them as one model in its folder. */
export const model: CellKind = {
  type: "model",
  title: "Model",
  language: "yaml",
  template: `to: last             # last day that it is fitted on
history: 30          # days that judge a day
alpha: 5             # weight of the tenant's distribution in a user's
roots: mapping       # event types, or mapping: what the import marked
gap: 300             # seconds that keep logs in one action
embedding: handcrafted # or gnn: a net that is trained on the history, or that of a train cell (net: its name)
seed: 7`,
  checks: modelChecks,
  reads: readsNet,
  async run({ engine, onProgress }, cell, body) {
    const { name = cell, ...settings } = readSettings(cell, body, modelChecks);
    const started = performance.now();
    const fitted = await engine.saveModel(String(name), settings, onProgress);
    return { kind: "model", model: fitted, milliseconds: performance.now() - started };
  },
};

/** Scores, by a stored model and without fitting, the days that it doesn't know. */
export const score: CellKind = {
  type: "score",
  title: "Score",
  language: "yaml",
  template: `model: last          # a model's name, or last: the one fitted last
from: last           # a day, or last: every day that the model doesn't know
to: last`,
  checks: scoreChecks,
  reads(body, names) {
    return names.filter((name) => new RegExp(`^model:\\s*${name}\\s*(#|$)`, "m").test(body));
  },
  async run({ engine, onProgress }, cell, body) {
    const settings = readSettings(cell, body, scoreChecks);
    return { kind: "judged", result: await engine.score(cell, settings, onProgress) };
  },
};
