/** How a net is made and trained. */
export interface TrainingSettings {
  /** Batches to learn from. */
  readonly steps: number;
  /** It stops here at the latest, and says so: a run that the clock stopped can't be repeated exactly. */
  readonly seconds: number;
  /** Share of pairs with mutated roots: METHODS 4 has none. */
  readonly mutated: number;
  /** Of the other pairs, the share of independent roots; the rest are of one actor and day. */
  readonly phi: number;
  /** From which distance independent roots are far enough apart, up to 2. */
  readonly margin: number;
  /** Where the Huber loss turns from a square into a line. */
  readonly delta: number;
  /** How often nodes attend to their neighbours, and then the global node to all. */
  readonly rounds: number;
  readonly heads: number;
  /** Numbers a node, and of the embedding: a multiple of `heads`. */
  readonly width: number;
  /** Of Adam. */
  readonly rate: number;
}

/**
 * Size and steps are what a CPU of two cores trains within a minute.
 *
 * Pairs of one actor and day teach whose a root is, and when; the rankings ask whether it has its context, and the pairs of METHODS 4 alone make the net forget that:
 * on the support desk it found 4 of 50, and an untrained net 9. So six pairs in ten have a mutated root (`createBatches`), which found 48. φ is high for the
 * same reason. Independent directions are √2 apart, so that is far enough.
 */
export const trainingDefaults: TrainingSettings = {
  steps: 600,
  seconds: 300,
  mutated: 0.6,
  phi: 0.9,
  margin: Math.SQRT2,
  delta: 0.5,
  rounds: 1,
  heads: 4,
  width: 32,
  rate: 0.003,
};
