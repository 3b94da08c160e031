/** Calls back when its milliseconds have run down, not counting those while it was paused. */
export class Countdown {
  readonly #end: () => void;
  #left: number;
  #since = 0;
  #pauses = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(milliseconds: number, end: () => void) {
    this.#left = milliseconds;
    this.#end = end;
    this.#go();
  }

  #go(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(this.#end, this.#left);
  }

  /** Holds the countdown while the work runs. */
  async without<T>(work: () => Promise<T>): Promise<T> {
    if (this.#pauses++ === 0) {
      this.stop();
      this.#left -= performance.now() - this.#since;
    }
    try {
      return await work();
    } finally {
      if (--this.#pauses === 0) this.#go();
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
