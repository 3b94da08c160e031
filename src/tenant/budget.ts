/** Things held in memory under a budget of bytes; what was used least recently goes first. */
export class Budget<T> {
  readonly #most: number;
  /** In the order of their last use. */
  readonly #held = new Map<string, { readonly value: T; readonly bytes: number }>();
  #bytes = 0;

  constructor({ most }: { readonly most: number }) {
    this.#most = most;
  }

  /** Bytes that are held. */
  get bytes(): number {
    return this.#bytes;
  }

  has(id: string): boolean {
    return this.#held.has(id);
  }

  /** Ids, the least recently used first. */
  get ids(): string[] {
    return [...this.#held.keys()];
  }

  /** What is held under `id`, which counts as used. */
  get(id: string): T | undefined {
    const found = this.#held.get(id);
    if (!found) return undefined;
    this.#held.delete(id);
    this.#held.set(id, found);
    return found.value;
  }

  /** Lets go of others until `bytes` more fit; one that is larger than the whole budget is held alone. */
  makeRoom(bytes: number): void {
    for (const id of this.ids) {
      if (this.#bytes + bytes <= this.#most) return;
      this.drop(id);
    }
  }

  put(id: string, value: T, bytes: number): void {
    this.drop(id);
    this.makeRoom(bytes);
    this.#held.set(id, { value, bytes });
    this.#bytes += bytes;
  }

  drop(id: string): void {
    this.#bytes -= this.#held.get(id)?.bytes ?? 0;
    this.#held.delete(id);
  }
}
