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

  /** Takes over the verdicts of an earlier run on the same logs, under the open tenant's id. */
  restore({ given }: Pick<VerdictLog, "given">, tenant = this.#log.tenant): VerdictLog {
    this.#log = { ...emptyLog(tenant), given };
    return this.#log;
  }

  /** Notes a verdict on cases. @returns whether the interesting roots are others now */
  async give(cases: readonly Case[], { verdict, reason = "", tags = [] }: GivenVerdict): Promise<boolean> {
    const time = new Date().toISOString();
    const batch = cases.length > 1 ? { batch: `${this.#log.given.length} ${time}` } : {};
    let isOther = false;
    for (const one of cases) {
      const { actor, day, headline } = one.summary;
      this.#log = withVerdict(this.#log, { actor, day, verdict, reason, tags, time, headline, ...one.arms, ...batch });
      isOther = (await this.#confirm(this.#log.given.at(-1)!, one)) || isOther;
    }
    return isOther;
  }

  /** Takes the verdicts of the last stroke back. `find` gives the case that a verdict is about, where the queue has it. @returns as `give` */
  async undo(find: (verdict: Verdict) => Case | undefined): Promise<boolean> {
    const { log, undone } = withoutLast(this.#log);
    this.#log = log;
    let isOther = false;
    for (const verdict of undone) isOther = (await this.#confirm(verdict, find(verdict))) || isOther;
    return isOther;
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
