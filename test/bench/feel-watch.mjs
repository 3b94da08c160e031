// What the browser says of the page's thread: tasks over 50 ms, and how long presses took to show on the screen.

/** @typedef {{ at: number, ms: number }} Task a time since the navigation and a length, ms */

/** Runs in the page, before anything of it: keeps what the browser reports. */
export const watcher = `globalThis.felt = { tasks: [], presses: [] };
new PerformanceObserver((list) => felt.tasks.push(...list.getEntries().map(({ startTime, duration }) => ({ at: startTime, ms: duration }))))
  .observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => felt.presses.push(...list.getEntries().filter(({ name }) => name === "keydown").map(({ startTime, duration }) => ({ at: startTime, ms: duration }))))
  .observe({ type: "event", durationThreshold: 16, buffered: true });`;

/** Long tasks and slow presses of a page, by where the reader was. */
export class Watch {
  /** @type {{ name: string, from: number }[]} */
  #places = [];
  #page;

  /** @param {import("playwright-core").Page} page one that runs `watcher` */
  constructor(page) {
    this.#page = page;
  }

  /** Says that from now on the reader is at a place. @param {string} name */
  async at(name) {
    const at = `performance.mark(${JSON.stringify(`at: ${name}`)}).startTime`;
    this.#places.push({ name, from: await this.#page.evaluate(at) });
  }

  /** What was felt at each place. @returns {Promise<{ name: string, seconds: number, tasks: number[], presses: number[] }[]>} */
  async felt() {
    /** @type {{ now: number, tasks: Task[], presses: Task[] }} */
    const { now, tasks, presses } = await this.#page.evaluate("({ now: performance.now(), ...felt })");
    return this.#places.map(({ name, from }, i) => {
      const to = this.#places[i + 1]?.from ?? now;
      const within = (/** @type {Task[]} */ all) => all.filter(({ at }) => from <= at && at < to).map(({ ms }) => ms);
      return { name, seconds: (to - from) / 1000, tasks: within(tasks), presses: within(presses) };
    });
  }
}
