import type { Channel } from "../../features/cells.ts";
import { breathe, type Job } from "../../lib/job.ts";
import { randomInt, seededRandom } from "../../lib/random.ts";
import { selectInPlace } from "../../lib/statistics.ts";
import { cellRange, OwnCounts, type TenantCounts, tenantCounts, tenantShare } from "./history.ts";
import type { Block, JudgedDays } from "./judged-days.ts";

/** Beyond this many users, a seeded draw of `drawnOthers` stands for all. */
const manyOthers = 3000;
const drawnOthers = 1000;
/** Active days that make a user somebody to be taken for. */
const enoughDays = 5;
/** How many of the users that a day resembles most are kept. */
export const keptOthers = 3;

/** How each judged day reads as the user's own, as the tenant's, as somebody else's; NaN where the user has no history. Nats. */
export interface Identity {
  /** L(day | tenant) − L(day | user). */
  readonly tenant: Float64Array;
  /** The maximum, and the 90th percentile, over other users w of L(day | w) − L(day | user). */
  readonly other: Float64Array;
  readonly others: Float64Array;
  /** items × keptOthers: actors that a day resembles most, best first (−1: none), and by how many nats a value. */
  readonly resembles: Int32Array;
  readonly gain: Float32Array;
}

/**
 * One channel of one block, by value: which candidates ever had it, and how much likelier it is under them than under the tenant alone,
 * log(1 + n_wv/(α·p_t(v))); `absent` is what a candidate loses on every value, −log(n_w + α).
 */
interface Postings {
  readonly channel: Channel;
  readonly own: OwnCounts;
  readonly tenant: TenantCounts;
  readonly start: Int32Array;
  readonly candidate: Int32Array;
  readonly gain: Float32Array;
  readonly absent: Float64Array;
}

/** Users with enough history before a block, at most `drawnOthers` of them where there are very many. */
function candidatesOf({ from, to }: Block, typeCells: Channel["cells"], firstSeen: Int32Array): Int32Array {
  const found: number[] = [];
  for (let actor = 0; actor < firstSeen.length; actor++) {
    if (firstSeen[actor]! < 0) continue;
    let active = 0;
    let last = -1;
    for (let row = cellRange(typeCells, actor, from).start; row < typeCells.rowStart[actor + 1]!; row++) {
      const day = typeCells.day[row]!;
      if (day >= to) break;
      if (day !== last) active++;
      last = day;
    }
    if (active >= enoughDays) found.push(actor);
  }
  if (found.length <= manyOthers) return Int32Array.from(found);
  const random = seededRandom(47);
  for (let i = 0; i < drawnOthers; i++) {
    const j = i + randomInt(random, found.length - i);
    [found[i], found[j]] = [found[j]!, found[i]!];
  }
  return Int32Array.from(found.slice(0, drawnOthers)).sort();
}

/** Turns the candidates' histories before a block inside out: by value instead of by user. */
function postingsOf(
  channel: Channel,
  { from, to, candidates, alpha }: { from: number; to: number; candidates: Int32Array; alpha: number },
): Postings {
  const { cells, labels } = channel;
  const keys = labels.length;
  const tenant = tenantCounts(cells, { keys, from, to });
  const count = new Float64Array(keys);
  const absent = new Float64Array(candidates.length);
  const start = new Int32Array(keys + 1);
  const found: { key: number[]; candidate: number[]; n: number[] } = { key: [], candidate: [], n: [] };
  candidates.forEach((actor, c) => {
    const touched: number[] = [];
    let total = 0;
    for (
      let row = cellRange(cells, actor, from).start;
      row < cells.rowStart[actor + 1]! && cells.day[row]! < to;
      row++
    ) {
      const key = cells.key[row]!;
      const n = Math.log1p(cells.n[row]!);
      if (count[key] === 0) touched.push(key);
      count[key]! += n;
      total += n;
    }
    for (const key of touched) {
      found.key.push(key);
      found.candidate.push(c);
      found.n.push(count[key]!);
      start[key + 1]!++;
      count[key] = 0;
    }
    absent[c] = -Math.log(total + alpha);
  });
  for (let key = 0; key < keys; key++) start[key + 1]! += start[key]!;
  const fill = start.slice(0, keys);
  const candidate = new Int32Array(found.key.length);
  const gain = new Float32Array(found.key.length);
  found.key.forEach((key, i) => {
    const at = fill[key]!++;
    candidate[at] = found.candidate[i]!;
    gain[at] = Math.log1p(found.n[i]! / (alpha * tenantShare(tenant, key)));
  });
  return { channel, own: new OwnCounts(keys), tenant, start, candidate, gain, absent };
}

/**
 * Adds one channel of item `i` to each candidate's log-likelihood (`sum`, which has `absent` already), and gives the user's own and the
 * tenant's. All three leave out log(α·p_t(v)), which they share.
 */
function addChannel(
  p: Postings,
  judged: JudgedDays,
  i: number,
  alpha: number,
  sum: Float64Array,
): { own: number; tenant: number } | null {
  const { cells } = p.channel;
  const { start, end } = cellRange(cells, judged.actor[i]!, judged.day[i]!);
  if (start === end) return null;
  p.own.read(cells, judged, i);
  let dayTotal = 0;
  for (let row = start; row < end; row++) dayTotal += Math.log1p(cells.n[row]!);
  let own = -Math.log(p.own.total + alpha);
  for (let row = start; row < end; row++) {
    const key = cells.key[row]!;
    const n = Math.log1p(cells.n[row]!);
    const weight = n / dayTotal;
    own += weight * Math.log1p(p.own.count[key]! / (alpha * tenantShare(p.tenant, key)));
    const stop = p.start[key + 1]!;
    for (let at = p.start[key]!; at < stop; at++) sum[p.candidate[at]!]! += weight * p.gain[at]!;
  }
  return { own, tenant: -Math.log(alpha) };
}

/** What each candidate loses on a day that has the given channels; kept, since most days have the same ones. */
function absentSum(
  postings: readonly Postings[],
  present: readonly boolean[],
  kept: Map<string, Float64Array>,
): Float64Array {
  const id = present.map((is) => (is ? "1" : "0")).join("");
  const known = kept.get(id);
  if (known) return known;
  const sum = new Float64Array(postings[0]?.absent.length ?? 0);
  postings.forEach(({ absent }, p) => {
    if (present[p]) for (let c = 0; c < sum.length; c++) sum[c]! += absent[c]!;
  });
  kept.set(id, sum);
  return sum;
}

/** Reads the candidates' sums, over `channels` channels, into the scores of item `i`, and leaves them in disorder; `self` is the user's own place among them, or −1. */
function rank(out: Identity, i: number, { sum, own, self, candidates, channels }: Place): void {
  if (self >= 0) sum[self] = Number.NEGATIVE_INFINITY;
  const others = sum.length - (self >= 0 ? 1 : 0);
  if (others < 1) return;
  const best = new Int32Array(keptOthers).fill(-1);
  for (let c = 0; c < sum.length; c++) {
    if (c === self) continue;
    let k = keptOthers;
    while (k > 0 && (best[k - 1]! < 0 || sum[c]! > sum[best[k - 1]!]!)) k--;
    if (k === keptOthers) continue;
    best.copyWithin(k + 1, k, keptOthers - 1);
    best[k] = c;
  }
  best.forEach((c, k) => {
    if (c < 0) return;
    out.resembles[i * keptOthers + k] = candidates[c]!;
    out.gain[i * keptOthers + k] = (sum[c]! - own) / Math.max(1, channels);
  });
  out.other[i] = sum[best[0]!]! - own;
  if (others < 10) return;
  out.others[i] = selectInPlace(sum, sum.length - 1 - Math.floor(others / 10)) - own;
}

interface Place {
  readonly sum: Float64Array;
  readonly own: number;
  readonly self: number;
  readonly candidates: Int32Array;
  readonly channels: number;
}

/**
 * Scores each judged day of a user with any history as an identity (METHODS, 2): P(v|u) = (n_uv + α·p_t(v))/(n_u + α), a day's log-likelihood the
 * mean over its values (weighed as log(1 + n)), summed over channels.
 * @throws Cancelled
 */
export async function identityScores(
  channels: readonly Channel[],
  judged: JudgedDays,
  { typeCells, firstSeen, alpha, job }: { typeCells: Channel["cells"]; firstSeen: Int32Array; alpha: number; job: Job },
): Promise<Identity> {
  const nan = () => new Float64Array(judged.length).fill(Number.NaN);
  const out: Identity = {
    tenant: nan(),
    other: nan(),
    others: nan(),
    resembles: new Int32Array(judged.length * keptOthers).fill(-1),
    gain: new Float32Array(judged.length * keptOthers),
  };
  let block = -1;
  let candidates: Int32Array = new Int32Array(0);
  let postings: Postings[] = [];
  let position = new Map<number, number>();
  let sum = new Float64Array(0);
  let absent = new Map<string, Float64Array>();
  for (let i = 0; i < judged.length; i++) {
    if (i % 256 === 0) {
      job.report({ stage: "profile: identity", done: i, total: judged.length, unit: "users" });
      await breathe(job);
    }
    if (judged.active[i] === 0) continue;
    if (judged.block[i] !== block) {
      block = judged.block[i]!;
      candidates = candidatesOf(judged.blocks[block]!, typeCells, firstSeen);
      position = new Map([...candidates].map((actor, c) => [actor, c]));
      postings = channels.map((channel) => postingsOf(channel, { ...judged.blocks[block]!, candidates, alpha }));
      sum = new Float64Array(candidates.length);
      absent = new Map();
    }
    const has = postings.map(({ channel: { cells } }) => {
      const { start, end } = cellRange(cells, judged.actor[i]!, judged.day[i]!);
      return end > start;
    });
    sum.set(absentSum(postings, has, absent));
    let own = 0;
    let tenant = 0;
    let present = 0;
    for (const p of postings) {
      const added = addChannel(p, judged, i, alpha, sum);
      if (!added) continue;
      own += added.own;
      tenant += added.tenant;
      present++;
    }
    out.tenant[i] = tenant - own;
    rank(out, i, { sum, own, self: position.get(judged.actor[i]!) ?? -1, candidates, channels: present });
  }
  return out;
}
