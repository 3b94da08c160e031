import { ints, scalar, texts } from "../db/columns.ts";
import { type Database, quoteText } from "../db/database.ts";
import { UserError } from "../lib/errors.ts";

/** Interesting roots as they are kept: events, those of starred cases by the case's id. */
export interface SavedRoots {
  readonly starred: readonly (readonly [id: string, event: number])[];
  readonly liked: readonly number[];
}

/** Roots known to be interesting, starred or named. They are kept by an event of theirs: actions are numbered anew whenever they are folded. */
export class InterestingRoots {
  readonly #db: Database;
  readonly #starred = new Map<string, number>();
  #liked: readonly number[] = [];

  constructor(db: Database) {
    this.#db = db;
  }

  /** Takes a case's root in. */
  async star(id: string, action: number): Promise<void> {
    this.#starred.set(id, scalar(await this.#db.query(`select event from actions where action = ${action}`)));
  }

  unstar(id: string): void {
    this.#starred.delete(id);
  }

  /** Whether a case's root was taken in. */
  has(id: string): boolean {
    return this.#starred.has(id);
  }

  /** Takes in roots by the log's own ids, or by action numbers where the logs have none. @throws UserError when there is no such root */
  async like(ids: readonly string[]): Promise<void> {
    const list = ids.map(quoteText).join(", ");
    if (list === "") return;
    const numbers = ids.filter((id) => /^\d{1,9}$/.test(id));
    const table = await this.#db.query(
      `select event from event_ids where id in (${list})` +
        (numbers.length > 0
          ? ` union select event from actions where action in (${numbers.join(",")}) and not exists (select 1 from event_ids)`
          : ""),
    );
    this.#liked = [...ints(table, "event")];
    if (this.#liked.length === 0)
      throw new UserError(`No logged action has the id ${ids[0]}.`, {
        next: "Give ids from the column that the mapping calls id.",
      });
  }

  /** The roots by an event of theirs, as `restore` takes them. */
  get saved(): SavedRoots {
    return { starred: [...this.#starred], liked: this.#liked };
  }

  /** Takes over the roots of the same tenant as they were saved, in place of those there are. */
  restore({ starred, liked }: SavedRoots): void {
    this.#starred.clear();
    for (const [id, event] of starred) this.#starred.set(id, event);
    this.#liked = liked;
  }

  /** By the log's own ids, or by action number where it has none: as `like` takes them. */
  async ids(): Promise<string[]> {
    const actions = await this.actions();
    if (actions.length === 0) return [];
    const table = await this.#db.query(
      `select distinct coalesce(i.id, cast(a.action as varchar)) as id from actions a left join event_ids i on i.event = a.event where a.action in (${actions.join(",")}) order by id`,
    );
    return texts(table, "id");
  }

  /** The actions that they are now, in order. */
  async actions(): Promise<Int32Array> {
    const events = [...this.#liked, ...this.#starred.values()];
    if (events.length === 0) return new Int32Array();
    const table = await this.#db.query(
      `select distinct action from events where event in (${events.join(",")}) order by action`,
    );
    return ints(table, "action");
  }
}
