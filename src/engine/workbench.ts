import type { Grounds } from "../casework/likeness.ts";
import { openDuckdb } from "../db/duckdb.ts";
import { type GpuDevice, probeDevice } from "../gpu/device.ts";
import { decodeBeside } from "../ingest/decode-beside.ts";
import { UserError } from "../lib/errors.ts";
import type { EngineParts } from "./api.ts";
import { ComputePool } from "./compute-pool.ts";
import type { Backends } from "./detection.ts";
import { Detections } from "./detections.ts";
import { saidOf, TenantDisk } from "./disk.ts";
import { Homes } from "./homes.ts";
import { Jobs } from "./jobs.ts";
import { Models } from "./models.ts";
import { Nets } from "./nets.ts";
import type { RankedQueue } from "./ranked-queue.ts";
import { Scripts } from "./script/scripts.ts";
import { TableDesk } from "./table-desk.ts";
import { Tenant } from "./tenant.ts";
import { VerdictDesk } from "./verdict-desk.ts";

/** What the calls of one tenant's engine share: the tenant, what was found in it so far, and what computes. */
export class Workbench {
  readonly jobs = new Jobs();
  readonly detections = new Detections();
  readonly nets = new Nets();
  /** The queue as it was ranked last; null before any queue cell has run. */
  queue: RankedQueue | null = null;
  /** Cases without a root that more like them are looked for, by id, with what they rest on. */
  readonly exemplars = new Map<string, Grounds>();
  readonly #pool = new ComputePool();
  #scripts: Scripts | null = null;
  #device: GpuDevice | null = null;
  #seed = 7;
  readonly homes = new Homes();
  readonly models = new Models(this.homes);
  #open: {
    readonly tenant: Tenant;
    readonly verdicts: VerdictDesk;
    readonly tables: TableDesk;
    readonly disk: TenantDisk;
  } | null = null;

  /** Starts the database and makes the tenant in it. */
  async open(parts: EngineParts, seed: number): Promise<void> {
    this.#seed = seed;
    this.#scripts = parts.quickjs === undefined ? null : new Scripts(parts.quickjs);
    const tenant = await Tenant.create(await openDuckdb(parts), decodeBeside());
    const verdicts = new VerdictDesk(tenant.id, tenant.interesting);
    const disk = new TenantDisk(this.homes, tenant, () => saidOf(verdicts.log.given, this.exemplars));
    this.#open = { tenant, verdicts, tables: new TableDesk(tenant.db), disk };
    this.#device = await probeDevice();
  }

  /** @throws UserError before `open` */
  get tenant(): Tenant {
    return this.#opened.tenant;
  }

  /** @throws UserError before `open` */
  get verdicts(): VerdictDesk {
    return this.#opened.verdicts;
  }

  /** @throws UserError before `open` */
  get tables(): TableDesk {
    return this.#opened.tables;
  }

  /** The tenant on this machine's disk. @throws UserError before `open` */
  get disk(): TenantDisk {
    return this.#opened.disk;
  }

  get #opened() {
    if (!this.#open) throw new UserError("No tenant is open.", { next: "Open one first." });
    return this.#open;
  }

  /** What runs scripts. @throws UserError where the engine was opened without QuickJS */
  get scripts(): Scripts {
    if (!this.#scripts) throw new UserError("Nothing here runs scripts.", { next: "Open the page anew." });
    return this.#scripts;
  }

  get seed(): number {
    return this.#seed;
  }

  get backends(): Backends {
    return { device: this.#device, pool: this.#pool };
  }

  /** Forgets what was found in the tenant before it got other files. */
  forget(): void {
    this.detections.clear();
    this.nets.clear();
    this.queue = null;
    this.exemplars.clear();
  }
}
