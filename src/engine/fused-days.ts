import { type RankedDays, rankDays } from "../ranking/queue.ts";
import type { Detection } from "./detection.ts";

const known = new WeakMap<readonly Detection[], RankedDays>();

/** Ranks what the detections of a queue say of all their user-days; once for each queue. */
export function fusedDays(detections: readonly Detection[]): RankedDays {
  const found = known.get(detections) ?? rankDays(detections.flatMap(({ ranked }) => ranked));
  known.set(detections, found);
  return found;
}
