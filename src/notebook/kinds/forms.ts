import { mutations } from "../../detectors/graph/mutations.ts";
import type { Field } from "../fields.ts";

const window: readonly Field[] = [
  {
    key: "history",
    title: "History",
    control: "number",
    least: 5,
    most: 365,
    step: 1,
    unit: "days",
    hint: "before each scored day",
  },
  { key: "from", title: "Scored from", control: "day" },
  { key: "to", title: "to", control: "day" },
];

const seed: Field = {
  key: "seed",
  title: "Seed",
  control: "number",
  least: 0,
  step: 1,
  hint: "the same seed repeats the run",
};

const detectors: Field = { key: "detectors", title: "Detectors", control: "list", hint: "names of detector cells" };

/** The forms of cells whose settings can be given without code, by kind. */
export const forms: ReadonlyMap<string, readonly Field[]> = new Map<string, readonly Field[]>([
  [
    "profile",
    [
      ...window,
      {
        key: "alpha",
        title: "Weight of the tenant",
        control: "number",
        least: 0.01,
        most: 1000,
        step: 0.5,
        hint: "in a user's distribution, as days",
      },
      {
        key: "peers",
        title: "Peers",
        control: "choice",
        choices: ["auto"],
        isOpen: true,
        hint: "auto: who does alike; or an attribute or entity type",
      },
    ],
  ],
  [
    "subspace",
    [
      ...window,
      { key: "rank", title: "Directions", control: "number", least: 1, most: 20, step: 1, word: "auto" },
      {
        key: "energy",
        title: "Energy they hold",
        control: "number",
        least: 0.1,
        most: 0.999,
        step: 0.05,
        hint: "where directions is auto",
      },
      { key: "transform", title: "Counts as", control: "choice", choices: ["anscombe", "log1p"] },
      {
        key: "axis",
        title: "Counted by",
        control: "choice",
        choices: ["all", "type", "hour"],
        isOpen: true,
        hint: "or attribute:<name>, or an entity type",
      },
      {
        key: "weekdays",
        title: "Weekdays",
        control: "choice",
        choices: ["split", "pooled"],
        hint: "split: a Saturday by Saturdays first",
      },
    ],
  ],
  [
    "graph",
    [
      ...window,
      { key: "roots", title: "Roots", control: "list", word: "mapping", hint: "sensitive event types" },
      { key: "steps", title: "Steps", control: "number", least: 1, most: 4, step: 1, hint: "T: how far around a root" },
      {
        key: "nearest",
        title: "Actions of each type",
        control: "number",
        least: 1,
        most: 100,
        step: 1,
        hint: "M: about an entity",
      },
      {
        key: "gap",
        title: "Logs in one action",
        control: "number",
        least: 0,
        most: 86_400,
        step: 60,
        unit: "s",
        hint: "apart at the most",
      },
      { key: "barred", title: "Not walked through", control: "list", hint: "entity types, after the first step" },
      {
        key: "mutations",
        title: "What a root made up would lack",
        control: "weights",
        names: mutations.map(({ name, title }) => ({ name, title })),
        most: 2,
        hint: "how often each is learnt from; 0 is off",
      },
      { key: "embedding", title: "Embedding", control: "choice", choices: ["handcrafted", "gnn"] },
      seed,
    ],
  ],
  [
    "queue",
    [
      detectors,
      { key: "budget", title: "Budget", control: "number", least: 1, most: 100_000, step: 10, unit: "cases" },
      {
        key: "control",
        title: "Drawn by chance",
        control: "number",
        least: 0,
        most: 1,
        step: 0.05,
        hint: "share of the budget, unmarked",
      },
    ],
  ],
  ["audit", [{ key: "k", title: "First cases of each ranking", control: "number", least: 1, most: 100_000, step: 10 }]],
  [
    "evaluate",
    [
      detectors,
      {
        key: "pairs",
        title: "Pairs of users swapped",
        control: "number",
        least: 1,
        most: 1000,
        step: 1,
        hint: "each goes on under the other's id",
      },
      {
        key: "before",
        title: "Days before",
        control: "number",
        least: 1,
        most: 365,
        step: 1,
        unit: "active days",
        hint: "that each of them has",
      },
      { key: "draws", title: "Draws", control: "number", least: 1, most: 100, step: 1, hint: "each with other pairs" },
      {
        key: "mutations",
        title: "Draws of made-up roots",
        control: "number",
        least: 0,
        most: 100,
        step: 1,
        hint: "thirteen runs of the graph each",
      },
      seed,
    ],
  ],
]);
