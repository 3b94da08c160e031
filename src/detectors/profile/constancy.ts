import type { Channel } from "../../features/cells.ts";
import { type DayEffect, takeOutDayEffect } from "./day-effect.ts";
import { cellRange, OwnCounts, type TenantCounts, tenantCounts, tenantShare } from "./history.ts";
import type { JudgedDays } from "./judged-days.ts";

/** How constant a user has been in one attribute, and how surprising one value is. */
export interface ConstantValue {
  readonly key: number;
  /** 1 − H/log K, weighed by how much history there is: 0 … 1. */
  readonly constancy: number;
  /** Bits. */
  readonly surprisal: number;
}

/** Entropy of a user's values over log of the number of values in the tenant, as constancy. */
function constancyOf(own: OwnCounts, kinds: number, alpha: number): number {
  if (own.total === 0) return 0;
  let entropy = 0;
  for (const key of own.keys) {
    const share = own.count[key]! / own.total;
    if (share > 0) entropy -= share * Math.log(share);
  }
  const spread = Math.log(Math.max(2, kinds));
  return (Math.max(0, 1 - entropy / spread) * own.total) / (own.total + alpha);
}

/** The value of item `i` with the greatest constancy × surprisal (METHODS, 2: low variance first); null where the day has none. */
export function mostSurprisingValue(
  channel: Channel,
  judged: JudgedDays,
  i: number,
  { own, tenant, alpha }: { own: OwnCounts; tenant: TenantCounts; alpha: number },
): ConstantValue | null {
  const { cells } = channel;
  const { start, end } = cellRange(cells, judged.actor[i]!, judged.day[i]!);
  if (start === end) return null;
  own.read(cells, judged, i);
  let key = -1;
  let surprisal = Number.NEGATIVE_INFINITY;
  for (let row = start; row < end; row++) {
    const value = cells.key[row]!;
    const bits = -Math.log2((own.count[value]! + alpha * tenantShare(tenant, value)) / (own.total + alpha));
    if (bits > surprisal) {
      surprisal = bits;
      key = value;
    }
  }
  return { key, constancy: constancyOf(own, tenant.kinds, alpha), surprisal: Math.max(0, surprisal) };
}

/** What the tenant shared in each attribute, by channel name and day. */
export type ConstancyEffects = Map<string, ReadonlyMap<number, DayEffect>>;

/**
 * For each judged day, the sum over attributes of the largest constancy × surprisal, without the tenant's day effect; NaN without attributes.
 * What was taken out is put into `effects`.
 */
export function constancyScores(
  channels: readonly Channel[],
  judged: JudgedDays,
  alpha: number,
  effects: ConstancyEffects = new Map(),
): Float64Array {
  const scores = new Float64Array(judged.length).fill(Number.NaN);
  for (const channel of channels) {
    const keys = channel.labels.length;
    if (channel.kind !== "attribute" || keys < 2) continue;
    const own = new OwnCounts(keys);
    const values = new Float32Array(judged.length);
    const has = new Uint8Array(judged.length);
    const active = new Int32Array(judged.day.reduce((most, day) => Math.max(most, day), 0) + 1);
    let block = -1;
    let tenant: TenantCounts = { count: new Float64Array(keys), total: 0, kinds: 0 };
    for (let i = 0; i < judged.length; i++) {
      if (judged.block[i] !== block) {
        block = judged.block[i]!;
        tenant = tenantCounts(channel.cells, { keys, ...judged.blocks[block]! });
      }
      const found = mostSurprisingValue(channel, judged, i, { own, tenant, alpha });
      active[judged.day[i]!]!++;
      if (!found) continue;
      has[i] = 1;
      values[i] = found.constancy * found.surprisal;
    }
    effects.set(channel.name, takeOutDayEffect(values, judged.day, active));
    for (let i = 0; i < judged.length; i++)
      if (has[i]) scores[i] = (Number.isNaN(scores[i]!) ? 0 : scores[i]!) + Math.max(0, values[i]!);
  }
  return scores;
}
