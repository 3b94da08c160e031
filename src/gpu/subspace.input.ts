/** How a count becomes a coordinate: Anscombe's 2√(x + 3/8) with its origin at a count of 0, or log(1 + x). */
export type CountTransform = "anscombe" | "log1p";

const atZero = 2 * Math.sqrt(0.375);

/**
 * The transform of a count; 0 for 0. Anscombe's own value at 0 would add a constant for every type of the tenant: it would hold most of the
 * energy of a sparse user, and a type that first appears on a later day would change the scores of days before it.
 */
export const transformCount = (transform: CountTransform, count: number): number =>
  transform === "anscombe" ? 2 * Math.sqrt(count + 0.375) - atZero : Math.log1p(count);

/** The count whose transform is `value`, at least 0. */
export const invertTransform = (transform: CountTransform, value: number): number =>
  transform === "anscombe" ? Math.max(0, Math.max(0, value + atZero) ** 2 / 4 - 0.375) : Math.max(0, Math.expm1(value));

/**
 * What the subspace kernel and its twin read: plain numbers and typed arrays, so that it can be posted to a worker.
 * Days are indices into the tenant's calendar.
 */
export interface SubspaceInput {
  /** users + 1 offsets into `day`, `key`, `n`; each user's cells sorted by day. */
  readonly rowStart: Int32Array;
  readonly day: Int32Array;
  readonly key: Int32Array;
  /** Counts above 0. */
  readonly n: Float32Array;
  /** Number of keys of the tenant (E), those included that a user never had. */
  readonly keys: number;
  /** First seen day of each user; −1 if never. */
  readonly first: Int32Array;
  /** First and last scored day, inclusive. */
  readonly from: number;
  readonly to: number;
  /** Days of history at the most (T). */
  readonly history: number;
  /** Days of history at the least: fewer, and nothing is computed. */
  readonly minHistory: number;
  /** Number of components: "auto" is the smallest that holds `energy`, at most 5. */
  readonly rank: "auto" | number;
  /** Share of Σλ that the components have to hold. */
  readonly energy: number;
  readonly transform: CountTransform;
}

/** What was found for users `fromUser` to `toUser` (exclusive); items are users × scored days, row-major. */
export interface SubspaceRows {
  /** Days of history before the scored day; under `minHistory` the item's other numbers are 0. */
  readonly history: Int32Array;
  readonly rank: Int32Array;
  /** Squared prediction error of the scored day. */
  readonly spe: Float64Array;
  /** Share of the history's energy that the components hold. */
  readonly energy: Float64Array;
  /** items × 3: φ₁, φ₂, φ₃ of the components left out, of λ/n (Jackson–Mudholkar). */
  readonly tail: Float64Array;
  /** items × `history`: squared prediction error of each history day by the others, oldest first; the rest 0. */
  readonly loo: Float64Array;
}

/** Components that "auto" takes at the most. */
const maxRank = 5;

/** Eigenvalues below this share of the first are raised to it where they divide. */
export const eigenvalueFloor = 1e-6;

/** The rank rule as two numbers: the most components, and the share of energy at which to stop. */
export const rankRule = ({ rank, energy }: Pick<SubspaceInput, "rank" | "energy">): { most: number; energy: number } =>
  rank === "auto" ? { most: maxRank, energy } : { most: rank, energy: Number.POSITIVE_INFINITY };

/** Scored days of an input. */
export const scoredDays = ({ from, to }: Pick<SubspaceInput, "from" | "to">): number => Math.max(0, to - from + 1);

/** Days of history before `day` of a user first seen on `first`. */
export const historyDays = (input: Pick<SubspaceInput, "history">, first: number, day: number): number =>
  first < 0 || first >= day ? 0 : Math.min(input.history, day - first);

/** The input of users `fromUser` to `toUser` (exclusive) alone, as users 0 …: what to post to a worker, and no more. */
export function sliceUsers(input: SubspaceInput, fromUser: number, toUser: number): SubspaceInput {
  const begin = input.rowStart[fromUser]!;
  const end = input.rowStart[toUser]!;
  return {
    ...input,
    rowStart: input.rowStart.slice(fromUser, toUser + 1).map((at) => at - begin),
    day: input.day.slice(begin, end),
    key: input.key.slice(begin, end),
    n: input.n.slice(begin, end),
    first: input.first.slice(fromUser, toUser),
  };
}

/** Empty rows for `users` users. */
export function createSubspaceRows(input: SubspaceInput, users: number): SubspaceRows {
  const items = users * scoredDays(input);
  return {
    history: new Int32Array(items),
    rank: new Int32Array(items),
    spe: new Float64Array(items),
    energy: new Float64Array(items),
    tail: new Float64Array(items * 3),
    loo: new Float64Array(items * input.history),
  };
}
