import type { Drawn, Scores } from "../detectors/scores.ts";
import { tailEvidence } from "../lib/statistics.ts";
import { calibration } from "./calibrate.ts";

/** A detector's scores with their calibrated p, one an item. */
export interface RankedDetector {
  readonly name: string;
  readonly scores: Scores;
  readonly p: Float64Array;
}

/** What one detector says of user-days, in parallel columns; a user-day's key is `day · actors + actor`. */
export interface UserDays {
  readonly name: string;
  readonly key: Float64Array;
  readonly p: Float64Array;
  /** Orders what p can't tell apart; higher is more unusual. */
  readonly score: Float64Array;
  /** Evidence as the detector adds to the fusion: −log₁₀ p, weighed. */
  readonly evidence: Float64Array;
  /** The day's most unusual root; −1 where the detector scores whole days. */
  readonly action: Int32Array;
  /** The same evidence of the history's user-days that make the null. */
  readonly nullKey: Float64Array;
  readonly nullEvidence: Float64Array;
  readonly drawn: Drawn;
  /** User-days of the history that the detector would have judged too, had they been drawn. */
  readonly undrawnKey: Float64Array;
  /** What it would say of a user-day of `day` with the given scores: that of the day, or those of its roots; null where there is none. */
  judge(scores: readonly number[], day: number): Heard | null;
}

/** One detector's say on one user-day. */
export interface Heard {
  readonly p: number;
  readonly evidence: number;
}

const keysOf = (actor: Int32Array, day: Int32Array, actors: number): Float64Array =>
  Float64Array.from(actor, (a, i) => day[i]! * actors + a);

/** A null of so many user-days, and no smaller one, can witness the least p that alarms are counted at, 1 in 1,000. */
const fullWitness = 1000;

/**
 * What a detector's evidence counts for: as much as its null can witness. Of n user-days it can say 1 in n + 1; what is said beyond is
 * extrapolation, and a detector that has seen thirty days must not outshout one that has seen thousands.
 */
const weightOf = (weight: number, n: number): number => weight * Math.min(1, Math.log(n + 1) / Math.log(fullWitness));

/** A detector's opinion of user-days. @param actors any number over all actor codes, the same for all detectors */
export function userDaysOf(detector: RankedDetector, actors: number): UserDays {
  const { name, scores, p } = detector;
  if (scores.action.some((action) => action >= 0)) return foldRoots(detector, actors);
  const sorted = Float64Array.from(scores.null).sort();
  const weight = weightOf(scores.weight, sorted.length);
  const { of, ofMember } = tailEvidence(sorted);
  const calibrated = calibration(sorted, scores);
  return {
    name,
    key: keysOf(scores.actor, scores.day, actors),
    p,
    score: scores.score,
    evidence: scores.score.map((score) => weight * of(score)),
    action: scores.action,
    nullKey: keysOf(scores.nullActor, scores.nullDay, actors),
    nullEvidence: scores.null.map((score) => weight * ofMember(score)),
    drawn: scores.drawn,
    undrawnKey: scores.undrawn ? keysOf(scores.undrawn.actor, scores.undrawn.day, actors) : new Float64Array(),
    judge: ([score], day) =>
      score === undefined ? null : { p: calibrated.p(score, day), evidence: weight * of(score) },
  };
}

/**
 * How unusual the roots of each user-day are together: Σ(x² − 2)/√(20 n) over their −ln p, x, which has mean 0 and variance 1 whatever their
 * number n if nothing is unusual. Squares, so that one root far out counts, and a day full of slightly odd ones does too.
 */
function sumRoots(
  key: Float64Array,
  evidence: Float64Array,
): { key: Float64Array; sum: Float64Array; best: Int32Array } {
  const place = new Map<number, number>();
  const sum: number[] = [];
  const roots: number[] = [];
  const best: number[] = [];
  for (let i = 0; i < key.length; i++) {
    let at = place.get(key[i]!);
    if (at === undefined) {
      at = sum.length;
      place.set(key[i]!, at);
      sum.push(0);
      roots.push(0);
      best.push(i);
    }
    sum[at]! += (evidence[i]! * Math.LN10) ** 2 - 2;
    roots[at]!++;
    if (evidence[i]! > evidence[best[at]!]!) best[at] = i;
  }
  return {
    key: Float64Array.from(place.keys()),
    sum: Float64Array.from(sum, (total, at) => total / Math.sqrt(20 * roots[at]!)),
    best: Int32Array.from(best),
  };
}

/** Folds a detector's roots into their user-days, and calibrates those against the history's user-days folded in the same way. */
function foldRoots({ name, scores }: RankedDetector, actors: number): UserDays {
  const root = tailEvidence(Float64Array.from(scores.null).sort());
  const days = sumRoots(keysOf(scores.actor, scores.day, actors), scores.score.map(root.of));
  const calm = sumRoots(keysOf(scores.nullActor, scores.nullDay, actors), scores.null.map(root.ofMember));
  const sorted = calm.sum.slice().sort();
  const whole = tailEvidence(sorted);
  const weight = weightOf(scores.weight, sorted.length);
  const day = days.key.map((key) => Math.floor(key / actors));
  const calibrated = calibration(sorted, {
    score: days.sum,
    actor: Int32Array.from(days.key, (key) => key % actors),
    day: Int32Array.from(day),
  });
  return {
    name,
    key: days.key,
    p: days.sum.map((sum, i) => calibrated.p(sum, day[i]!)),
    score: days.sum,
    evidence: days.sum.map((sum) => weight * whole.of(sum)),
    action: days.best.map((i) => scores.action[i]!),
    nullKey: calm.key,
    nullEvidence: calm.sum.map((sum) => weight * whole.ofMember(sum)),
    drawn: scores.drawn,
    undrawnKey: scores.undrawn ? keysOf(scores.undrawn.actor, scores.undrawn.day, actors) : new Float64Array(),
    judge(given, on) {
      const [sum] = sumRoots(new Float64Array(given.length), Float64Array.from(given, root.of)).sum;
      return sum === undefined ? null : { p: calibrated.p(sum, on), evidence: weight * whole.of(sum) };
    },
  };
}
