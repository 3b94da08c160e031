/** Milliseconds after the last change, and the longest that changes may wait. */
const quiet = 700;
const longest = 4000;

/** Calls `write` once changes have paused, and now and then while they don't. */
export class Autosave {
  readonly #write: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #since = 0;

  constructor(write: () => void) {
    this.#write = write;
  }

  /** Something has changed. */
  touch(now: number = performance.now()): void {
    if (this.#timer === null) this.#since = now;
    else clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), Math.max(0, Math.min(quiet, this.#since + longest - now)));
  }

  /** Writes what waits, now: the page may be about to go. */
  flush(): void {
    if (this.#timer === null) return;
    this.stop();
    this.#write();
  }

  /** Forgets what waits: it is written elsewhere. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
