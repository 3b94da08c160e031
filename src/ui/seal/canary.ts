/** A request that must not get out, and what became of it. */
export interface Canary {
  /** The way out that was tried. */
  readonly name: string;
  /** The address that it was to reach. */
  readonly to: string;
  /** What refused it: a directive of the policy, `Trusted Types`, or `the browser`, which did not say by what; null where nothing did. */
  readonly refusedBy: string | null;
  /** What was seen of it. */
  readonly outcome: "got through" | "failed";
}
