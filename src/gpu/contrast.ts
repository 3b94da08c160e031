/** Settings of the contrastive loss. */
export interface ContrastSettings {
  /** From which distance two roots that do not belong together are far enough apart, up to 2. */
  readonly margin: number;
  /** Where the Huber loss turns from a square into a line. */
  readonly delta: number;
}

/**
 * The loss of one pair, and its slope by the distance. Source: METHODS 4.
 *
 * Roots of one actor and day (`apart` 0) lose huber(S), two independent ones (`apart` 1) huber(max(0, m − S)). The paper prints huber((−1)^y·S), but Huber
 * is even: the sign would do nothing, and every pair would be pulled together. This is the one-sided form.
 */
export function contrast(
  distance: number,
  apart: number,
  { margin, delta }: ContrastSettings,
): { loss: number; slope: number } {
  const x = apart === 0 ? distance : Math.max(0, margin - distance);
  const loss = x <= delta ? (x * x) / 2 : delta * (x - delta / 2);
  const slope = Math.min(x, delta);
  return { loss, slope: apart === 0 ? slope : -slope };
}

/** Pairs of rows, and whether they are independent (1) or of one actor and day (0). */
export interface Pairs {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly apart: Uint8Array;
}

/** The pairs from `from` to `to`. */
export const slicePairs = ({ first, second, apart }: Pairs, from: number, to: number): Pairs => ({
  first: first.slice(from, to),
  second: second.slice(from, to),
  apart: apart.slice(from, to),
});

/** Sums over some pairs: of the loss, and of its gradient by the weights. */
export interface PairGradient {
  readonly loss: number;
  readonly gradient: Float32Array;
}
