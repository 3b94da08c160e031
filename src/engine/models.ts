import { ints, texts } from "../db/columns.ts";
import { fitModel } from "../detectors/model/fit.ts";
import { readReduced } from "../detectors/model/read.ts";
import { packModel, unpackModel } from "../detectors/model/sections.ts";
import type { ModelSettings, TenantModel } from "../detectors/model/tenant-model.ts";
import { isoDay } from "../features/calendar.ts";
import { UserError } from "../lib/errors.ts";
import { type Job, quietJob } from "../lib/job.ts";
import { ModelStore, modelsOf, type StoredModel, tenantOfModel } from "../tenant/model-store.ts";
import { lockedTenants, storedTenants } from "../tenant/tenants.ts";
import type { FitSettings, ModelFolder, ModelSummary, StoredTenant } from "./api/models.ts";
import type { Backends } from "./detection.ts";
import type { Home, Homes } from "./homes.ts";
import { modelRun } from "./model-detection.ts";
import type { Nets } from "./nets.ts";
import type { Tenant } from "./tenant.ts";

/** What is said of a model without opening it. */
type About = Omit<ModelSummary, "id" | "bytes" | "isLoaded">;

interface ModelHome {
  readonly folder: Home["folder"];
  readonly store: ModelStore<TenantModel, About>;
}

const codec = { pack: packModel, unpack: unpackModel };

/**
 * The open tenant's models. A tenant has an id and a folder from its first model on, or from when the analyst says which stored tenant it is, or
 * imports a model of it; from then on models of any other are refused.
 */
export class Models {
  #home: ModelHome | null = null;
  readonly #homes: Homes;

  constructor(homes: Homes) {
    this.#homes = homes;
  }

  /** The folder that the models lie in; null before there is one. */
  get home(): string | null {
    return this.#home?.folder.id ?? null;
  }

  /** The models lie in the tenant's own folder, where that has some, unless another was named; a folder that was deleted is none. */
  async settleIn({ id }: Tenant): Promise<void> {
    if (this.#home && !this.#homes.isOpen(this.#home.folder.id)) this.#home = null;
    if (this.#home || !this.#homes.isOpen(id)) return;
    const { shelf } = await this.#homes.open(id);
    if (modelsOf(await shelf.manifest()).length > 0) await this.#homeOf(id);
  }

  async folder(): Promise<ModelFolder> {
    if (!this.#home) return { tenant: null, isWritable: true, isKept: true, heldBytes: 0, models: [] };
    const { folder, store } = this.#home;
    const models = (await store.list()).map(summaryOf);
    const { isWritable, isKept } = folder;
    return { tenant: folder.id, isWritable, isKept, heldBytes: store.heldBytes, models };
  }

  async stored(): Promise<readonly StoredTenant[]> {
    const stored = (await storedTenants()).map((manifest) => ({
      id: manifest.tenant,
      name: manifest.name,
      models: modelsOf(manifest).length,
      lockedSince: null,
    }));
    const locked = (await lockedTenants()).map(({ id, since }) => ({ id, name: "", models: 0, lockedSince: since }));
    return [...stored.filter(({ models }) => models > 0), ...locked].filter(({ id }) => !this.#homes.isOpen(id));
  }

  /** Makes the stored tenant's folder the open tenant's. @throws UserError where it has another already, or it doesn't open */
  async use(id: string, passphrase: string | null): Promise<void> {
    await this.#homeOf(id, passphrase);
  }

  /** Fits all detectors and keeps the model. @throws Cancelled, UserError */
  async save(
    tenant: Tenant,
    name: string,
    settings: FitSettings,
    { backends, nets, job }: { backends: Backends; nets: Nets; job: Job },
  ): Promise<ModelSummary> {
    this.#mustWrite();
    const { zone } = tenant;
    const { to, history, axis } = settings;
    if (settings.gap !== tenant.gap) await tenant.makeActions(settings.gap, job);
    const reduced = await readReduced(tenant.db, { zone, to, history, axis }, job);
    const { days, scored } = reduced.features.calendar;
    const { embedding, net } = settings;
    const trained = embedding === "gnn" && net ? nets.get(net, tenant.folding, isoDay(days[scored.to]! + 1)) : null;
    const interesting = await tenant.interesting.actions();
    const model = await tenant.stopwatch.time("fit", () =>
      fitModel(reduced, modelSettings(settings), modelRun(backends, job, trained), interesting),
    );
    const { calendar, firstSeen } = model.history.features;
    const about: About = {
      name,
      made: new Date().toISOString(),
      from: isoDay(calendar.days[0]!),
      to: isoDay(calendar.days.at(-1)!),
      zone,
      events: model.history.parts.n.reduce((sum, n) => sum + n, 0),
      users: firstSeen.filter((day) => day >= 0).length,
      files: await filesOf(tenant),
    };
    const { store } = this.#home ?? (await this.#homeOf(tenant.id));
    this.#mustWrite();
    return summaryOf(await store.save(model, about, { name: await nameOf(tenant), job }));
  }

  /** Takes in a model's file; a tenant that has no folder yet becomes the one that the model is of. @throws UserError */
  async import(file: File, tenant: Tenant, job: Job): Promise<ModelSummary> {
    const { store } = this.#home ?? (await this.#homeOf(await tenantOfModel(file, { where: file.name, job })));
    this.#mustWrite();
    return summaryOf(await store.import(file, { name: await nameOf(tenant), where: file.name, job }));
  }

  export(id: string): Promise<Blob> {
    return this.#store().export(id);
  }

  async load(id: string, job = quietJob()): Promise<TenantModel> {
    return this.#store().load(id, job);
  }

  async unload(id: string): Promise<void> {
    this.#store().unload(id);
  }

  async delete(id: string): Promise<void> {
    this.#mustWrite();
    await this.#store().delete(id);
  }

  /** The model of a name or id, or for null the one fitted last. @throws UserError where there is none */
  async find(wanted: string | null): Promise<ModelSummary> {
    const { models } = await this.folder();
    const sorted = [...models].sort((a, b) => a.made.localeCompare(b.made));
    const found = sorted.findLast(({ id, name }) => wanted === null || id === wanted || name === wanted);
    if (found) return found;
    throw new UserError(
      models.length === 0 ? "This tenant has no model." : `This tenant has no model named ${wanted}.`,
      {
        next:
          models.length === 0
            ? "Fit one with a model cell, import a model’s file, or say which stored tenant this is, under Models."
            : `It has ${[...new Set(models.map(({ name }) => name))].join(", ")}.`,
      },
    );
  }

  #store(): ModelStore<TenantModel, About> {
    if (!this.#home) throw new UserError("This tenant has no model.", { next: "Fit one, or import a model’s file." });
    return this.#home.store;
  }

  #mustWrite(): void {
    if (this.#home?.folder.isWritable === false)
      throw new UserError("Another tab has this tenant open, and only one may change its folder.", {
        next: "Close the tenant there, or work on there.",
      });
  }

  async #homeOf(id: string, passphrase: string | null = null): Promise<ModelHome> {
    if (this.#home?.folder.id === id) return this.#home;
    if (this.#home)
      throw new UserError("The open tenant has a folder already, and it is another tenant's.", {
        next: "Import the export as a new tenant first.",
      });
    const { folder, shelf } = await this.#homes.open(id, passphrase);
    this.#home = { folder, store: new ModelStore(folder.folder, { tenant: id, codec, shelf }) };
    return this.#home;
  }
}

const summaryOf = ({ about, ...stored }: StoredModel<About>): ModelSummary => ({ ...about, ...stored });

function modelSettings({
  history,
  alpha,
  peers,
  rank,
  energy,
  transform,
  axis,
  weekdays,
  to: _to,
  net: _net,
  ...graph
}: FitSettings): ModelSettings {
  return {
    profile: { history, alpha, peers },
    subspace: { history, rank, energy, transform, axis, weekdays },
    graph: { ...graph, history },
  };
}

const nameOf = async (tenant: Tenant): Promise<string> => (await tenant.summary()).name;

async function filesOf({ db }: Tenant): Promise<ModelSummary["files"]> {
  const table = await db.query("select name, coalesce(sha256, '') as sha256, rows_typed from files order by id");
  const rows = ints(table, "rows_typed");
  const hashes = texts(table, "sha256");
  return texts(table, "name").map((name, i) => ({ name, sha256: hashes[i]!, rows: rows[i]! }));
}
