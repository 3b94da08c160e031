/** A request that the page made: what the browser's own log (Resource Timing) has of it. */
export interface Request {
  readonly url: string;
  /** ISO 8601. */
  readonly when: string;
}

/** Counts the page's requests from its start, and those since a moment. Blob and data addresses stay in the machine and don't count. */
export class RequestLog {
  readonly #requests: { readonly url: string; readonly at: number }[] = [];
  readonly #observer: PerformanceObserver;
  #mark = Number.POSITIVE_INFINITY;

  constructor() {
    this.#observer = new PerformanceObserver((list) => this.#add(list.getEntries()));
    this.#observer.observe({ type: "resource", buffered: true });
    this.#add(performance.getEntriesByType("navigation"));
  }

  #add(entries: readonly PerformanceEntry[]): void {
    for (const entry of entries) {
      if (/^(blob|data):/.test(entry.name)) continue;
      this.#requests.push({ url: entry.name, at: entry.startTime });
    }
  }

  /** From now on a request counts as made since the first tenant file. */
  mark(): void {
    this.#mark = Math.min(this.#mark, performance.now());
  }

  all(): Request[] {
    this.#add(this.#observer.takeRecords());
    return this.#requests.map(({ url, at }) => ({ url, when: new Date(performance.timeOrigin + at).toISOString() }));
  }

  sinceMark(): number {
    this.#add(this.#observer.takeRecords());
    return this.#requests.filter(({ at }) => at >= this.#mark).length;
  }
}
