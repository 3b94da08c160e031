import type { DayCells, TenantFeatures } from "../../features/cells.ts";
import type { GraphParts } from "../graph/graph.ts";
import type { GraphFit, GraphInput } from "../graph/run.ts";
import type { ProfileNulls } from "../profile/nulls.ts";
import type { SubspaceOptions } from "../subspace/input.ts";
import type { SubspaceCalibration } from "../subspace/result.ts";

/** What the detectors of a model were fitted with, and score with. */
export interface ModelSettings {
  readonly profile: { readonly history: number; readonly alpha: number; readonly peers: string };
  readonly subspace: Pick<SubspaceOptions, "history" | "rank" | "energy" | "transform" | "weekdays"> & {
    readonly axis: string;
  };
  /** `gap`: seconds that keep logs in one action. */
  readonly graph: GraphInput["settings"] & { readonly gap: number };
}

/** A tenant's logs, reduced to what the detectors read. */
export interface Reduced {
  /** Cells of the days that judge; `calendar` has all days. */
  readonly features: TenantFeatures;
  /** All actions; their actors, types and entities have the codes of the features and of the names below. */
  readonly parts: GraphParts;
  readonly entityNames: readonly string[];
  /** Events by hashed column of the entity type that is the subspace's axis, where the features have no values of it; else null. */
  readonly axis: DayCells | null;
}

/** All three detectors, fitted on the days up to `history.features.calendar`'s last: enough to judge any later day without learning anew. */
export interface TenantModel {
  readonly settings: ModelSettings;
  readonly history: Reduced;
  readonly profile: ProfileNulls;
  readonly subspace: SubspaceCalibration;
  /** Null where the history has too few roots. */
  readonly graph: GraphFit | null;
  /** Actions of the history that were known to be interesting. */
  readonly interesting: Int32Array;
}
