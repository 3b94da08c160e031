/** Lets one cell run at a time: of those that wait, the one that stands first in the notebook. */
export class Turns {
  readonly #waiting: { readonly place: number; readonly start: () => void }[] = [];
  #isBusy = false;

  /** Runs `work` when its turn comes. */
  async take<T>(place: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      this.#waiting.push({ place, start });
      setTimeout(() => this.#next());
    });
    try {
      return await work();
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
