import { hasAxis, soloAxis } from "../detectors/subspace/axis.ts";
import type { SubspaceFeatures } from "../detectors/subspace/input.ts";
import { rescoreSubspace } from "../detectors/subspace/rescore.ts";
import type { ErrorScale } from "../detectors/subspace/scale.ts";
import type { TenantFeatures } from "../features/cells.ts";
import { columnOf } from "../features/hashed-cells.ts";
import { soloDay } from "../features/solo.ts";
import type { SubspaceSettings } from "./api/detectors.ts";
import type { Detection } from "./detection.ts";

/**
 * How a subspace scores its user-days again with other events. An axis that the features have is counted by their channels; of one that was
 * hashed where it was read, the entities of the events are hashed in the same way.
 */
export function subspaceRescore(
  features: TenantFeatures,
  { cells, types }: SubspaceFeatures,
  settings: SubspaceSettings,
  scale: ErrorScale,
): NonNullable<Detection["rescore"]> {
  const { axis } = settings;
  const score = (solo: SubspaceFeatures): number | null =>
    rescoreSubspace(solo, settings, { scale, scored: features.calendar.scored });
  if (hasAxis(features, axis)) {
    const recount = soloAxis(features, axis);
    return () => (solo) => score(recount(solo));
  }
  const hashed: TenantFeatures = { ...features, channels: [{ name: axis, kind: "value", labels: types, cells }] };
  return (actor, day) => {
    const solo = soloDay(hashed, actor, day);
    return (_, events) => {
      const counts = new Map<number, number>();
      for (const { type, name } of events.flatMap(({ entities }) => entities)) {
        const column = columnOf(name);
        if (type === axis) counts.set(column, (counts.get(column) ?? 0) + 1);
      }
      const { channels, ...known } = solo([counts]);
      return score({ ...known, cells: channels[0]!.cells, types });
    };
  };
}
