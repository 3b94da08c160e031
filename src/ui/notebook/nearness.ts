/** A block that is built when it comes near the window. */
export interface Nearby extends HTMLElement {
  isNear: boolean;
  readonly updateComplete: Promise<boolean>;
}

const most = 200;
/** Milliseconds of a frame that may go into building blocks. */
const budget = 8;

/**
 * Builds blocks as they come near the window, a few a frame; those that have gone by meanwhile are left. Past two hundred, those built
 * longest ago are taken down again, at their height.
 */
export class Nearness {
  readonly #observer: IntersectionObserver;
  readonly #built = new Set<Nearby>();
  readonly #near = new Set<Nearby>();
  #isBuilding = false;

  constructor(root: Element | null) {
    this.#observer = new IntersectionObserver((entries) => this.#see(entries), { root, rootMargin: "1000px 0px" });
  }

  watch(block: Nearby): void {
    this.#observer.observe(block);
  }

  leave(block: Nearby): void {
    this.#observer.unobserve(block);
    this.#built.delete(block);
    this.#near.delete(block);
  }

  /** Builds a block now, wherever it is. */
  async build(block: Nearby): Promise<void> {
    this.#built.delete(block);
    this.#built.add(block);
    block.style.removeProperty("height");
    block.isNear = true;
    await block.updateComplete;
  }

  #see(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#near.add(target as Nearby);
      else this.#near.delete(target as Nearby);
    }
    if (!this.#isBuilding) void this.#buildNear();
  }

  async #buildNear(): Promise<void> {
    this.#isBuilding = true;
    let started = performance.now();
    for (let next = this.#next(); next; next = this.#next()) {
      await this.build(next);
      if (performance.now() - started < budget) continue;
      await new Promise(requestAnimationFrame);
      started = performance.now();
    }
    this.#isBuilding = false;
    this.#takeDown();
  }

  #next(): Nearby | undefined {
    for (const block of this.#near) if (!block.isNear) return block;
    return undefined;
  }

  #takeDown(): void {
    const far = [...this.#built].filter((block) => !this.#near.has(block) && !block.matches(":focus-within"));
    const heights = far
      .slice(0, Math.max(0, this.#built.size - most))
      .map((block) => [block, block.offsetHeight] as const);
    for (const [block, height] of heights) {
      this.#built.delete(block);
      block.style.setProperty("height", `${height}px`);
      block.isNear = false;
    }
  }
}
