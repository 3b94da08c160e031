import type { Channel, TenantFeatures } from "../../features/cells.ts";
import { breathe, type Job } from "../../lib/job.ts";
import { type Evidence, median, medianOfSorted, tailEvidence } from "../../lib/statistics.ts";
import { type ConstancyEffects, constancyScores } from "./constancy.ts";
import { centreDays } from "./day-effect.ts";
import { type Identity, identityScores } from "./identity.ts";
import type { IdentityBackends } from "./identity-run.ts";
import { firstScored, type JudgedDays, typeChannel } from "./judged-days.ts";
import { minorScores } from "./minor-components.ts";
import { type NullBook, type NullClasses, remembered } from "./nulls.ts";
import { hourOfWeek, outOfHoursScores } from "./out-of-hours.ts";
import type { PeerGroups } from "./peer-groups.ts";
import { peerNewness } from "./peer-newness.ts";
import { peerRates, priorOf } from "./peer-rates.ts";
import { type RatePrior, tenantRates } from "./shrinkage.ts";
import { largestZ, smallestTail, type UnusualCounts, unusualCounts } from "./unusual-counts.ts";

/** What is measured of a day; each reading has its own null. */
export const readingNames = [
  "count",
  "tail",
  "constancy",
  "tenant",
  "other",
  "others",
  "hours",
  "new",
  "minor",
] as const;
export type ReadingName = (typeof readingNames)[number];

/** What is asked of a day; `identity` is asked by three readings, each other question by the reading of its name. */
export const questionNames = ["count", "tail", "constancy", "identity", "hours", "new", "minor"] as const;
export type QuestionName = (typeof questionNames)[number];

const readingsOf: Readonly<Record<QuestionName, readonly ReadingName[]>> = {
  count: ["count"],
  tail: ["tail"],
  constancy: ["constancy"],
  identity: ["tenant", "other", "others"],
  hours: ["hours"],
  new: ["new"],
  minor: ["minor"],
};

/** Counts of one channel. */
export interface CountedChannel {
  readonly channel: Channel;
  /** What an actor's peers and tenant say of a key. */
  readonly prior: (actor: number, key: number) => RatePrior;
  readonly counts: UnusualCounts;
}

export interface SubScores {
  /** Of each reading, one an item: its value and −log₁₀ p by its own null; NaN where it can't be taken. */
  readonly readings: Readonly<Record<ReadingName, { readonly value: Float64Array; readonly evidence: Float64Array }>>;
  /** The length of the evidence of each question's readings; NaN where it can't be asked. */
  readonly questions: Readonly<Record<QuestionName, Float64Array>>;
  /** The length of all the evidence: the detector's statistic. */
  readonly statistic: Float64Array;
  readonly counted: readonly CountedChannel[];
  readonly identity: Identity;
  readonly constancyEffects: ConstancyEffects;
  /** −log₁₀ p by each reading's null: of users who are not established, and of those who are. */
  readonly nulls: Readonly<Record<ReadingName, readonly Evidence[]>>;
  /** How a value is measured by the own null of item `i`'s user, where it is. */
  readonly own: Readonly<Partial<Record<ReadingName, (value: number, i: number) => number>>>;
}

/** Kinds of channels whose numbers a day are judged by their history. */
const countedKinds: readonly Channel["kind"][] = ["type", "entity", "new", "volume"];

/** The channels in which a user's values are an identity: types, attributes, entities, hours of the week. */
export function identityChannels(features: TenantFeatures): Channel[] {
  const week = hourOfWeek(features);
  return features.channels
    .filter(({ kind, labels }) => (kind === "type" || kind === "attribute" || kind === "value") && labels.length > 1)
    .concat(week ? [week] : []);
}

/** Days of one's own null that weigh as much as everybody's. */
const ownWeight = 5;

/**
 * Measures values by their users' own nulls: less its median, over its mean deviation, both shrunk to what is usual in the tenant where they
 * rest on few days. Users who are always alike one another, or always changing, then share one null. A null day is measured by its user's other
 * blocks, as a scored day is: days of its own block had the same history before them, and drifted from it as it did.
 * @returns the measure of a value as that of item `i`
 */
function ownMeasure(
  judged: JudgedDays,
  values: Float64Array,
  byActor: ReadonlyMap<number, Float64Array>,
): (value: number, i: number) => number {
  const levelOf = (sorted: Float64Array) => {
    const n = sorted.length;
    const centre = n === 0 ? 0 : (medianOfSorted(sorted) * n) / (n + ownWeight);
    return { centre, spread: sorted.reduce((sum, value) => sum + Math.abs(value - centre), 0), n };
  };
  const level = new Map(Array.from(byActor, ([actor, own]) => [actor, levelOf(own)]));
  const spreads = [...level.values()].map(({ spread, n }) => spread / n).sort((a, b) => a - b);
  const usual = Math.max(1e-9, spreads.length === 0 ? 1 : medianOfSorted(spreads));
  const nobody = levelOf(new Float64Array());
  const outside = valuesOutside(values, judged);
  const levels = new Map<number, typeof nobody>();
  return (value, i) => {
    if (Number.isNaN(value)) return value;
    const { centre, spread, n } = judged.isNull[i]
      ? remembered(levels, outside.place(i), () => levelOf(outside.of(i)))
      : (level.get(judged.actor[i]!) ?? nobody);
    return (value - centre) / ((spread + ownWeight * usual) / (n + ownWeight));
  };
}

/**
 * For null item `i` its user's null values of other blocks, ascending; where there is one block, all but its own. `place` is the same for items
 * that share them.
 */
function valuesOutside(
  values: Float64Array,
  judged: JudgedDays,
): { readonly place: (i: number) => number; readonly of: (i: number) => Float64Array } {
  const own = new Map<number, number[]>();
  for (let i = 0; i < judged.length; i++) {
    if (!judged.isNull[i] || Number.isNaN(values[i]!)) continue;
    const rows = own.get(judged.actor[i]!);
    if (rows) rows.push(i);
    else own.set(judged.actor[i]!, [i]);
  }
  const isOneBlock = judged.blocks.filter(({ isNull }) => isNull).length === 1;
  const isApart = (i: number, other: number) => (isOneBlock ? i !== other : judged.block[i] !== judged.block[other]);
  return {
    place: (i) => (isOneBlock ? i : judged.actor[i]! * judged.blocks.length + judged.block[i]!),
    of: (i) => {
      const rows = (own.get(judged.actor[i]!) ?? []).filter((other) => isApart(i, other));
      return Float64Array.from(rows, (row) => values[row]!).sort();
    },
  };
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
 * The pooled nulls of one statistic: that of the others, and that of established users, since only within such a class is a history day like
 * a scored one; all of it for a class that has too few.
 */
function nullsOf(classes: NullClasses): readonly Evidence[] {
  const all = Float64Array.from(classes.flatMap((own) => [...own])).sort();
  return classes.map((own) => tailEvidence(own.length < fewestNull ? all : own));
}

/** −log₁₀ p of every item by the pooled null of its class. */
function evidenceOf(
  values: Float64Array,
  { isNull, established }: JudgedDays,
  evidence: readonly Evidence[],
): Float64Array {
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

/**
 * The length of each item's evidence as a vector; what is not known is no evidence; NaN where nothing is. Between Fisher's sum, which one
 * strong voice among silent ones hardly moves, and Tippett's maximum, to which many moderate ones that agree are nothing.
 */
export function evidenceLength(columns: readonly Float64Array[]): Float64Array {
  return Float64Array.from(columns[0]!, (_, i) => {
    let sum = Number.NaN;
    for (const column of columns) if (!Number.isNaN(column[i]!)) sum = (Number.isNaN(sum) ? 0 : sum) + column[i]! ** 2;
    return Math.sqrt(sum);
  });
}

/** Asks every question of every judged day; its nulls are those of `book`, or are put into it. @throws Cancelled */
export async function subScores(
  features: TenantFeatures,
  judged: JudgedDays,
  {
    alpha,
    peers,
    job,
    book,
    ...backends
  }: { alpha: number; peers: PeerGroups; job: Job; book: NullBook } & IdentityBackends,
): Promise<SubScores> {
  const { firstSeen, channels } = features;
  const counted: CountedChannel[] = [];
  const { from, to } = firstScored(judged);
  const peerNew = peerNewness(features, peers, judged.blocks);
  for (const channel of peerNew ? [...channels, peerNew] : channels) {
    if (!countedKinds.includes(channel.kind)) continue;
    job.report({ stage: `profile: ${channel.name} counts`, done: 0, total: judged.length, unit: "users" });
    await breathe(job);
    const span = { keys: channel.labels.length, from, to, firstSeen };
    const rates = tenantRates(channel.cells, span);
    const ofPeers = peerRates(channel.cells, { ...span, group: peers.of, groups: peers.labels.length, tenant: rates });
    const prior = (actor: number, key: number) => priorOf(rates, ofPeers, peers.of[actor]!, key);
    counted.push({ channel, prior, counts: unusualCounts(channel, judged, prior) });
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
    group: peers.of,
    alpha,
    job,
    ...backends,
  });
  const week = hourOfWeek(features);
  const constancyEffects: ConstancyEffects = new Map();
  const middle = (values: Float64Array) => median(values.filter((v, i) => judged.isNull[i] === 1 && !Number.isNaN(v)));
  const centred = (name: string, values: Float64Array) =>
    centreDays(
      values,
      judged.day,
      book.usual(name, () => middle(values)),
    );
  const measure = (name: string, values: Float64Array) =>
    ownMeasure(
      judged,
      values,
      book.own(name, () => ownNulls(values, judged)),
    );
  const own = {
    tenant: measure("tenant", identity.tenant),
    other: measure("other", identity.other),
    others: measure("others", identity.others),
  };
  const values: Record<ReadingName, Float64Array> = {
    count: onlyEstablished(most(["type", "entity", "volume"], largestZ), judged),
    tail: most(["type"], smallestTail),
    constancy: constancyScores(channels, judged, alpha, constancyEffects),
    tenant: identity.tenant.map(own.tenant),
    other: identity.other.map(own.other),
    others: identity.others.map(own.others),
    hours: week ? centred("hours", outOfHoursScores(week, judged)) : new Float64Array(judged.length).fill(Number.NaN),
    new: onlyEstablished(most(["new"], smallestTail), judged),
    minor: centred("minor", minorScores(features, judged)),
  };
  await breathe(job);
  const nulls = Object.fromEntries(
    readingNames.map((name) => [name, nullsOf(book.classes(name, () => nullClasses(values[name], judged)))]),
  ) as unknown as SubScores["nulls"];
  const readings = Object.fromEntries(
    readingNames.map((name) => [
      name,
      { value: values[name], evidence: evidenceOf(values[name], judged, nulls[name]) },
    ]),
  ) as SubScores["readings"];
  const lengthOf = (names: readonly ReadingName[]) => evidenceLength(names.map((name) => readings[name].evidence));
  const questions = Object.fromEntries(
    questionNames.map((name) => [name, lengthOf(readingsOf[name])]),
  ) as SubScores["questions"];
  const statistic = lengthOf(readingNames).map((length) => (Number.isNaN(length) ? 0 : length));
  return { readings, questions, statistic, counted, identity, constancyEffects, nulls, own };
}
