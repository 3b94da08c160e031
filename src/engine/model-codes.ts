import { newAt } from "../detectors/model/newness.ts";
import { type Extended, inOwnCodes } from "../detectors/model/score.ts";
import type { TenantModel } from "../detectors/model/tenant-model.ts";
import type { Scores } from "../detectors/scores.ts";

/** How the codes of a stored model's graph and the tenant's own read in each other. */
export interface ModelCodes {
  /** Names by the model's codes. */
  readonly actors: readonly string[];
  readonly entities: readonly string[];
  /** The model's action of one of the tenant's; −1 where it has none. */
  actionOfModel(action: number): number;
  /** The tenant's action of one of the model's; −1 where the model's logs alone have it. */
  actionOfTenant(action: number): number;
  /** What of the tenant's interesting actions the model's graph has, and the model's own. */
  interesting(actions: Int32Array): Int32Array;
  /** Which of the tenant's entities no action before a time (µs, UTC) references: one of the actor's (1), and anybody's. */
  newAt(
    entities: Int32Array,
    at: { readonly actor: number; readonly time: number },
  ): { readonly toActor: Uint8Array; readonly toTenant: Uint8Array };
  own(scores: Scores): Scores;
}

/** Reads codes there and back. */
export function modelCodes(extended: Extended, { interesting }: Pick<TenantModel, "interesting">): ModelCodes {
  const { action, codes, reduced } = extended;
  const own = new Map(Array.from(action, (of, i) => [of, i]));
  const actionOfModel = (one: number) => action[one] ?? -1;
  return {
    actors: reduced.features.actors,
    entities: reduced.entityNames,
    actionOfModel,
    actionOfTenant: (one) => (one < 0 ? -1 : (own.get(one) ?? -1)),
    interesting: (actions) =>
      Int32Array.from(new Set([...interesting, ...actions.map(actionOfModel).filter((one) => one >= 0)])).sort(),
    newAt: (entities, { actor, time }) =>
      newAt(
        reduced.parts,
        entities.map((entity) => codes.entity[entity]!),
        { actor: codes.actor[actor]!, time },
      ),
    own: (scores) => inOwnCodes(scores, extended),
  };
}
