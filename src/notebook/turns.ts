import { isCancelled } from "../lib/errors.ts";

/** Lets one cell run at a time: of those that wait, the one that stands first in the notebook. */
export class Turns {
  readonly #waiting: { readonly place: number; readonly start: () => void; readonly refuse: (why: unknown) => void }[] =
    [];
  #isBusy = false;

  /** Runs `work` when its turn comes; where the work before it is cancelled, so is this. */
  async take<T>(place: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start, refuse) => {
      this.#waiting.push({ place, start, refuse });
      setTimeout(() => this.#next());
    });
    try {
      return await work();
    } catch (error) {
      if (isCancelled(error)) for (const { refuse } of this.#waiting.splice(0)) refuse(error);
      throw error;
    } finally {
      this.#isBusy = false;
      setTimeout(() => this.#next());
    }
  }

  #next(): void {
    if (this.#isBusy || this.#waiting.length === 0) return;
    this.#isBusy = true;
    const first = this.#waiting.reduce((best, entry) => (entry.place < best.place ? entry : best));
    this.#waiting.splice(this.#waiting.indexOf(first), 1);
    first.start();
  }
}
