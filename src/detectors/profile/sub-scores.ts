import type { Channel, TenantFeatures } from "../../features/cells.ts";
import { breathe, type Job } from "../../lib/job.ts";
import { type Evidence, median } from "../../lib/statistics.ts";
import { type ConstancyEffects, constancyScores } from "./constancy.ts";
import { centreDays } from "./day-effect.ts";
import { type Identity, identityScores } from "./identity.ts";
import type { IdentityBackends } from "./identity-run.ts";
import { firstScored, type JudgedDays, typeChannel } from "./judged-days.ts";
import { minorScores } from "./minor-components.ts";
import type { NullBook } from "./nulls.ts";
import { hourOfWeek, outOfHoursScores } from "./out-of-hours.ts";
import { ownMeasure, ownNulls } from "./own-measure.ts";
import type { PeerGroups } from "./peer-groups.ts";
import { peerNewness } from "./peer-newness.ts";
import { peerRates, priorOf } from "./peer-rates.ts";
import { evidenceLength, evidenceOf, nullClasses, pooledNulls } from "./pooled-nulls.ts";
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

const onlyEstablished = (values: Float64Array, judged: JudgedDays): Float64Array =>
  values.map((value, i) => (judged.established[i] ? value : Number.NaN));

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
    readingNames.map((name) => [name, pooledNulls(book.classes(name, () => nullClasses(values[name], judged)))]),
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
