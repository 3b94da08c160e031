/** Adds up how long the stages of a run take. */
export class Stopwatch {
  readonly #seconds = new Map<string, number>();
  readonly #started = performance.now();

  /** Runs `work` and books its time under a stage. */
  async time<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#seconds.set(stage, (this.#seconds.get(stage) ?? 0) + (performance.now() - started) / 1000);
    }
  }

  /** Seconds by stage, and since the stopwatch was made. */
  seconds(): Record<string, number> {
    const round = (seconds: number) => Math.round(seconds * 1000) / 1000;
    const stages = [...this.#seconds].map(([stage, seconds]) => [stage, round(seconds)] as const);
    return { ...Object.fromEntries(stages), total: round((performance.now() - this.#started) / 1000) };
  }
}
