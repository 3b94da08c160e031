import type { DetectorResult } from "../../src/engine/api/detectors.ts";
import type { ModelFolder, ModelSummary } from "../../src/engine/api/models.ts";
import type { FolderLock } from "../../src/engine/api/vault.ts";
import type { Engine } from "../../src/engine/api.ts";

const fitted: ModelSummary = {
  id: "5f0c1e2a9b7d4c33",
  name: "Meridian Support",
  made: "2025-10-05T21:14:00.000Z",
  from: "2025-09-01",
  to: "2025-10-04",
  zone: "Europe/Berlin",
  events: 1_180_002,
  users: 3100,
  files: [{ name: "actions.csv", sha256: "9f".repeat(32), rows: 1_180_002 }],
  bytes: 61_400_112,
  isLoaded: true,
};

type ModelCalls = Pick<
  Engine,
  | "saveModel"
  | "models"
  | "storedTenants"
  | "useStoredTenant"
  | "setPassphrase"
  | "folderLock"
  | "loadModel"
  | "unloadModel"
  | "deleteModel"
  | "exportModel"
  | "importModel"
  | "score"
>;

/** The made-up engine's models: none until one is fitted. */
export function fixtureModels(detect: (name: string) => Promise<DetectorResult>): ModelCalls {
  let models: readonly ModelSummary[] = [];
  let passphrase: string | null = null;
  const folder = (): ModelFolder => ({
    tenant: models.length > 0 ? "tenant" : null,
    isWritable: true,
    isKept: true,
    heldBytes: models.reduce((sum, { bytes, isLoaded }) => sum + (isLoaded ? bytes : 0), 0),
    models,
  });
  const lock = (): FolderLock => ({ isLocked: passphrase !== null, canChange: true });
  return {
    saveModel: async (name) => {
      models = [{ ...fitted, name }];
      return models[0]!;
    },
    models: async () => folder(),
    storedTenants: async () => [],
    useStoredTenant: async () => folder(),
    setPassphrase: async ({ current, next }) => {
      if (current !== passphrase)
        throw Object.assign(new Error("This passphrase does not open the tenant."), { name: "UserError" });
      passphrase = next;
      return lock();
    },
    folderLock: async () => lock(),
    loadModel: async () => {},
    unloadModel: async () => {
      models = models.map((model) => ({ ...model, isLoaded: false }));
    },
    deleteModel: async () => {
      models = [];
    },
    exportModel: async () => new Blob(["model"]),
    importModel: async (file) => {
      if (file.size < 100)
        throw Object.assign(new Error(`${file.name}: This is no model file.`), { name: "UserError" });
      models = [fitted];
      return fitted;
    },
    score: async () => ({
      model: fitted,
      from: "2025-10-05",
      to: "2025-10-05",
      notes: ["2 users are new since the model was fitted: the tenant judges them."],
      milliseconds: 910,
      results: await Promise.all(["profile", "subspace", "graph"].map(detect)),
    }),
  };
}
