import type { TenantFeatures } from "../../features/cells.ts";
import { dayCounts, soloDay } from "../../features/solo.ts";
import { mostSurprisingValue } from "./constancy.ts";
import { type DayEffect, withoutEffect } from "./day-effect.ts";
import type { Fitted } from "./fitted.ts";
import { OwnCounts, tenantCounts } from "./history.ts";
import type { JudgedDays } from "./judged-days.ts";
import { dayIdentity } from "./likelihoods.ts";
import { minorScores } from "./minor-components.ts";
import { hourOfWeek, outOfHoursScores } from "./out-of-hours.ts";
import { evidenceLength } from "./pooled-nulls.ts";
import { soloPeerNewness } from "./solo-peer-newness.ts";
import { type ReadingName, readingNames } from "./sub-scores.ts";
import { largestZ, smallestTail, type UnusualCounts, unusualCounts } from "./unusual-counts.ts";

/** The statistic of a day of the user's own features (see `soloDay`), by the nulls, the tenant and the day's effect of the run. */
export type Rescore = (solo: TenantFeatures) => number;

/** Item `i` alone, as the first item of actor 0. */
const onlyItem = (judged: JudgedDays, i: number): JudgedDays => ({
  length: 1,
  actor: Int32Array.of(0),
  day: judged.day.slice(i, i + 1),
  from: judged.from.slice(i, i + 1),
  to: judged.to.slice(i, i + 1),
  history: judged.history.slice(i, i + 1),
  active: judged.active.slice(i, i + 1),
  established: judged.established.slice(i, i + 1),
  block: Int32Array.of(0),
  isNull: judged.isNull.slice(i, i + 1),
  blocks: [judged.blocks[judged.block[i]!]!],
  drawn: judged.drawn,
});

/**
 * Prepares scoring item `i` again with other events on its day. What the tenant did stays as it was, and so does what is known of the user;
 * a reading that rests on levels of the user or the day keeps the level that it had.
 */
export function rescorer(i: number, fitted: Fitted): Rescore {
  const { features, judged, sub } = fitted;
  const one = onlyItem(judged, i);
  const established = judged.established[i]!;
  const raw = rawReadings(i, one, fitted);
  const actor = judged.actor[i]!;
  const day = judged.day[i]!;
  const asItWas = raw(soloDay(features, actor, day)(dayCounts(features, actor, day)));
  const own = (name: ReadingName, value: number): number => sub.own[name]?.(value, i) ?? value;
  const levels = new Map(
    readingNames.map((name) => [name, own(name, asItWas[name] ?? Number.NaN) - sub.readings[name].value[i]!]),
  );
  const evidenceOf = (name: ReadingName, value: number | undefined): number => {
    if (value === undefined) return sub.readings[name].evidence[i]!;
    const rest = own(name, value) - (levels.get(name) || 0);
    return Number.isNaN(rest) ? Number.NaN : sub.nulls[name][established]!.of(rest);
  };
  return (solo) => {
    const values = raw(solo);
    const length = evidenceLength(readingNames.map((name) => Float64Array.of(evidenceOf(name, values[name]))))[0]!;
    return Number.isNaN(length) ? 0 : length;
  };
}

/** The readings of a day before its user's and its day's usual level are taken out; what can't be taken is NaN. */
function rawReadings(i: number, one: JudgedDays, fitted: Fitted) {
  const { features, judged, sub, peers, alpha } = fitted;
  const { established } = judged;
  const actor = judged.actor[i]!;
  const identity = judged.active[i]! > 0 ? dayIdentity(features, judged, i, { alpha, group: peers.of }) : null;
  const newToPeers = soloPeerNewness(i, fitted);
  const { from, to } = one.blocks[0]!;
  const attributes = features.channels
    .filter(({ kind, labels }) => kind === "attribute" && labels.length >= 2)
    .map(({ name, cells, labels: { length: keys } }) => ({
      name,
      tenant: tenantCounts(cells, { keys, from, to }),
      own: new OwnCounts(keys),
      effect: sub.constancyEffects.get(name)?.get(judged.day[i]!),
    }));
  return (solo: TenantFeatures): Partial<Record<ReadingName, number>> => {
    const fresh = newToPeers?.(solo);
    const channels = fresh ? [...solo.channels, fresh] : solo.channels;
    const channelOf = (name: string) => channels.find((channel) => channel.name === name)!;
    const counted = sub.counted.map(({ channel, prior, counts }) => {
      const own = channelOf(channel.name);
      const ofActor = (_: number, key: number) => prior(actor, key);
      return {
        kind: channel.kind,
        counts: withoutShared(unusualCounts(own, one, ofActor), counts, own.labels.length, one),
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
      count: isEstablished ? most(["type", "entity", "volume"], largestZ) : Number.NaN,
      tail: most(["type"], smallestTail),
      constancy,
      ...like,
      hours: week ? outOfHoursScores(week, one)[0]! : Number.NaN,
      new: isEstablished ? most(["new"], smallestTail) : Number.NaN,
      minor: minorScores(solo, one)[0]!,
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
