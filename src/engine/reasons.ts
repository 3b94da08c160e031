import type { Reason } from "../detectors/scores.ts";
import type { RankedCase } from "../ranking/queue.ts";
import type { RankedDetector } from "../ranking/user-days.ts";
import type { Detection } from "./detection.ts";

/** What was explained of each ranking, by item: a queue that is ranked anew asks for most of it again. */
const explained = new WeakMap<RankedDetector, Map<string, readonly Reason[]>>();

/** Why each detector with a say finds a case unusual. A ranking that stays is asked once for each of its items. */
export function reasonsOf(
  detections: readonly Detection[],
  { actor, day, opinions }: Pick<RankedCase, "actor" | "day" | "opinions">,
): readonly Reason[] {
  return opinions.flatMap(({ detector, p, action }) => {
    if (p === null) return [];
    for (const detection of detections) {
      const ranking = detection.ranked.find(({ name }) => name === detector);
      if (!ranking) continue;
      const known = explained.get(ranking) ?? new Map<string, readonly Reason[]>();
      explained.set(ranking, known);
      const item = `${actor} ${day} ${action} ${p}`;
      const reasons = known.get(item) ?? detection.explain(detector, { actor, day, action, p });
      known.set(item, reasons);
      return reasons;
    }
    return [];
  });
}
