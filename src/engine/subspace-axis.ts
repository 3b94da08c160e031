import type { Database } from "../db/database.ts";
import { hasAxis, hashedAxis, type SubspaceAxis, subspaceAxis } from "../detectors/subspace/axis.ts";
import type { TenantFeatures } from "../features/cells.ts";
import { readEntityAxis } from "../features/entity-axis.ts";
import { type Job, quietJob } from "../lib/job.ts";

/** The vectors that a subspace cell asks for; entities too many to be in the features are read for it. @throws UserError where the tenant has no such axis */
export async function readSubspaceAxis(
  db: Database,
  features: TenantFeatures,
  { axis, history }: { readonly axis: string; readonly history: number },
  job: Job = quietJob(),
): Promise<SubspaceAxis> {
  if (hasAxis(features, axis)) return subspaceAxis(features, axis);
  const read = await readEntityAxis(db, features, { type: axis, history }, job);
  return read ? hashedAxis(features, axis, read) : subspaceAxis(features, axis);
}
