import type { Channel, TenantFeatures } from "../../features/cells.ts";
import { breathe, type Job } from "../../lib/job.ts";
import { median, medianOfSorted, sidak, tailEvidence } from "../../lib/statistics.ts";
import { constancyScores } from "./constancy.ts";
import { centreDays } from "./day-effect.ts";
import { type Identity, identityScores } from "./identity.ts";
import { type JudgedDays, typeChannel } from "./judged-days.ts";
import type { NullBook, NullClasses } from "./nulls.ts";
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
function againstOwnMedian(
  values: Float64Array,
  judged: JudgedDays,
  byActor: ReadonlyMap<number, Float64Array>,
): Float64Array {
  return values.map((value, i) => {
    const own = byActor.get(judged.actor[i]!);
    if (!own || Number.isNaN(value)) return value;
    const rest = judged.isNull[i] ? own.filter((_, k) => k !== own.indexOf(value)) : own;
    if (rest.length === 0) return value;
    return value - (medianOfSorted(rest) * rest.length) / (rest.length + 5);
  });
}

/** Each user's null values, ascending. */
function ownNulls(values: Float64Array, judged: JudgedDays): ReadonlyMap<number, Float64Array> {
  const byActor = new Map<number, number[]>();
  for (let i = 0; i < judged.length; i++) {
    if (!judged.isNull[i] || Number.isNaN(values[i]!)) continue;
    const own = byActor.get(judged.actor[i]!);
    if (own) own.push(values[i]!);
    else byActor.set(judged.actor[i]!, [values[i]!]);
  }
  return new Map([...byActor].map(([actor, own]) => [actor, Float64Array.from(own).sort()]));
}

const onlyEstablished = (values: Float64Array, judged: JudgedDays): Float64Array =>
  values.map((value, i) => (judged.established[i] ? value : Number.NaN));

/** Fewer null values than this are no null of their own. */
const fewestNull = 100;

/**
 * −log₁₀ p of every item by the pooled null of one statistic: that of established users for them, that of the others for the others, since
 * only within such a class is a history day like a scored one; all of it for a class that has too few.
 */
function evidenceOf(
  values: Float64Array,
  { isNull, established }: JudgedDays,
  classes: readonly Float64Array[],
): Float64Array {
  const all = Float64Array.from(classes.flatMap((own) => [...own])).sort();
  const evidence = classes.map((own) => tailEvidence(own.length < fewestNull ? all : own));
  return values.map((value, i) => {
    if (Number.isNaN(value)) return Number.NaN;
    const own = evidence[established[i]!]!;
    return isNull[i] ? own.ofMember(value) : own.of(value);
  });
}

/** The null values of one statistic, ascending: of those who are not established, and of those who are. */
function nullClasses(values: Float64Array, { isNull, established }: JudgedDays): NullClasses {
  const ofClass = (c: number) =>
    values.filter((value, i) => isNull[i] === 1 && established[i] === c && !Number.isNaN(value)).sort();
  return [ofClass(0), ofClass(1)];
}

/** The mean of what is known of each item; NaN where nothing is. */
function meanOf(columns: readonly Float64Array[]): Float64Array {
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

/** Asks every question of every judged day; its nulls are those of `book`, or are put into it. @throws Cancelled */
export async function subScores(
  features: TenantFeatures,
  judged: JudgedDays,
  { alpha, job, book }: { alpha: number; job: Job; book: NullBook },
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
  const middle = (values: Float64Array) => median(values.filter((v, i) => judged.isNull[i] === 1 && !Number.isNaN(v)));
  const centred = (name: string, values: Float64Array) =>
    centreDays(
      values,
      judged.day,
      book.usual(name, () => middle(values)),
    );
  const usualTakenOut = (name: string, values: Float64Array) =>
    againstOwnMedian(
      values,
      judged,
      book.own(name, () => ownNulls(values, judged)),
    );
  const evidence = (name: string, values: Float64Array) =>
    evidenceOf(
      values,
      judged,
      book.classes(name, () => nullClasses(values, judged)),
    );
  const values: Record<ReadingName, Float64Array> = {
    count: onlyEstablished(most(["type", "entity"], largestZ), judged),
    tail: most(["type"], smallestTail),
    constancy: constancyScores(channels, judged, alpha),
    tenant: usualTakenOut("tenant", identity.tenant),
    other: usualTakenOut("other", identity.other),
    others: usualTakenOut("others", identity.others),
    hours: week ? centred("hours", outOfHoursScores(week, judged)) : new Float64Array(judged.length).fill(Number.NaN),
    new: onlyEstablished(most(["new"], smallestTail), judged),
  };
  await breathe(job);
  const readings = Object.fromEntries(
    readingNames.map((name) => [name, { value: values[name], evidence: evidence(name, values[name]) }]),
  ) as SubScores["readings"];
  const { count, tail, constancy, hours } = readings;
  const identical = meanOf([readings.tenant, readings.other, readings.others].map((reading) => reading.evidence));
  const asked = {
    count: count.evidence,
    tail: tail.evidence,
    constancy: constancy.evidence,
    identity: evidence("identity", identical),
    hours: hours.evidence,
    new: readings.new.evidence,
  };
  const alone = Float64Array.from({ length: judged.length }, (_, i) =>
    fuseEvidence(Object.values(asked).map((column) => column[i]!)),
  );
  const together = meanOf(readingNames.map((name) => readings[name].evidence));
  const questions = { ...asked, together: evidence("together", together) };
  const strongest = evidence("alone", alone);
  const statistic = strongest.map((most, i) => fuseEvidence([most, questions.together[i]!]));
  return { readings, questions, statistic, counted, identity };
}
