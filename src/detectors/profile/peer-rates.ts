import type { DayCells } from "../../features/cells.ts";
import type { RatePrior, TenantRates } from "./shrinkage.ts";

/** What a user's peers say about each key's daily count: the middle layer of the shrinkage from user to peers to tenant. */
export interface PeerRates {
  /** Mean a user-day by group and key, groups × keys, row-major, each shrunk to the tenant's. */
  readonly mean: Float64Array;
  /** Days of a user's history that his peers' mean is worth, by key. */
  readonly weight: Float64Array;
  readonly keys: number;
}

const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));

/**
 * Each group's mean over the days [from, to), μ_g = (Σx + κ·μ)/(n + κ), with the tenant's mean μ worth κ = μ/var_between user-days
 * (Gamma–Poisson, by moments), and what μ_g is worth to a member by the spread between the members of a group.
 *
 * @param group of each actor; −1 counts towards no group
 */
export function peerRates(
  cells: DayCells,
  {
    keys,
    from,
    to,
    firstSeen,
    group,
    groups,
    tenant,
  }: {
    keys: number;
    from: number;
    to: number;
    firstSeen: Int32Array;
    group: Int32Array;
    groups: number;
    tenant: TenantRates;
  },
): PeerRates {
  const sum = new Float64Array(groups * keys);
  const explained = new Float64Array(keys);
  const days = new Float64Array(groups);
  const users = new Float64Array(groups);
  const own = new Float64Array(keys);
  for (let actor = 0; actor + 1 < cells.rowStart.length; actor++) {
    const g = group[actor]!;
    const span = to - Math.max(from, firstSeen[actor]!);
    if (g < 0 || firstSeen[actor]! < 0 || span <= 0) continue;
    days[g]! += span;
    users[g]!++;
    const touched: number[] = [];
    for (let row = cells.rowStart[actor]!; row < cells.rowStart[actor + 1]!; row++) {
      if (cells.day[row]! < from || cells.day[row]! >= to) continue;
      if (own[cells.key[row]!] === 0) touched.push(cells.key[row]!);
      own[cells.key[row]!]! += cells.n[row]!;
    }
    for (const key of touched) {
      sum[g * keys + key]! += own[key]!;
      explained[key]! += own[key]! ** 2 / span;
      own[key] = 0;
    }
  }
  const allDays = Math.max(
    1,
    days.reduce((a, b) => a + b, 0),
  );
  const allUsers = users.reduce((a, b) => a + b, 0);
  const mean = new Float64Array(groups * keys);
  const weight = new Float64Array(keys);
  for (let key = 0; key < keys; key++) {
    const usual = tenant.mean[key]!;
    const ofDay = usual + tenant.dispersion[key]! * usual ** 2;
    let squares = 0;
    for (let g = 0; g < groups; g++) if (days[g]! > 0) squares += sum[g * keys + key]! ** 2 / days[g]!;
    const betweenGroups = squares / allDays - usual ** 2 - (ofDay * groups) / allDays;
    const worth = betweenGroups > 0 ? clamp(usual / betweenGroups, 1, 60) : 60;
    for (let g = 0; g < groups; g++) mean[g * keys + key] = (sum[g * keys + key]! + worth * usual) / (days[g]! + worth);
    const betweenUsers = (explained[key]! - squares) / allDays - (ofDay * (allUsers - groups)) / allDays;
    weight[key] = betweenUsers > 0 ? clamp(usual / betweenUsers, 0.2, 20) : 20;
  }
  return { mean, weight, keys };
}

/** The prior of one user's daily count of a key: that of his peers, or the tenant's where he has none. */
export function priorOf(tenant: TenantRates, peers: PeerRates, group: number, key: number): RatePrior {
  const dispersion = tenant.dispersion[key]!;
  return group >= 0
    ? { mean: peers.mean[group * peers.keys + key]!, weight: peers.weight[key]!, dispersion }
    : { mean: tenant.mean[key]!, weight: tenant.weight[key]!, dispersion };
}
