import { Cancelled, isCancelled } from "../lib/errors.ts";

interface Waiting {
  readonly place: number;
  readonly start: () => void;
  readonly refuse: (why: unknown) => void;
}

/** Lets one cell run at a time: of those that wait, the one that stands first in the notebook. */
export class Turns {
  readonly #waiting: Waiting[] = [];
  #isBusy = false;
  #stopRunning: (why: unknown) => void = () => {};

  /** Runs `work` when its turn comes; where the work before it is cancelled or all is stopped, so is this. */
  async take<T>(place: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start, refuse) => {
      this.#waiting.push({ place, start, refuse });
      setTimeout(() => this.#next());
    });
    const stopped = new Promise<never>((_resolve, refuse) => {
      this.#stopRunning = refuse;
    });
    try {
      return await Promise.race([work(), stopped]);
    } catch (error) {
      if (isCancelled(error)) this.#refuseWaiting(error);
      throw error;
    } finally {
      this.#isBusy = false;
      setTimeout(() => this.#next());
    }
  }

  /** Ends what runs and what waits with `Cancelled`, at once: whether or not the work listens. */
  stop(): void {
    const why = new Cancelled();
    this.#refuseWaiting(why);
    this.#stopRunning(why);
  }

  #refuseWaiting(why: unknown): void {
    for (const { refuse } of this.#waiting.splice(0)) refuse(why);
  }

  #next(): void {
    if (this.#isBusy || this.#waiting.length === 0) return;
    this.#isBusy = true;
    const first = this.#waiting.reduce((best, entry) => (entry.place < best.place ? entry : best));
    this.#waiting.splice(this.#waiting.indexOf(first), 1);
    first.start();
  }
}
