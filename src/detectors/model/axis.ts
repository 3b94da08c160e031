import { dayEnds } from "../../features/action-days.ts";
import { columnOf, type HashedLabels, hashedLabels } from "../../features/hashed-cells.ts";
import { hashedAxis, type SubspaceAxis, subspaceAxis } from "../subspace/axis.ts";
import type { Reduced } from "./tenant-model.ts";

/**
 * The vectors of an axis, for the days of a model's features.
 * @throws UserError where neither the features nor the hashed cells have such an axis
 */
export function modelAxis(
  reduced: Reduced,
  { axis, history }: { readonly axis: string; readonly history: number },
): SubspaceAxis {
  const { features, axis: cells } = reduced;
  return cells
    ? hashedAxis(features, axis, { cells, ...namesOf(reduced, axis, history) })
    : subspaceAxis(features, axis);
}

/** Names the hashed columns by the entities of a type that the last history's actions, and the scored ones, are about. */
function namesOf(
  { features, parts, entityNames }: Reduced,
  type: string,
  history: number,
): { readonly hashed: HashedLabels; readonly values: number } {
  const { days, zone, scored } = features.calendar;
  const [since] = dayEnds(Int32Array.of(days[Math.max(0, scored.from - history)]! - 1), zone);
  const kind = parts.entityTypes.indexOf(type);
  const events = new Map<number, number>();
  parts.refAction.forEach((action, ref) => {
    const entity = parts.refEntity[ref]!;
    if (parts.entityType[entity] !== kind || parts.start[action]! < since!) return;
    events.set(entity, (events.get(entity) ?? 0) + parts.n[action]!);
  });
  const names = Array.from(events.keys(), (entity) => entityNames[entity]!);
  const hashed = hashedLabels(names, Int32Array.from(names, columnOf), Float64Array.from(events.values()));
  return { hashed, values: names.length };
}
