/** A request that must not get out, and what became of it. */
export interface Canary {
  readonly name: string;
  /** Who refused it, or how it got through. */
  readonly result: string;
  readonly isRefused: boolean;
}
