import type { Database } from "../db/database.ts";
import { hasAxis, type SubspaceAxis, subspaceAxis } from "../detectors/subspace/axis.ts";
import type { TenantFeatures } from "../features/cells.ts";

/** The vectors that a subspace cell asks for. @throws UserError where the tenant has no such axis */
export async function readSubspaceAxis(
  _db: Database,
  features: TenantFeatures,
  { axis }: { readonly axis: string },
): Promise<SubspaceAxis> {
  void hasAxis;
  return subspaceAxis(features, axis);
}
