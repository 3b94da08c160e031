/** How a net is made and trained. */
export interface TrainingSettings {
  /** Batches to learn from. */
  readonly steps: number;
  /** It stops here at the latest, and says so: a run that the clock stopped can't be repeated exactly. */
  readonly seconds: number;
  /** Share of pairs of independent roots; the others are of one actor and day. */
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
 * Size and steps are what a CPU of two cores trains within a minute. φ is high, since roots of one actor and day differ in what they are about: pulling
 * half of all pairs together made the embedding forget it (on a toy desk mutated roots were told apart with AUC .66 instead of .83, at the same objective).
 * Independent directions are √2 apart, so that is far enough.
 */
export const trainingDefaults: TrainingSettings = {
  steps: 200,
  seconds: 180,
  phi: 0.9,
  margin: Math.SQRT2,
  delta: 0.5,
  rounds: 1,
  heads: 4,
  width: 32,
  rate: 0.003,
};
