import { LitElement, type PropertyDeclarations, type PropertyValues } from "lit";
import type { Session } from "./session.ts";
import type { SessionState } from "./state.ts";
import { turn } from "./turns.ts";

/** Base of every view: light DOM, and a new render only when what it watches of the session has changed. */
export abstract class View extends LitElement {
  static override properties: PropertyDeclarations = { session: { attribute: false } };
  declare session: Session;
  #seen: readonly unknown[] = [];

  /** The parts of the state that this view shows. */
  protected abstract watched(state: SessionState): readonly unknown[];

  protected get state(): SessionState {
    return this.session.state;
  }

  /** The zone whose clock the tenant's days and times follow. */
  protected get zone(): string {
    return this.state.summary?.zone ?? "UTC";
  }

  readonly #onChange = (): void => {
    const now = this.watched(this.state);
    if (now.length === this.#seen.length && now.every((part, i) => part === this.#seen[i])) return;
    this.#seen = now;
    this.requestUpdate();
  };

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.session.addEventListener("change", this.#onChange);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.session.removeEventListener("change", this.#onChange);
  }

  protected override async scheduleUpdate(): Promise<void> {
    await turn();
    super.scheduleUpdate();
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.#seen = this.watched(this.state);
  }
}
