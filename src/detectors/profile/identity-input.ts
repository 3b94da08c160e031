import type { Channel } from "../../features/cells.ts";
import type { IdentityInput } from "../../gpu/identity.input.ts";
import { cellRange, OwnCounts, type TenantCounts, tenantCounts, tenantShare } from "./history.ts";
import type { JudgedDays } from "./judged-days.ts";

/** Growing columns of a packed input. */
interface Rows {
  readonly value: number[];
  readonly weight: number[];
}

/** One channel of one block: where its values begin among all, its tenant's counts, and what a candidate loses on every value, −log(n_w + α). */
interface PackedChannel {
  readonly channel: Channel;
  readonly offset: number;
  readonly own: OwnCounts;
  readonly tenant: TenantCounts;
  readonly absent: Float64Array;
}

/** The candidates' histories, inside out: by value instead of by user. */
interface Postings {
  readonly channels: readonly PackedChannel[];
  readonly start: Int32Array;
  readonly candidate: Int32Array;
  readonly gain: Float32Array;
}

/** A pack of days for the twins, and what the days' own users and the tenant make of them, nats, without what all share. */
export interface PackedIdentity {
  readonly input: IdentityInput;
  readonly own: Float64Array;
  readonly tenant: Float64Array;
  /** Channels that each day has. */
  readonly channels: Int32Array;
}

/** Turns the candidates' histories in the days [from, to) inside out; a gain is log(1 + n_wv/(α·p_t(v))). */
export function postingsOf(
  channels: readonly Channel[],
  { from, to, candidates, alpha }: { from: number; to: number; candidates: Int32Array; alpha: number },
): Postings {
  const values = channels.reduce((sum, { labels }) => sum + labels.length, 0);
  const start = new Int32Array(values + 1);
  const found = { value: [] as number[], candidate: [] as number[], gain: [] as number[] };
  let offset = 0;
  const packed = channels.map((channel): PackedChannel => {
    const { cells, labels } = channel;
    const first = offset;
    offset += labels.length;
    const tenant = tenantCounts(cells, { keys: labels.length, from, to });
    const count = new Float64Array(labels.length);
    const absent = new Float64Array(candidates.length);
    candidates.forEach((actor, c) => {
      const touched: number[] = [];
      let total = 0;
      const stop = cells.rowStart[actor + 1]!;
      for (let row = cellRange(cells, actor, from).start; row < stop && cells.day[row]! < to; row++) {
        const key = cells.key[row]!;
        const n = Math.log1p(cells.n[row]!);
        if (count[key] === 0) touched.push(key);
        count[key]! += n;
        total += n;
      }
      for (const key of touched) {
        found.value.push(first + key);
        found.candidate.push(c);
        found.gain.push(Math.log1p(count[key]! / (alpha * tenantShare(tenant, key))));
        start[first + key + 1]!++;
        count[key] = 0;
      }
      absent[c] = -Math.log(total + alpha);
    });
    return { channel, offset: first, own: new OwnCounts(labels.length), tenant, absent };
  });
  for (let value = 0; value < values; value++) start[value + 1]! += start[value]!;
  const fill = start.slice(0, values);
  const candidate = new Int32Array(found.value.length);
  const gain = new Float32Array(found.value.length);
  found.value.forEach((value, i) => {
    const at = fill[value]!++;
    candidate[at] = found.candidate[i]!;
    gain[at] = found.gain[i]!;
  });
  return { channels: packed, start, candidate, gain };
}

/** Adds one channel of a day to the rows, and gives what its own user makes of it. */
function addChannel(
  { channel: { cells }, offset, own, tenant }: PackedChannel,
  judged: JudgedDays,
  i: number,
  alpha: number,
  rows: Rows,
): number {
  const { start, end } = cellRange(cells, judged.actor[i]!, judged.day[i]!);
  own.read(cells, judged, i);
  let total = 0;
  for (let row = start; row < end; row++) total += Math.log1p(cells.n[row]!);
  let sum = -Math.log(own.total + alpha);
  for (let row = start; row < end; row++) {
    const key = cells.key[row]!;
    const n = Math.log1p(cells.n[row]!);
    sum += (n / total) * Math.log1p(own.count[key]! / (alpha * tenantShare(tenant, key)));
    rows.value.push(offset + key);
    rows.weight.push(n / total);
  }
  return sum;
}

/** Packs the days `items` of one block for the twins. */
export function packIdentity(
  { channels, start, candidate, gain }: Postings,
  judged: JudgedDays,
  { items, candidates, alpha }: { items: Int32Array; candidates: Int32Array; alpha: number },
): PackedIdentity {
  const place = new Map(Array.from(candidates, (actor, c) => [actor, c]));
  const rows: Rows = { value: [], weight: [] };
  const itemStart = new Int32Array(items.length + 1);
  const own = new Float64Array(items.length);
  const tenant = new Float64Array(items.length);
  const has = new Int32Array(items.length);
  const pattern = new Int32Array(items.length);
  const self = new Int32Array(items.length);
  const patterns = new Map<string, { readonly id: number; readonly present: readonly PackedChannel[] }>();
  items.forEach((i, at) => {
    const present = channels.filter(({ channel: { cells } }) => {
      const { start: first, end } = cellRange(cells, judged.actor[i]!, judged.day[i]!);
      return end > first;
    });
    const name = present.map(({ offset }) => offset).join();
    const known = patterns.get(name) ?? { id: patterns.size, present };
    patterns.set(name, known);
    for (const channel of present) {
      own[at]! += addChannel(channel, judged, i, alpha, rows);
      tenant[at]! -= Math.log(alpha);
    }
    itemStart[at + 1] = rows.value.length;
    has[at] = present.length;
    pattern[at] = known.id;
    self[at] = place.get(judged.actor[i]!) ?? -1;
  });
  const base = new Float32Array(patterns.size * candidates.length);
  for (const { id, present } of patterns.values())
    for (let c = 0; c < candidates.length; c++)
      base[id * candidates.length + c] = present.reduce((sum, { absent }) => sum + absent[c]!, 0);
  return {
    input: {
      candidates: candidates.length,
      start,
      candidate,
      gain,
      base,
      itemStart,
      value: Int32Array.from(rows.value),
      weight: Float32Array.from(rows.weight),
      pattern,
      self,
    },
    own,
    tenant,
    channels: has,
  };
}
