import { fuse } from "../ranking/fuse.ts";
import { actorCount } from "../ranking/queue.ts";
import { userDaysOf } from "../ranking/user-days.ts";
import type { Detection } from "./detection.ts";

/** Every user-day that any detector scored, in parallel columns, with its fused p. */
export interface FusedDays {
  readonly actor: Int32Array;
  /** Indices into the calendar's days. */
  readonly day: Int32Array;
  readonly p: Float64Array;
}

const known = new WeakMap<readonly Detection[], FusedDays>();

/** Fuses what the detections of a queue say of all their user-days; once for each queue. */
export function fusedDays(detections: readonly Detection[]): FusedDays {
  const found = known.get(detections);
  if (found) return found;
  const detectors = detections.flatMap(({ ranked }) => ranked);
  const actors = actorCount(detectors);
  const { key, p } = fuse(
    detectors.map((detector) => userDaysOf(detector, actors)),
    actors,
  );
  const days: FusedDays = {
    actor: Int32Array.from(key, (k) => k % actors),
    day: Int32Array.from(key, (k) => Math.floor(k / actors)),
    p,
  };
  known.set(detections, days);
  return days;
}
