import { randomInt, seededRandom } from "../lib/random.ts";
import { precision } from "./precision.ts";

/** One method's audit: of the `k` items that it put first and somebody audited, `worth` were worth it. */
export interface AuditArm {
  readonly method: string;
  readonly k: number;
  readonly worth: number;
}

/** A row of the paper's table: precision among audited with its credible interval; NaN shares where nothing was audited. */
export interface AuditRow extends AuditArm {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** The paper's table (METHODS, 7): method × k × w × 90 % interval, in the order of the arms. */
export const auditTable = (arms: readonly AuditArm[], options: { readonly level?: number } = {}): AuditRow[] =>
  arms.map((arm) => ({ ...arm, ...precision(arm.worth, arm.k, options) }));

/**
 * What verdicts say of one ranking: how many of its first `k` items were audited, and how many of those were worth it.
 * @param order items, best first
 * @param verdicts whether an item was worth it; items without a verdict are not counted
 */
export function auditArm<Item>(
  method: string,
  {
    order,
    k,
    verdicts,
  }: { readonly order: Iterable<Item>; readonly k: number; readonly verdicts: ReadonlyMap<Item, boolean> },
): AuditArm {
  let seen = 0;
  let audited = 0;
  let worth = 0;
  for (const item of order) {
    if (seen++ >= k) break;
    const verdict = verdicts.get(item);
    if (verdict === undefined) continue;
    audited++;
    if (verdict) worth++;
  }
  return { method, k: audited, worth };
}

/** Items drawn by the seed alone, each as likely as any other: the control arm. At most `k`, in the order of the draw. */
export function drawAtRandom(count: number, { k, seed }: { readonly k: number; readonly seed: number }): Int32Array {
  const random = seededRandom(seed);
  const moved = new Map<number, number>();
  return Int32Array.from({ length: Math.min(k, count) }, (_, i) => {
    const j = i + randomInt(random, count - i);
    const drawn = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
    return drawn;
  });
}

/** The first `k` places of a ranking: indices of the highest scores, ties by the lower index. */
export const firstOf = (score: ArrayLike<number>, k: number): Int32Array =>
  Int32Array.from({ length: score.length }, (_, i) => i)
    .sort((a, b) => score[b]! - score[a]! || a - b)
    .slice(0, k);
