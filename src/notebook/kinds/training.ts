import { number, oneOf, readSettings, settingsOf } from "../settings.ts";
import { sampling, window } from "./detectors.ts";
import type { CellKind } from "./kind.ts";
import { trainingChecks } from "./training-checks.ts";

const learntFrom = { ...window, ...sampling };
const trainChecks = { ...learntFrom, training: settingsOf(trainingChecks) };

/** Trains the graph's embedding on the history; its rows are the learning curve, and a graph cell names it as its net. */
export const train: CellKind = {
  type: "train",
  title: "Train",
  canPause: true,
  language: "yaml",
  template:
    "history: 30          # as in the graph cell\nbarred: [actor]\ntraining: { steps: 600, mutated: 0.6, phi: 0.9, margin: 1.41, delta: 0.5, rounds: 1, heads: 4, width: 32, rate: 0.003 }\nseed: 7",
  checks: trainChecks,
  reads: () => [],
  async run({ engine, onProgress }, name, body) {
    return { kind: "table", table: await engine.train(name, readSettings(name, body, trainChecks), onProgress) };
  },
};

const searchChecks = {
  ...learntFrom,
  budget: number({ least: 5, most: 86_400 }),
  trials: oneOf(["auto"], number({ least: 1, most: 81, whole: true })),
};

/** Searches for settings of training; its rows are the trials, best first. */
export const search: CellKind = {
  type: "search",
  title: "Search",
  language: "yaml",
  template: "history: 30          # as in the graph cell\nbarred: [actor]\nbudget: 120          # seconds\nseed: 7",
  checks: searchChecks,
  reads: () => [],
  async run({ engine, onProgress }, name, body) {
    const settings = readSettings(name, body, searchChecks);
    const { trials } = settings;
    const given = trials === "auto" ? { ...settings, trials: null } : settings;
    return { kind: "table", table: await engine.search(name, given, onProgress) };
  },
};
