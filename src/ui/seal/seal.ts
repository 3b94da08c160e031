import { UserError } from "../../lib/errors.ts";
import { foreignCanaries, ownCanaries } from "./canaries.ts";
import type { Canary } from "./canary.ts";
import { type HostHeaders, hostHeaders } from "./host.ts";
import { addSealedPolicy, policiesOf } from "./policy.ts";
import { type Request, RequestLog } from "./requests.ts";

/** What the page can show for its claim that nothing leaves it. */
export interface Proof {
  readonly sealed: boolean;
  readonly requestsSinceFirstFile: number;
  readonly policy: readonly string[];
  readonly canaries: readonly Canary[];
  readonly host: HostHeaders | null;
  readonly requests: readonly Request[];
}

/** Closes the page before the first tenant file is read, and keeps the proof. */
export class Seal {
  readonly #log = new RequestLog();
  readonly #load: () => Promise<unknown>;
  readonly #foreign: Promise<Canary[]>;
  readonly #host: Promise<HostHeaders | null>;
  #own: readonly Canary[] = [];
  #closing: Promise<void> | null = null;
  #isSealed = false;

  /** @param load fetches everything that the page may still need from its own origin */
  constructor(load: () => Promise<unknown>) {
    this.#load = load;
    this.#foreign = foreignCanaries();
    this.#host = hostHeaders();
  }

  /**
   * Loads the rest of the page, takes its own origin away and tries the canaries; later calls wait for the first.
   * @throws UserError when a canary got through: then no tenant may be opened
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all([this.#load(), this.#host]);
    addSealedPolicy(document);
    this.#own = await ownCanaries();
    const escaped = [...(await this.#foreign), ...this.#own].find(({ refusedBy }) => refusedBy === null);
    if (escaped) {
      throw new UserError(
        `The page could not be sealed: ${escaped.name} to ${escaped.to} ${escaped.outcome}, and no policy stopped it.`,
        {
          next: "No tenant is opened. Use a current Chrome, Edge, Firefox or Safari, without extensions that change a page's policy.",
        },
      );
    }
    this.#log.mark();
    this.#isSealed = true;
  }

  async proof(): Promise<Proof> {
    return {
      sealed: this.#isSealed,
      requestsSinceFirstFile: this.#isSealed ? this.#log.sinceMark() : 0,
      policy: policiesOf(document),
      canaries: [...(await this.#foreign), ...this.#own],
      host: await this.#host,
      requests: this.#log.all(),
    };
  }
}
