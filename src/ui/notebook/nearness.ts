/** A block that is built when it comes near the window. */
export interface Nearby extends HTMLElement {
  isNear: boolean;
}

const most = 200;

/** Builds blocks as they come near the window; past two hundred, those seen longest ago are taken down again, at their height. */
export class Nearness {
  readonly #observer: IntersectionObserver;
  readonly #built = new Set<Nearby>();
  readonly #near = new Set<Element>();

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
  build(block: Nearby): void {
    this.#built.delete(block);
    this.#built.add(block);
    block.style.removeProperty("height");
    block.isNear = true;
  }

  #see(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) this.#near.delete(target);
      else {
        this.#near.add(target);
        this.build(target as Nearby);
      }
    }
    for (const block of this.#built) {
      if (this.#built.size <= most) break;
      if (this.#near.has(block) || block.matches(":focus-within")) continue;
      this.#built.delete(block);
      block.style.setProperty("height", `${block.offsetHeight}px`);
      block.isNear = false;
    }
  }
}
