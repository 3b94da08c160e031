import { scoreProfile } from "../../src/detectors/profile/profile.ts";
import { questionNames, readingNames } from "../../src/detectors/profile/sub-scores.ts";
import type { Scores } from "../../src/detectors/scores.ts";
import { subspaceAxis } from "../../src/detectors/subspace/axis.ts";
import { scoreSubspace } from "../../src/detectors/subspace/score.ts";
import type { TenantFeatures } from "../../src/features/cells.ts";
import { quietJob } from "../../src/lib/job.ts";
import { calibrate } from "../../src/ranking/calibrate.ts";
import { areaUnderCurve, recallAtFalsePositives } from "../../src/ranking/measure.ts";
import { rankCases } from "../../src/ranking/queue.ts";
import { drawPairs, switchUsers } from "../../src/ranking/switch-users.ts";

/** What finding switched users was like: means over seeds. */
export interface SwitchFinding {
  readonly name: string;
  readonly auc: number;
  /** Recall at 5 % and at 1 % false positives. */
  readonly recall5: number;
  readonly recall1: number;
  /** AUC and recall at 5 % among the user-days of established users alone. */
  readonly establishedAuc: number;
  readonly establishedRecall5: number;
}

/** Values of one detector's items, found for another's; NaN where it has none. */
function onItems(from: Scores, values: Float64Array, to: Scores): Float64Array {
  const place = new Map(Array.from(from.actor, (actor, i) => [`${actor} ${from.day[i]}`, values[i]!]));
  return to.score.map((_, i) => place.get(`${to.actor[i]} ${to.day[i]}`) ?? Number.NaN);
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Swaps pairs of users over the scored window, once a seed, and measures how well each question and reading finds their days. */
export async function measureSwitch(
  features: TenantFeatures,
  {
    pairs,
    before,
    history = 30,
    seeds = [1, 2, 3, 4, 5],
  }: { pairs: number; before: number; history?: number; seeds?: readonly number[] },
): Promise<SwitchFinding[]> {
  const runs = new Map<string, number[][]>();
  for (const seed of seeds) {
    const drawn = drawPairs(features, { pairs, before, seed });
    const swapped = new Set(drawn.flat());
    const switched = switchUsers(features, drawn, features.calendar.scored.from);
    const { scores, questions, readings } = await scoreProfile(switched, { history }, { job: quietJob() });
    const positive = Array.from(scores.actor, (actor) => (swapped.has(actor) ? 1 : 0));
    const known = positive.map((_, i) => i).filter((i) => !Number.isNaN(readings.tenant[i]!));
    const measure = (name: string, values: Float64Array) => {
      const filled = values.map((value) => (Number.isNaN(value) ? 0 : value));
      const own = known.map((i) => filled[i]!);
      const truth = known.map((i) => positive[i]!);
      runs.set(name, [
        ...(runs.get(name) ?? []),
        [
          areaUnderCurve(filled, positive),
          recallAtFalsePositives(filled, positive, 0.05),
          recallAtFalsePositives(filled, positive, 0.01),
          areaUnderCurve(own, truth),
          recallAtFalsePositives(own, truth, 0.05),
        ],
      ]);
    };
    for (const name of readingNames) measure(`reading ${name}`, readings[name]);
    for (const name of questionNames) measure(`question ${name}`, questions[name]);
    measure("profile", scores.score);
    const axis = subspaceAxis(switched);
    const subspace = await scoreSubspace(axis.features, { history }, { device: null, job: quietJob() });
    measure("subspace", onItems(subspace.scores, subspace.scores.score, scores));
    const detectors = [scores, subspace.scores].map((own) => ({ name: own.detector, scores: own, p: calibrate(own) }));
    const places = new Map(
      rankCases({ detectors, budget: Number.POSITIVE_INFINITY }).map((c) => [`${c.actor} ${c.day}`, -c.rank]),
    );
    measure(
      "fused",
      scores.score.map((_, i) => places.get(`${scores.actor[i]} ${scores.day[i]}`)!),
    );
  }
  return [...runs].map(([name, rows]) => {
    const [auc, recall5, recall1, establishedAuc, establishedRecall5] = [0, 1, 2, 3, 4].map((k) =>
      mean(rows.map((row) => row[k]!)),
    );
    return {
      name,
      auc: auc!,
      recall5: recall5!,
      recall1: recall1!,
      establishedAuc: establishedAuc!,
      establishedRecall5: establishedRecall5!,
    };
  });
}

/** The share of user-days at or under a nominal p, of the whole and of each question, with nothing injected. */
export async function realisedAlarms(
  features: TenantFeatures,
  { nominal, history = 30 }: { nominal: number; history?: number },
): Promise<Record<string, number>> {
  const { scores, questions } = await scoreProfile(features, { history }, { job: quietJob() });
  const p = calibrate(scores);
  const share = (alarm: ArrayLike<boolean>) => Array.from(alarm).filter(Boolean).length / alarm.length;
  const found: Record<string, number> = { profile: share(Array.from(p, (value) => value <= nominal)) };
  for (const name of questionNames) {
    const known = questions[name].filter((value) => !Number.isNaN(value));
    found[name] = share(Array.from(known, (value) => value >= -Math.log10(nominal) - 1e-12));
  }
  return found;
}
