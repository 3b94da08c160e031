/** How many of the users that a day resembles most are kept. */
export const keptOthers = 3;

/**
 * Days against candidates, as a product of two sparse matrices: what the identity kernel and its twin read. Plain typed arrays, so that it
 * can be posted to a worker.
 */
export interface IdentityInput {
  readonly candidates: number;
  /** values + 1 offsets into `candidate` and `gain`: which candidates ever had a value, ascending, and how much likelier it is under them, in nats. */
  readonly start: Int32Array;
  readonly candidate: Int32Array;
  readonly gain: Float32Array;
  /** patterns × candidates, row-major: what each candidate starts from on a day, nats. */
  readonly base: Float32Array;
  /** items + 1 offsets into `value` and `weight`: a day's values and their weights. */
  readonly itemStart: Int32Array;
  readonly value: Int32Array;
  readonly weight: Float32Array;
  /** Of each item: its row of `base`, and the candidate that is the day's own user (−1: none), who is passed over. */
  readonly pattern: Int32Array;
  readonly self: Int32Array;
}

/** Log-likelihoods of items under the candidates, without what all candidates share. */
export interface IdentityRows {
  /** items × keptOthers: the likeliest candidates, best first (−1: none), and their sums, nats. */
  readonly best: Int32Array;
  readonly bestSum: Float64Array;
  /** The 90th percentile over candidates; NaN where there are fewer than ten. */
  readonly ninetieth: Float64Array;
}

/** Empty rows for `items` items. */
export const createIdentityRows = (items: number): IdentityRows => ({
  best: new Int32Array(items * keptOthers).fill(-1),
  bestSum: new Float64Array(items * keptOthers).fill(Number.NaN),
  ninetieth: new Float64Array(items).fill(Number.NaN),
});

/** How many candidates are above the 90th percentile of `others` of them; −1 where they are too few to have one. */
export const aboveNinetieth = (others: number): number => (others < 10 ? -1 : Math.floor(others / 10));

/** The input of items `from` to `to` (exclusive) alone, as items 0 …: what to post to a worker. */
export function sliceItems(input: IdentityInput, from: number, to: number): IdentityInput {
  const begin = input.itemStart[from]!;
  const end = input.itemStart[to]!;
  return {
    ...input,
    itemStart: input.itemStart.slice(from, to + 1).map((at) => at - begin),
    value: input.value.slice(begin, end),
    weight: input.weight.slice(begin, end),
    pattern: input.pattern.slice(from, to),
    self: input.self.slice(from, to),
  };
}
