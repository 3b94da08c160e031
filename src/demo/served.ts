import { type Random, randomInt } from "../lib/random.ts";

/** Whom each agent of a desk served last, and when: seats × kept, a customer of −1 where there is none yet. */
export interface Served {
  readonly kept: number;
  readonly customer: Int32Array;
  /** Seconds since base. */
  readonly at: Float64Array;
  /** The next place of each seat to be overwritten. */
  readonly next: Int32Array;
}

/** Nobody has been served yet; `kept` customers of each agent are remembered, the last ones. */
export const openServed = (agents: number, kept = 96): Served => ({
  kept,
  customer: new Int32Array(agents * kept).fill(-1),
  at: new Float64Array(agents * kept),
  next: new Int32Array(agents),
});

/** Remembers that the agent of the seat served the customer. */
export function noteServed(served: Served, seat: number, customer: number, at: number): void {
  const place = seat * served.kept + served.next[seat]!;
  served.customer[place] = customer;
  served.at[place] = at;
  served.next[seat] = (served.next[seat]! + 1) % served.kept;
}

/** A customer whom the agent served last between two moments; −1 where there is none. */
export function servedBetween(served: Served, seat: number, from: number, to: number, random: Random): number {
  const start = seat * served.kept;
  const first = randomInt(random, served.kept);
  for (let i = 0; i < served.kept; i++) {
    const place = start + ((first + i) % served.kept);
    const customer = served.customer[place]!;
    if (customer < 0 || served.at[place]! < from || served.at[place]! > to) continue;
    if (lastServed(served, seat, customer) <= to) return customer;
  }
  return -1;
}

/** When the agent last served the customer, seconds since base; −∞ where not as far as is remembered. */
export function lastServed({ kept, customer, at }: Served, seat: number, wanted: number): number {
  let last = -Infinity;
  for (let place = seat * kept; place < (seat + 1) * kept; place++) {
    if (customer[place] === wanted) last = Math.max(last, at[place]!);
  }
  return last;
}
