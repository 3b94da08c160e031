import {
  emptyLog,
  standing,
  type Verdict,
  type VerdictLog,
  verdictOn,
  withoutLast,
  withVerdict,
} from "../casework/verdicts.ts";
import type { GivenVerdict } from "./api/queue.ts";
import type { Case } from "./cases.ts";
import type { InterestingRoots } from "./interesting.ts";

/** The verdicts of one tenant, and what they make interesting. */
export class VerdictDesk {
  #log: VerdictLog;
  readonly #roots: InterestingRoots;

  constructor(tenant: string, roots: InterestingRoots) {
    this.#log = emptyLog(tenant);
    this.#roots = roots;
  }

  get log(): VerdictLog {
    return this.#log;
  }

  /** Notes a verdict on a case. @returns whether the interesting roots are others now */
  async give(one: Case, { verdict, reason = "", tags = [] }: GivenVerdict): Promise<boolean> {
    const { actor, day, headline } = one.summary;
    const time = new Date().toISOString();
    this.#log = withVerdict(this.#log, { actor, day, verdict, reason, tags, time, headline, ...one.arms });
    return this.#confirm(this.#log.given.at(-1)!, one);
  }

  /** Takes the last verdict back. `find` gives the case that a verdict is about, where the queue has it. @returns as `give` */
  async undo(find: (verdict: Verdict) => Case | undefined): Promise<boolean> {
    const { log, undone } = withoutLast(this.#log);
    this.#log = log;
    return undone === null ? false : this.#confirm(undone, find(undone));
  }

  /** Words of the verdicts that count on one actor's days. */
  of(actor: string): Verdict[] {
    return standing(this.#log).filter((verdict) => verdict.actor === actor);
  }

  async #confirm({ actor, day }: Verdict, one: Case | undefined): Promise<boolean> {
    const id = `verdict ${day} ${actor}`;
    const was = this.#roots.has(id);
    const isWorth = verdictOn(this.#log, { actor, day })?.verdict === "worth";
    if (!isWorth) this.#roots.unstar(id);
    else if (one && one.ranked.action >= 0) await this.#roots.star(id, one.ranked.action);
    return was !== this.#roots.has(id);
  }
}
