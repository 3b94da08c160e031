import type { RankedDetector } from "../ranking/user-days.ts";
import type { Detection } from "./detection.ts";

const renamed = new WeakMap<RankedDetector, RankedDetector>();

/** The ranking under its own name and its cell's; the same object each time, as what is known of it is kept by it. */
function withCell(ranking: RankedDetector, cell: string): RankedDetector {
  const known = renamed.get(ranking) ?? { ...ranking, name: `${ranking.name}:${cell}` };
  renamed.set(ranking, known);
  return known;
}

/**
 * Detections whose rankings all have different names: one that several cells give is told apart by the cell's name (`graph-smr:trained`),
 * so that each is listed, and asked for its reasons, as what it is.
 */
export function toldApart(detections: readonly Detection[]): readonly Detection[] {
  const times = new Map<string, number>();
  for (const { name } of detections.flatMap(({ ranked }) => ranked)) times.set(name, (times.get(name) ?? 0) + 1);
  return detections.map((detection) => {
    const { name: cell, explain } = detection;
    const ranked = detection.ranked.map((one) => (times.get(one.name)! > 1 ? withCell(one, cell) : one));
    if (ranked.every((one, i) => one === detection.ranked[i])) return detection;
    const own = new Map(ranked.map(({ name }, i) => [name, detection.ranked[i]!.name]));
    return {
      ...detection,
      ranked,
      explain: (ranking, item) =>
        explain(own.get(ranking) ?? ranking, item).map((reason) => ({ ...reason, detector: ranking })),
    };
  });
}
