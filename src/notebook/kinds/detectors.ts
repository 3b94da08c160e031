import {
  type Check,
  day,
  number,
  oneOf,
  readSettings,
  readYaml,
  settingsOf,
  text,
  textList,
  weights,
} from "../settings.ts";
import type { CellContext, CellKind } from "./kind.ts";
import { trainingChecks } from "./training-checks.ts";

/** Settings of every detector's cell: the days that are scored, and those before. */
export const window: Readonly<Record<string, Check>> = {
  history: number({ least: 5, most: 365, whole: true }),
  from: day,
  to: day,
};

/** Settings of how a graph is made and sampled. */
export const sampling: Readonly<Record<string, Check>> = {
  roots: (value) => (value === "mapping" ? null : textList(value)),
  steps: number({ least: 1, most: 4, whole: true }),
  nearest: number({ least: 1, most: 100, whole: true }),
  gap: number({ least: 0, most: 86_400 }),
  barred: textList,
  seed: number({ least: 0, whole: true }),
};

const windowTemplate =
  "history: 30          # days before each scored day\nfrom: last           # a day, or last: the last seven that have data\nto: last\n";

/** Of the names before a cell, the train cell whose embedding it uses. */
export const readsNet: CellKind["reads"] = (body, names) => {
  try {
    const { net } = readYaml("graph", body);
    return names.filter((name) => name === net);
  } catch {
    return [];
  }
};

interface DetectorKind {
  readonly type: "profile" | "subspace" | "graph";
  readonly title: string;
  readonly template: string;
  readonly checks: Readonly<Record<string, Check>>;
  readonly reads?: CellKind["reads"];
}

const detectorKind = ({ type, title, template, checks, reads = () => [] }: DetectorKind): CellKind => ({
  type,
  title,
  language: "yaml",
  template,
  checks,
  reads,
  async run({ engine, onProgress }: CellContext, name, body) {
    return { kind: "scores", result: await engine[type](name, readSettings(name, body, checks), onProgress) };
  },
});

/** Robust statistics of each user and of the tenant, and whom a day resembles. */
export const profile = detectorKind({
  type: "profile",
  title: "Profile",
  template: `${windowTemplate}alpha: 5             # weight of the tenant's distribution in a user's\npeers: auto          # who does alike, or the attribute or entity type that groups users`,
  checks: { ...window, alpha: number({ least: 0.01, most: 1000 }), peers: text },
});

/** What a day has outside the directions that hold a user's month. */
export const subspace = detectorKind({
  type: "subspace",
  title: "Subspace",
  template: `${windowTemplate}rank: auto           # auto: as many directions as hold the energy, at most 5\nenergy: 0.5\ntransform: anscombe  # or log1p\naxis: all            # what days are counted by: all, type, hour, attribute:<name>, or an entity type\nweekdays: split      # a Saturday by Saturdays first; or pooled: by all days alike`,
  checks: {
    ...window,
    rank: oneOf(["auto"], number({ least: 1, most: 20, whole: true })),
    energy: number({ least: 0.1, most: 0.999 }),
    transform: oneOf(["anscombe", "log1p"]),
    axis: text,
    weekdays: oneOf(["split", "pooled"]),
  },
});

/** Root actions and the subgraph around them. */
export const graph = detectorKind({
  type: "graph",
  title: "Graph",
  template: `${windowTemplate}roots: mapping       # event types, or mapping: what the import marked\nsteps: 2             # T\nnearest: 10          # M: actions of each type about an entity\ngap: 300             # seconds that keep logs in one action\nbarred: [actor]      # entity types not walked through after the first step\nmutations: { other-subject: 1, no-context: 1, before-context: 1, other-actor: 1, out-of-hours: 0.5, repeated: 0.5 }\nembedding: handcrafted # or gnn: trained on the history\nseed: 7`,
  checks: {
    ...window,
    ...sampling,
    mutations: weights,
    embedding: oneOf(["handcrafted", "gnn"]),
    training: settingsOf(trainingChecks),
    net: text,
  },
  reads: readsNet,
});
