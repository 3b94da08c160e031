import { scalar } from "../../src/db/columns.ts";
import { OutOfMemory } from "../../src/db/memory.ts";
import { inspectFiles } from "../../src/engine/inspect.ts";
import type { Tenant } from "../../src/engine/tenant.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { quietJob } from "../../src/lib/job.ts";
import { tenantHash } from "../../src/tenant/chunk-tables.ts";
import { mapping as smallMapping, smallTenant, toCsv } from "../e2e/small-tenant.ts";
import { openTestDatabase } from "./database.ts";
import { type EngineHere, openEngineHere } from "./engine-here.ts";
import { type FaultyDatabase, faultyDatabase } from "./faulty-database.ts";

/** How often memory ran out, and what did not hold then. */
export interface Tried {
  readonly what: string;
  readonly tried: number;
  readonly failed: readonly string[];
}

const mapping = smallMapping as Mapping;
const job = quietJob();
const rows = smallTenant({ users: 4, days: 34 });
const split = rows.length - 12;
const first = new File([toCsv(rows.slice(0, split))], "first.csv");
const second = new File([`${toCsv(rows.slice(split))}E9,not a time,agent00,View,T,C1,DE\n`], "second.csv");

/** The words that name what to narrow. */
export const narrow = /not enough memory.*still here.*Take fewer files or days at a time/;

/** A tenant whose database can run out of memory at any statement. */
export class FullMemory {
  readonly #db: FaultyDatabase;
  readonly #engine: EngineHere;
  readonly #tenant: Tenant;
  readonly #stride: number;

  private constructor(db: FaultyDatabase, engine: EngineHere, tenant: Tenant, stride: number) {
    this.#db = db;
    this.#engine = engine;
    this.#tenant = tenant;
    this.#stride = stride;
  }

  /** @param stride tries every so manieth statement */
  static async open({ stride = 1 } = {}): Promise<FullMemory> {
    const db = faultyDatabase(await openTestDatabase({ canonical: false }));
    const { engine, tenant } = await openEngineHere({ open: async () => db });
    const made = new FullMemory(db, engine, tenant, stride);
    await made.#import(first);
    return made;
  }

  async #import(file: File): Promise<void> {
    await this.#tenant.importFiles(await inspectFiles([file], job), { [file.name]: mapping }, job);
  }

  /** What the tables hold but for the list of files, which names those that failed too. */
  async #tables(): Promise<string> {
    return (await tenantHash(this.#tenant.db)).replace(/^files .*\n/m, "");
  }

  /** What is said of a full memory: by a file's report, or by what is thrown; null where all went through. */
  async #saidBy(work: () => Promise<unknown>): Promise<string | null> {
    const reports = this.#tenant.files.length;
    const thrown = await work().then(
      () => null,
      (error: Error) => error,
    );
    if (thrown && !(thrown instanceof OutOfMemory)) return `${thrown.name}: ${thrown.message}`;
    const problem = this.#tenant.files.slice(reports).find((one) => one.problem)?.problem;
    return thrown?.message ?? (problem ? `${problem.what} ${problem.next}` : null);
  }

  /** Memory is full at a statement of `work`, and with `on` from there on; `isRight` is asked after each. Ends with a run that went through. */
  async #atEach(
    what: string,
    work: () => Promise<unknown>,
    { on, isRight }: { on: boolean; isRight: () => Promise<"yes" | "through" | string> },
  ): Promise<Tried> {
    const failed: string[] = [];
    let tried = 0;
    for (let n = 1; ; n += this.#stride) {
      this.#db.failAt(n, { on });
      const said = await this.#saidBy(work);
      const isThrough = this.#db.calls() < n;
      this.#db.failAt(0);
      if (isThrough) break;
      tried++;
      const right = await isRight();
      if (said !== null && !narrow.test(said)) failed.push(`statement ${n}: ${said}`);
      if (right === "through") break;
      if (right !== "yes") failed.push(`statement ${n}: ${right}`);
    }
    return { what: `${what}${on ? ", memory stays full" : ""}`, tried, failed };
  }

  /** An import, and what follows it. */
  async imports({ on }: { on: boolean }): Promise<Tried[]> {
    const old = await this.#tables();
    const isIn = "select count(*)::integer from files where name = 'second.csv' and rows_typed > 0";
    const importing = await this.#atEach("import of a file", () => this.#import(second), {
      on,
      isRight: async () => {
        if (scalar(await this.#tenant.db.query(isIn)) > 0) return "through";
        // What could not be taken back while the memory was full goes with the next thing that reads the tenant.
        if (on) await this.#tenant.importFiles([], {}, job);
        return (await this.#tables()) === old ? "yes" : "the tables are not as before";
      },
    });
    const finishing = await this.#atEach("what follows an import", () => this.#tenant.importFiles([], {}, job), {
      on,
      isRight: async () => {
        const events = scalar(await this.#tenant.db.query("select count(*)::integer from events"));
        return events === rows.length ? "yes" : `${events} events`;
      },
    });
    const { events, actions } = await this.#tenant.summary();
    const isWhole = events === rows.length && actions === rows.length;
    return [importing, { ...finishing, failed: isWhole ? finishing.failed : [...finishing.failed, "not whole"] }];
  }

  /** The detectors and the queue. */
  async runs({ on }: { on: boolean }): Promise<Tried[]> {
    const settings = { history: 21, steps: 1 };
    const quiet = () => {};
    const detectors = ["profile", "subspace", "graph"];
    const runs: Record<string, () => Promise<unknown>> = {
      profile: () => this.#engine.profile("profile", settings, quiet),
      subspace: () => this.#engine.subspace("subspace", settings, quiet),
      graph: () => this.#engine.graph("graph", settings, quiet),
      queue: () => this.#engine.queue("queue", { detectors }, quiet),
    };
    const old = await this.#tables();
    const tried: Tried[] = [];
    for (const [name, run] of Object.entries(runs)) {
      const one = await this.#atEach(name, run, {
        on,
        isRight: async () => ((await this.#tables()) === old ? "yes" : "the tables are not as before"),
      });
      tried.push(one);
    }
    return tried;
  }
}
