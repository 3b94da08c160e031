import type { TenantFeatures } from "../../features/cells.ts";
import { dayCounts, soloDay } from "../../features/solo.ts";
import type { Evidence } from "../../lib/statistics.ts";
import { mostSurprisingValue } from "./constancy.ts";
import { type DayEffect, withoutEffect } from "./day-effect.ts";
import { OwnCounts, tenantCounts } from "./history.ts";
import type { JudgedDays } from "./judged-days.ts";
import { dayIdentity } from "./likelihoods.ts";
import { hourOfWeek, outOfHoursScores } from "./out-of-hours.ts";
import { fuseEvidence, meanOf, nullsOf, type ReadingName, readingNames, type SubScores } from "./sub-scores.ts";
import { largestZ, smallestTail, type UnusualCounts, unusualCounts } from "./unusual-counts.ts";

/** All that a day is scored by again. */
export interface Fitted {
  readonly features: TenantFeatures;
  readonly judged: JudgedDays;
  readonly sub: SubScores;
  readonly alpha: number;
}

/** The statistic of a day of the user's own features (see `soloDay`), by the nulls, the tenant and the day's effect of the run. */
export type Rescore = (solo: TenantFeatures) => number;

interface Judges {
  readonly readings: Readonly<Record<ReadingName, readonly Evidence[]>>;
  readonly identity: readonly Evidence[];
  readonly together: readonly Evidence[];
  readonly alone: readonly Evidence[];
}
const known = new WeakMap<SubScores, Judges>();

/** The nulls of a run, read off its scores once. */
function judgesOf({ judged, sub }: Fitted): Judges {
  const before = known.get(sub);
  if (before) return before;
  const { readings, questions } = sub;
  const evidence = (names: readonly ReadingName[]) => meanOf(names.map((name) => readings[name].evidence));
  const asked = [
    questions.count,
    questions.tail,
    questions.constancy,
    questions.identity,
    questions.hours,
    questions.new,
  ];
  const alone = Float64Array.from({ length: judged.length }, (_, i) => fuseEvidence(asked.map((each) => each[i]!)));
  const judges = {
    readings: Object.fromEntries(
      readingNames.map((name) => [name, nullsOf(readings[name].value, judged)]),
    ) as unknown as Judges["readings"],
    identity: nullsOf(evidence(["tenant", "other", "others"]), judged),
    together: nullsOf(evidence(readingNames), judged),
    alone: nullsOf(alone, judged),
  };
  known.set(sub, judges);
  return judges;
}

/** Item `i` alone, as the first item of actor 0. */
const onlyItem = (judged: JudgedDays, i: number): JudgedDays => ({
  length: 1,
  actor: Int32Array.of(0),
  day: judged.day.slice(i, i + 1),
  from: judged.from.slice(i, i + 1),
  to: judged.to.slice(i, i + 1),
  leaveOut: judged.leaveOut.slice(i, i + 1),
  history: judged.history.slice(i, i + 1),
  active: judged.active.slice(i, i + 1),
  established: judged.established.slice(i, i + 1),
  window: Int32Array.of(0),
  isNull: judged.isNull.slice(i, i + 1),
  windows: [judged.windows[judged.window[i]!]!],
});

/**
 * Prepares scoring item `i` again with other events on its day. What the tenant did stays as it was, and so does what is known of the user;
 * a reading that rests on levels of the user or the day keeps the level that it had.
 */
export function rescorer(i: number, fitted: Fitted): Rescore {
  const { features, judged, sub } = fitted;
  const judges = judgesOf(fitted);
  const one = onlyItem(judged, i);
  const established = judged.established[i]!;
  const raw = rawReadings(i, one, fitted);
  const actor = judged.actor[i]!;
  const day = judged.day[i]!;
  const asItWas = raw(soloDay(features, actor, day)(dayCounts(features, actor, day)));
  const levels = new Map(
    readingNames.map((name) => [name, (asItWas[name] ?? Number.NaN) - sub.readings[name].value[i]!]),
  );
  const judge = (nulls: readonly Evidence[], value: number): number =>
    Number.isNaN(value) ? Number.NaN : nulls[established]!.of(value);
  return (solo) => {
    const values = raw(solo);
    const evidence = Object.fromEntries(
      readingNames.map((name) => {
        const value = values[name];
        if (value === undefined) return [name, sub.readings[name].evidence[i]!];
        return [name, judge(judges.readings[name], value - (levels.get(name) || 0))];
      }),
    ) as Record<ReadingName, number>;
    const mean = (names: readonly ReadingName[]) => meanOf(names.map((name) => Float64Array.of(evidence[name])))[0]!;
    const { count, tail, constancy, hours } = evidence;
    const identity = judge(judges.identity, mean(["tenant", "other", "others"]));
    const alone = fuseEvidence([count, tail, constancy, identity, hours, evidence.new]);
    const together = judge(judges.together, mean(readingNames));
    return fuseEvidence([judge(judges.alone, alone), together]);
  };
}

/** The readings of a day before its user's and its day's usual level are taken out; what can't be taken is NaN. */
function rawReadings(i: number, one: JudgedDays, { features, judged, sub, alpha }: Fitted) {
  const { established } = judged;
  const identity = established[i] ? dayIdentity(features, judged, i, alpha) : null;
  const { from, to } = one.windows[0]!;
  const attributes = features.channels
    .filter(({ kind, labels }) => kind === "attribute" && labels.length >= 2)
    .map(({ name, cells, labels: { length: keys } }) => ({
      name,
      tenant: tenantCounts(cells, { keys, from, to }),
      own: new OwnCounts(keys),
      effect: sub.constancyEffects.get(name)?.get(judged.day[i]!),
    }));
  return (solo: TenantFeatures): Partial<Record<ReadingName, number>> => {
    const channelOf = (name: string) => solo.channels.find((channel) => channel.name === name)!;
    const counted = sub.counted.map(({ channel, rates, counts }) => {
      const own = channelOf(channel.name);
      return {
        kind: channel.kind,
        counts: withoutShared(unusualCounts(own, one, rates), counts, own.labels.length, one),
      };
    });
    const most = (kinds: readonly string[], score: (counts: UnusualCounts) => Float64Array): number => {
      const found = counted.filter(({ kind }) => kinds.includes(kind)).map(({ counts }) => score(counts)[0]!);
      return found.length === 0 ? Number.NaN : Math.max(...found);
    };
    let constancy = Number.NaN;
    for (const { name, tenant, own, effect } of attributes) {
      const found = mostSurprisingValue(channelOf(name), one, 0, { own, tenant, alpha });
      if (!found) continue;
      const value = Math.fround(found.constancy * found.surprisal);
      const rest = effect ? Math.fround(withoutEffect(value, effect)) : value;
      constancy = (Number.isNaN(constancy) ? 0 : constancy) + Math.max(0, rest);
    }
    const week = hourOfWeek(solo);
    const isEstablished = established[i] === 1;
    const like = identity?.(solo, one) ?? { tenant: Number.NaN, other: Number.NaN, others: Number.NaN };
    return {
      count: isEstablished ? most(["type", "entity"], largestZ) : Number.NaN,
      tail: most(["type"], smallestTail),
      constancy,
      ...like,
      hours: week ? outOfHoursScores(week, one)[0]! : Number.NaN,
      new: isEstablished ? most(["new"], smallestTail) : Number.NaN,
    };
  };
}

/** Takes out of one day's counts what the whole tenant shared on it. */
function withoutShared(own: UnusualCounts, run: UnusualCounts, keys: number, { day }: JudgedDays): UnusualCounts {
  const take = (values: Float32Array, effects: ReadonlyMap<number, DayEffect>): Float32Array =>
    values.map((value, row) => {
      const effect = effects.get(day[0]! * keys + own.key[row]!);
      return effect ? withoutEffect(value, effect) : value;
    });
  return { ...own, z: take(own.z, run.shared), surprise: take(own.surprise, run.sharedSurprise) };
}
