import { UserError } from "../lib/errors.ts";
import type { Job } from "../lib/job.ts";
import { sha256 } from "../lib/sha256.ts";
import { Budget } from "./budget.ts";
import { type Container, packContainer, unpackContainer } from "./container.ts";
import type { Folder } from "./folder.ts";
import type { Artifact, Manifest } from "./manifest.ts";
import { Shelf } from "./shelf.ts";

/** A model of the folder, as a list shows it. */
export interface StoredModel<About> {
  readonly id: string;
  readonly bytes: number;
  readonly isLoaded: boolean;
  readonly about: About;
}

/** What stands in the head of every artifact: whose it is, and what a list says of it. */
interface Head<About> {
  readonly tenant: string;
  readonly about: About;
  readonly model: unknown;
}

/** How models become containers and back, and how many bytes of them are held. */
export interface ModelCodec<Model> {
  pack(model: Model): Container;
  /** @throws UserError where a section is missing, or not what it should be */
  unpack(container: Container): Model;
}

/** The models of one tenant: files of its folder, opened when they are asked for and let go of under a budget of memory. */
export class ModelStore<Model, About> {
  readonly tenant: string;
  readonly #folder: Folder;
  readonly #codec: ModelCodec<Model>;
  readonly #held: Budget<Model>;
  readonly #shelf: Shelf;

  constructor(
    folder: Folder,
    {
      tenant,
      codec,
      memory = 512 * 1024 * 1024,
      shelf = new Shelf(folder, tenant),
    }: {
      readonly tenant: string;
      readonly codec: ModelCodec<Model>;
      readonly memory?: number;
      /** The folder's, where others keep something in it too. */
      readonly shelf?: Shelf;
    },
  ) {
    this.tenant = tenant;
    this.#folder = folder;
    this.#codec = codec;
    this.#shelf = shelf;
    this.#held = new Budget({ most: memory });
  }

  /** Bytes of the models that are held in memory. */
  get heldBytes(): number {
    return this.#held.bytes;
  }

  /** The folder's models, in the order that they came. */
  async list(): Promise<StoredModel<About>[]> {
    const manifest = await this.#manifest();
    return modelsOf(manifest).map((artifact) => this.#stored(artifact));
  }

  /** Keeps a model, and holds it. @throws Cancelled, or what the disk says; the folder is then as before */
  async save(model: Model, about: About, { name, job }: { name: string; job: Job }): Promise<StoredModel<About>> {
    const { header, sections } = this.#codec.pack(model);
    const blob = await packContainer({ header: { tenant: this.tenant, about, model: header }, sections }, job);
    const artifact = await this.#add(blob, about, { name, job });
    this.#held.put(idOf(artifact.file), model, artifact.bytes);
    return this.#stored(artifact);
  }

  /**
   * Takes in a file that `export` gave.
   * @throws UserError for what is no whole model of this tenant, or not as this version reads it; Cancelled
   */
  async import(
    file: Blob,
    { name, where, job }: { name: string; where: string; job: Job },
  ): Promise<StoredModel<About>> {
    const { head, container } = await this.#open(file, { where, job });
    this.#read(container, where);
    return this.#stored(await this.#add(file, head.about, { name, job }));
  }

  /** A model, read from its file unless it is held. @throws UserError where it is no longer there, or damaged; Cancelled */
  async load(id: string, job: Job): Promise<Model> {
    const held = this.#held.get(id);
    if (held) return held;
    const { artifact, blob } = await this.#file(id);
    this.#held.makeRoom(artifact.bytes);
    const { container } = await this.#open(blob, { where: artifact.file, job });
    const model = this.#read(container, artifact.file);
    this.#held.put(id, model, artifact.bytes);
    return model;
  }

  /** Lets go of a model's memory; its file stays. */
  unload(id: string): void {
    this.#held.drop(id);
  }

  /** The model's file, in bytes of its own: what becomes of the folder doesn't touch them. @throws UserError where it is no longer there */
  async export(id: string): Promise<Blob> {
    return new Blob([await (await this.#file(id)).blob.arrayBuffer()]);
  }

  /** Deletes a model, out of both generations of the manifest. */
  async delete(id: string): Promise<void> {
    this.unload(id);
    await this.#shelf.change(({ artifacts }) => ({ artifacts: artifacts.filter(({ file }) => file !== fileOf(id)) }), {
      times: 2,
    });
  }

  #read(container: Container, where: string): Model {
    try {
      return this.#codec.unpack(container);
    } catch (error) {
      const what = error instanceof UserError ? error.what : "The model lacks parts that this version needs.";
      throw new UserError(what, { where, next: "Fit it again." });
    }
  }

  #stored({ file, bytes, about }: Artifact): StoredModel<About> {
    const id = idOf(file);
    return { id, bytes, isLoaded: this.#held.has(id), about: about as About };
  }

  #manifest(): Promise<Manifest | null> {
    return this.#shelf.manifest();
  }

  async #file(id: string): Promise<{ readonly artifact: Artifact; readonly blob: Blob }> {
    const manifest = await this.#manifest();
    const artifact = manifest?.artifacts.find(({ file }) => file === fileOf(id));
    const blob = artifact && (await this.#folder.read(artifact.file));
    if (!artifact || !blob)
      throw new UserError("There is no such model in this tenant's folder.", {
        where: id,
        next: "Choose one of those that are listed, or import its file.",
      });
    return { artifact, blob };
  }

  async #open(blob: Blob, { where, job }: { where: string; job: Job }) {
    const { header, sections } = await unpackContainer(blob, { where, job });
    const head = header as Head<About>;
    if (head.tenant !== this.tenant)
      throw new UserError("This model is of another tenant.", {
        where,
        next: "Open the tenant that it was fitted on, and import it there.",
      });
    return { head, container: { header: head.model, sections } };
  }

  async #add(blob: Blob, about: About, { name, job }: { name: string; job: Job }): Promise<Artifact> {
    const digest = await sha256(blob, job);
    const file = fileOf(digest.slice(0, 16));
    const artifact: Artifact = { file, kind: "model", bytes: blob.size, sha256: digest, about };
    const known = await this.#file(idOf(file)).catch(() => null);
    if (known?.blob.size === blob.size) return known.artifact;
    await this.#shelf.change(
      (known) => ({
        name: known.name || name,
        artifacts: [...known.artifacts.filter((one) => one.file !== file), artifact],
      }),
      { before: () => this.#folder.write(file, blob) },
    );
    return artifact;
  }
}

/** The models that a manifest names, in the order that they came. */
export const modelsOf = (manifest: Manifest | null): Artifact[] =>
  (manifest?.artifacts ?? []).filter(({ kind }) => kind === "model");

const fileOf = (id: string): string => `model-${id}.sgmodel`;
const idOf = (file: string): string => file.slice("model-".length, -".sgmodel".length);

/** Whose model a file is. @throws UserError for what is no whole model file; Cancelled */
export async function tenantOfModel(file: Blob, { where, job }: { where: string; job: Job }): Promise<string> {
  const { header } = await unpackContainer(file, { where, job });
  return (header as { tenant: string }).tenant;
}
