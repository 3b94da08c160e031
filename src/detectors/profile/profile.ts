import type { TenantFeatures } from "../../features/cells.ts";
import { keptOthers } from "../../gpu/identity.input.ts";
import type { Job } from "../../lib/job.ts";
import type { Reason, Scores } from "../scores.ts";
import { explainDay } from "./explain.ts";
import type { IdentityBackends } from "./identity-run.ts";
import { firstScored, judgedDays } from "./judged-days.ts";
import { NullBook, type ProfileNulls } from "./nulls.ts";
import { type PeerGroups, peerGroups } from "./peer-groups.ts";
import { type Rescore, rescorer } from "./rescore.ts";
import { type QuestionName, questionNames, type ReadingName, readingNames, subScores } from "./sub-scores.ts";
import { sufficiency } from "./sufficiency.ts";

/** Settings of the profile detector. */
export interface ProfileOptions {
  /** Days of history. */
  readonly history?: number;
  /** The tenant's weight in a user's distribution. */
  readonly alpha?: number;
  /** `auto`, or the attribute or entity type whose values are the peer groups. */
  readonly peers?: string;
}

/** It reads every channel of a day, where the other detectors read one each. */
const profileWeight = 1.5;

/** A user whom a day resembles: nats a value that it is likelier under his profile than under the user's own. */
export interface Resemblance {
  readonly actor: string;
  readonly gain: number;
}

export interface ProfileResult {
  readonly scores: Scores;
  /** Length of the evidence of each question, one entry an item of `scores`; NaN where it can't be asked. */
  readonly questions: Readonly<Record<QuestionName, Float64Array>>;
  /** −log₁₀ p of each reading that the questions rest on. */
  readonly readings: Readonly<Record<ReadingName, Float64Array>>;
  /** What the data is too thin for, in words. */
  readonly sufficiency: readonly string[];
  /** What calibrated it, for a model. */
  readonly nulls: ProfileNulls;
  /** Reasons of one scored user-day, largest first, that add up to `minusLog10P`; none for a day that was not scored. */
  explain(actor: number, day: number, minusLog10P: number): readonly Reason[];
  /** Who is whose peer, from the days before the first scored one. */
  readonly peers: PeerGroups;
  /** Whom a scored user-day resembles, best first. */
  resembles(actor: number, day: number): readonly Resemblance[];
  /** Scores a scored user-day again with other events; null for a day that was not scored. */
  rescore(actor: number, day: number): Rescore | null;
}

/**
 * Scores every user-day of the scored window by the user's profile and the tenant's (METHODS, 2). The score is the length of the evidence of
 * its readings, each with a null of its own from history days that are left out of what judges them; the same statistic on those days is
 * the null of the whole. With the nulls of a stored model only the scored days are judged.
 * @throws Cancelled, UserError where the log has no column of the name in `peers`
 */
export async function scoreProfile(
  features: TenantFeatures,
  { history = 30, alpha = 5, peers: by = "auto" }: ProfileOptions,
  { job, nulls: given = null, ...backends }: { job: Job; nulls?: ProfileNulls | null } & IdentityBackends,
): Promise<ProfileResult> {
  const book = new NullBook(given);
  const judged = judgedDays(features, history, { withNull: !book.isGiven });
  const { from, to } = firstScored(judged);
  const peers = peerGroups(features, { from, to, peers: by });
  const sub = await subScores(features, judged, { alpha, peers, job, book, ...backends });
  const items = Int32Array.from({ length: judged.length }, (_, i) => i);
  const scored = items.filter((i) => !judged.isNull[i]);
  const pick = (values: Float64Array, rows: Int32Array) => Float64Array.from(rows, (i) => values[i]!);
  const nulls = items.filter((i) => judged.isNull[i] === 1);
  const calibration = book.all({
    null: pick(sub.statistic, nulls),
    nullActor: Int32Array.from(nulls, (i) => judged.actor[i]!),
    nullDay: Int32Array.from(nulls, (i) => judged.day[i]!),
    drawn: judged.drawn,
  });
  const place = new Map(Array.from(scored, (i) => [judged.day[i]! * features.actors.length + judged.actor[i]!, i]));
  const find = (actor: number, day: number) => place.get(day * features.actors.length + actor);
  const questions = Object.fromEntries(
    questionNames.map((name) => [name, pick(sub.questions[name], scored)]),
  ) as Record<QuestionName, Float64Array>;
  const readings = Object.fromEntries(
    readingNames.map((name) => [name, pick(sub.readings[name].evidence, scored)]),
  ) as Record<ReadingName, Float64Array>;
  const thinDays = Array.from(
    scored.filter((i) => !judged.established[i]),
    (i) => judged.actor[i]!,
  );
  return {
    scores: {
      detector: "profile",
      actor: Int32Array.from(scored, (i) => judged.actor[i]!),
      day: Int32Array.from(scored, (i) => judged.day[i]!),
      action: new Int32Array(scored.length).fill(-1),
      score: pick(sub.statistic, scored),
      ...calibration.statistic,
      weight: profileWeight,
      unscored: [],
      backend: sub.identity.backend,
    },
    questions,
    readings,
    nulls: calibration,
    peers,
    sufficiency: sufficiency(features, peers, { history, thinDays }),
    explain(actor, day, minusLog10P) {
      const i = find(actor, day);
      return i === undefined ? [] : explainDay(i, minusLog10P, { features, judged, sub, peers, alpha });
    },
    resembles(actor, day) {
      const i = find(actor, day);
      if (i === undefined) return [];
      const others = sub.identity.resembles.subarray(i * keptOthers, (i + 1) * keptOthers);
      return Array.from(others, (other, k) => ({ other, gain: sub.identity.gain[i * keptOthers + k]! }))
        .filter(({ other }) => other >= 0)
        .map(({ other, gain }) => ({ actor: features.actors[other]!, gain }));
    },
    rescore(actor, day) {
      const i = find(actor, day);
      return i === undefined ? null : rescorer(i, { features, judged, sub, peers, alpha });
    },
  };
}
