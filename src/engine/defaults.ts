import { wholeDay } from "../detectors/subspace/axis.ts";
import { subspaceDefaults } from "../detectors/subspace/input.ts";
import type { EvaluateSettings, GraphSettings, ProfileSettings, SubspaceSettings } from "./api/detectors.ts";
import type { AuditSettings, QueueSettings } from "./api/queue.ts";

const windowDefaults = { history: 30, from: null, to: null };

/** Defaults of every cell's settings; the standard notebook shows them. */
export const defaults: {
  readonly profile: ProfileSettings;
  readonly subspace: SubspaceSettings;
  readonly graph: GraphSettings;
  readonly queue: QueueSettings;
  readonly audit: AuditSettings;
  readonly evaluate: EvaluateSettings;
} = {
  profile: { ...windowDefaults, alpha: 5, peers: "auto" },
  subspace: { ...windowDefaults, ...subspaceDefaults, axis: wholeDay },
  graph: {
    ...windowDefaults,
    steps: 2,
    nearest: 10,
    gap: 300,
    roots: null,
    barred: ["actor"],
    mutations: {},
    seed: 7,
    embedding: "handcrafted",
    training: {},
    net: null,
  },
  queue: { detectors: [], budget: 50, control: 0.1 },
  audit: { k: 50 },
  evaluate: { detectors: [], pairs: 10, before: 10, draws: 10, mutations: 0, seed: 1 },
};
