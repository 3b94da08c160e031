import type { Channel, TenantFeatures } from "../../features/cells.ts";
import { selectInPlace } from "../../lib/statistics.ts";
import { type Compared, candidateSets } from "./candidates.ts";
import { cellRange, OwnCounts, type TenantCounts, tenantCounts, tenantShare } from "./history.ts";
import { type JudgedDays, typeChannel } from "./judged-days.ts";
import { identityChannels } from "./sub-scores.ts";

/** How one day reads as its user's own, as the tenant's, as somebody else's; nats, before the user's own level is taken out. */
export interface DayIdentity {
  readonly tenant: number;
  readonly other: number;
  readonly others: number;
}

interface ChannelTable {
  readonly name: string;
  readonly own: OwnCounts;
  readonly tenant: TenantCounts;
  /** log(1 + n_wv/(α·p_t(v))) of each candidate that ever had the value, by key. */
  readonly gain: ReadonlyMap<number, { readonly candidate: number[]; readonly gain: number[] }>;
  /** −log(n_w + α) of each candidate. */
  readonly absent: Float64Array;
}

/**
 * Reads, once, all that judges the identity of item `i` and of any part of its events; gives a function of the user's own features with
 * that part as the day (see `soloDay`). The same numbers as `identityScores` gives, without its null.
 */
export function dayIdentity(
  features: TenantFeatures,
  judged: JudgedDays,
  i: number,
  { alpha, group, limits }: { readonly alpha: number; readonly group: Int32Array; readonly limits?: Compared },
): (solo: TenantFeatures, one: JudgedDays) => DayIdentity {
  const { from, to } = judged.blocks[judged.block[i]!]!;
  const actor = judged.actor[i]!;
  const day = judged.day[i]!;
  const { firstSeen } = features;
  const sets = candidateSets(typeChannel(features).cells, {
    firstSeen,
    from,
    to,
    group,
    ...(limits ? { limits } : {}),
  });
  const candidates = sets.get(group[actor]!) ?? sets.get(-1) ?? new Int32Array();
  const self = candidates.indexOf(actor);
  const tables = identityChannels(features).map((channel): ChannelTable => {
    const keys = channel.labels.length;
    const tenant = tenantCounts(channel.cells, { keys, from, to });
    const own = new OwnCounts(keys);
    own.read(channel.cells, judged, i);
    return {
      name: channel.name,
      own,
      tenant,
      ...candidateGains(channel, { candidates, actor, day, from, to, alpha, tenant }),
    };
  });
  const sum = new Float64Array(candidates.length);
  return (solo, one) => {
    sum.fill(0);
    let own = 0;
    let tenant = 0;
    for (const channel of identityChannels(solo)) {
      const table = tables.find(({ name }) => name === channel.name)!;
      const { start, end } = cellRange(channel.cells, one.actor[0]!, day);
      if (start === end) continue;
      tenant -= Math.log(alpha);
      own += addChannel(table, channel, { start, end, alpha, sum });
    }
    if (self >= 0) sum[self] = Number.NEGATIVE_INFINITY;
    const rivals = sum.length - (self >= 0 ? 1 : 0);
    const most = sum.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
    return {
      tenant: tenant - own,
      other: rivals < 1 ? Number.NaN : most - own,
      others: rivals < 10 ? Number.NaN : selectInPlace(sum, sum.length - 1 - Math.floor(rivals / 10)) - own,
    };
  };
}

/** Adds one channel's values to the candidates' sums; gives the user's own. */
function addChannel(
  { own, tenant, gain, absent }: ChannelTable,
  { cells }: Channel,
  { start, end, alpha, sum }: { start: number; end: number; alpha: number; sum: Float64Array },
): number {
  let total = 0;
  for (let row = start; row < end; row++) total += Math.log1p(cells.n[row]!);
  let likelihood = -Math.log(own.total + alpha);
  for (let c = 0; c < sum.length; c++) sum[c]! += absent[c]!;
  for (let row = start; row < end; row++) {
    const key = cells.key[row]!;
    const weight = Math.log1p(cells.n[row]!) / total;
    likelihood += weight * Math.log1p(own.count[key]! / (alpha * tenantShare(tenant, key)));
    const having = gain.get(key);
    having?.candidate.forEach((c, at) => {
      sum[c]! += weight * having.gain[at]!;
    });
  }
  return likelihood;
}

/** What each candidate has of the values of one day. */
function candidateGains(
  { cells }: Channel,
  {
    candidates,
    actor,
    day,
    from,
    to,
    alpha,
    tenant,
  }: {
    candidates: Int32Array;
    actor: number;
    day: number;
    from: number;
    to: number;
    alpha: number;
    tenant: TenantCounts;
  },
): Pick<ChannelTable, "gain" | "absent"> {
  const { start, end } = cellRange(cells, actor, day);
  const keys = cells.key.subarray(start, end);
  const place = new Int32Array(tenant.count.length).fill(-1);
  keys.forEach((key, k) => {
    place[key] = k;
  });
  const gain = new Map(Array.from(keys, (key) => [key, { candidate: [] as number[], gain: [] as number[] }]));
  const absent = new Float64Array(candidates.length);
  const held = new Float64Array(keys.length);
  candidates.forEach((candidate, c) => {
    let total = 0;
    held.fill(0);
    for (let row = cellRange(cells, candidate, from).start; row < cells.rowStart[candidate + 1]!; row++) {
      if (cells.day[row]! >= to) break;
      const n = Math.log1p(cells.n[row]!);
      total += n;
      const k = place[cells.key[row]!]!;
      if (k >= 0) held[k]! += n;
    }
    absent[c] = -Math.log(total + alpha);
    held.forEach((n, k) => {
      if (n === 0) return;
      const key = keys[k]!;
      const own = gain.get(key)!;
      own.candidate.push(c);
      own.gain.push(Math.log1p(n / (alpha * tenantShare(tenant, key))));
    });
  });
  return { gain, absent };
}
