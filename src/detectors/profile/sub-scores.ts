import type { Channel, TenantFeatures } from "../../features/cells.ts";
import { breathe, type Job } from "../../lib/job.ts";
import { type Evidence, medianOfSorted, sidak, tailEvidence } from "../../lib/statistics.ts";
import { type ConstancyEffects, constancyScores } from "./constancy.ts";
import { centreDays } from "./day-effect.ts";
import { type Identity, identityScores } from "./identity.ts";
import { type JudgedDays, typeChannel } from "./judged-days.ts";
import { hourOfWeek, outOfHoursScores } from "./out-of-hours.ts";
import { type TenantRates, tenantRates } from "./shrinkage.ts";
import { largestZ, smallestTail, type UnusualCounts, unusualCounts } from "./unusual-counts.ts";

/** What is measured of a day; each reading has its own null. */
export const readingNames = ["count", "tail", "constancy", "tenant", "other", "others", "hours", "new"] as const;
export type ReadingName = (typeof readingNames)[number];

/**
 * What is asked of a day. `identity` is the mean evidence of its three readings, which say one thing in three ways; `together` is the mean
 * evidence of the other questions, for days on which many things are somewhat unusual and none is much (Fisher's idea, with a null of its own
 * because the questions depend on one another).
 */
export const questionNames = ["count", "tail", "constancy", "identity", "hours", "new", "together"] as const;
export type QuestionName = (typeof questionNames)[number];

/** Counts of one channel, with what the tenant says about them. */
export interface CountedChannel {
  readonly channel: Channel;
  readonly rates: TenantRates;
  readonly counts: UnusualCounts;
}

export interface SubScores {
  /** Of each reading, one an item: its value and −log₁₀ p by its own null; NaN where it can't be taken. */
  readonly readings: Readonly<Record<ReadingName, { readonly value: Float64Array; readonly evidence: Float64Array }>>;
  /** −log₁₀ p of each question; NaN where it can't be asked. */
  readonly questions: Readonly<Record<QuestionName, Float64Array>>;
  /** −log₁₀ of Šidák's p over the questions that apply: the detector's statistic. */
  readonly statistic: Float64Array;
  readonly counted: readonly CountedChannel[];
  readonly identity: Identity;
  readonly constancyEffects: ConstancyEffects;
}

/** The channels in which a user's values are an identity: types, attributes, entities, hours of the week. */
export function identityChannels(features: TenantFeatures): Channel[] {
  const week = hourOfWeek(features);
  return features.channels
    .filter(({ kind, labels }) => (kind === "type" || kind === "attribute" || kind === "value") && labels.length > 1)
    .concat(week ? [week] : []);
}

/**
 * Takes each user's own usual level out: the median of his null, a null day's own value left out, shrunk to 0 where it rests on few days.
 * Users who are always alike one another, or always changing, then share one null.
 */
function againstOwnMedian(values: Float64Array, judged: JudgedDays): Float64Array {
  const byActor = new Map<number, number[]>();
  for (let i = 0; i < judged.length; i++) {
    if (!judged.isNull[i] || Number.isNaN(values[i]!)) continue;
    const own = byActor.get(judged.actor[i]!);
    if (own) own.push(values[i]!);
    else byActor.set(judged.actor[i]!, [values[i]!]);
  }
  for (const own of byActor.values()) own.sort((a, b) => a - b);
  return values.map((value, i) => {
    const own = byActor.get(judged.actor[i]!);
    if (!own || Number.isNaN(value)) return value;
    const rest = judged.isNull[i] ? own.filter((_, k) => k !== own.indexOf(value)) : own;
    if (rest.length === 0) return value;
    return value - (medianOfSorted(rest) * rest.length) / (rest.length + 5);
  });
}

const onlyEstablished = (values: Float64Array, judged: JudgedDays): Float64Array =>
  values.map((value, i) => (judged.established[i] ? value : Number.NaN));

/** Fewer null values than this are no null of their own. */
const fewestNull = 100;

/**
 * The pooled nulls of one statistic: that of the others, and that of established users, since only within such a class is a history day like
 * a scored one; all of it for a class that has too few.
 */
export function nullsOf(values: Float64Array, { isNull, established }: JudgedDays): readonly Evidence[] {
  const classes = [0, 1].map((c) =>
    values.filter((value, i) => isNull[i] === 1 && established[i] === c && !Number.isNaN(value)).sort(),
  );
  const all = Float64Array.from(classes.flatMap((own) => [...own])).sort();
  return classes.map((own) => tailEvidence(own.length < fewestNull ? all : own));
}

/** −log₁₀ p of every item by the pooled null of its class. */
function evidenceOf(values: Float64Array, judged: JudgedDays): Float64Array {
  const { isNull, established } = judged;
  const evidence = nullsOf(values, judged);
  return values.map((value, i) => {
    if (Number.isNaN(value)) return Number.NaN;
    const own = evidence[established[i]!]!;
    return isNull[i] ? own.ofMember(value) : own.of(value);
  });
}

/** The mean of what is known of each item; NaN where nothing is. */
export function meanOf(columns: readonly Float64Array[]): Float64Array {
  return Float64Array.from(columns[0]!, (_, i) => {
    let sum = 0;
    let n = 0;
    for (const column of columns) {
      if (Number.isNaN(column[i]!)) continue;
      sum += column[i]!;
      n++;
    }
    return n === 0 ? Number.NaN : sum / n;
  });
}

/** −log₁₀ of Šidák's p over the evidence that there is; 0 where there is none. */
export function fuseEvidence(evidence: readonly number[]): number {
  let largest = 0;
  let m = 0;
  for (const e of evidence) {
    if (Number.isNaN(e)) continue;
    m++;
    largest = Math.max(largest, e);
  }
  if (m === 0) return 0;
  return largest > 15 ? largest - Math.log10(m) : Math.max(0, -Math.log10(sidak(10 ** -largest, m)));
}

/** Asks every question of every judged day. @throws Cancelled */
export async function subScores(
  features: TenantFeatures,
  judged: JudgedDays,
  { alpha, job }: { alpha: number; job: Job },
): Promise<SubScores> {
  const { firstSeen, channels } = features;
  const counted: CountedChannel[] = [];
  for (const channel of channels) {
    if (channel.kind !== "type" && channel.kind !== "entity" && channel.kind !== "new") continue;
    job.report({ stage: `profile: ${channel.name} counts`, done: 0, total: judged.length, unit: "users" });
    await breathe(job);
    const rates = tenantRates(channel.cells, { keys: channel.labels.length, ...judged.windows[0]!, firstSeen });
    counted.push({ channel, rates, counts: unusualCounts(channel, judged, rates) });
  }
  const most = (kinds: readonly string[], score: (counts: UnusualCounts) => Float64Array): Float64Array => {
    const found = counted.filter(({ channel }) => kinds.includes(channel.kind)).map(({ counts }) => score(counts));
    return Float64Array.from({ length: judged.length }, (_, i) =>
      found.length === 0 ? Number.NaN : Math.max(...found.map((values) => values[i]!)),
    );
  };
  const identity = await identityScores(identityChannels(features), judged, {
    typeCells: typeChannel(features).cells,
    firstSeen,
    alpha,
    job,
  });
  const week = hourOfWeek(features);
  const constancyEffects: ConstancyEffects = new Map();
  const centred = (values: Float64Array) => centreDays(values, judged.day);
  const values: Record<ReadingName, Float64Array> = {
    count: onlyEstablished(most(["type", "entity"], largestZ), judged),
    tail: most(["type"], smallestTail),
    constancy: constancyScores(channels, judged, alpha, constancyEffects),
    tenant: againstOwnMedian(identity.tenant, judged),
    other: againstOwnMedian(identity.other, judged),
    others: againstOwnMedian(identity.others, judged),
    hours: week ? centred(outOfHoursScores(week, judged)) : new Float64Array(judged.length).fill(Number.NaN),
    new: onlyEstablished(most(["new"], smallestTail), judged),
  };
  await breathe(job);
  const readings = Object.fromEntries(
    readingNames.map((name) => [name, { value: values[name], evidence: evidenceOf(values[name], judged) }]),
  ) as SubScores["readings"];
  const { count, tail, constancy, hours } = readings;
  const identical = meanOf([readings.tenant, readings.other, readings.others].map(({ evidence }) => evidence));
  const asked = {
    count: count.evidence,
    tail: tail.evidence,
    constancy: constancy.evidence,
    identity: evidenceOf(identical, judged),
    hours: hours.evidence,
    new: readings.new.evidence,
  };
  const alone = Float64Array.from({ length: judged.length }, (_, i) =>
    fuseEvidence(Object.values(asked).map((evidence) => evidence[i]!)),
  );
  const together = meanOf(readingNames.map((name) => readings[name].evidence));
  const questions = { ...asked, together: evidenceOf(together, judged) };
  const strongest = evidenceOf(alone, judged);
  const statistic = strongest.map((evidence, i) => fuseEvidence([evidence, questions.together[i]!]));
  return { readings, questions, statistic, counted, identity, constancyEffects };
}
