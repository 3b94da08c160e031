import { number, readSettings } from "../settings.ts";
import type { CellKind } from "./kind.ts";

const checks = { k: number({ least: 1, most: 100_000, whole: true }) };

/** The paper's table: what the verdicts say of each ranking of the queue cells above it, with the random control arm. */
export const audit: CellKind = {
  type: "audit",
  title: "Audit table",
  language: "yaml",
  template: "k: 50                # of each ranking's first cases, those that were audited",
  checks,
  reads: (_, names) => names.filter((name) => name.startsWith("queue")),
  async run({ engine }, name, body) {
    const settings = readSettings(name, body, checks);
    return { kind: "audit", ...(await engine.audit(settings)) };
  },
};
