import { UserError } from "../lib/errors.ts";
import type { Folder } from "./folder.ts";
import { type Manifest, readManifest, sweep, writeManifest } from "./manifest.ts";

/** What a change makes of a manifest. */
export type Edit = (known: Manifest) => Partial<Pick<Manifest, "name" | "opened" | "artifacts">>;

/** One tenant's folder and its manifest, changed one step after the other by whoever keeps something in it. */
export class Shelf {
  readonly tenant: string;
  readonly folder: Folder;
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: Folder, tenant: string) {
    this.folder = folder;
    this.tenant = tenant;
  }

  /** Null before anything is kept. @throws UserError where the folder is another tenant's, or a newer version's */
  async manifest(): Promise<Manifest | null> {
    const manifest = await readManifest(this.folder);
    if (manifest && manifest.tenant !== this.tenant)
      throw new UserError("The folder is another tenant's.", { next: "Open that tenant instead." });
    return manifest;
  }

  /**
   * First the new files (`before`), then a manifest that names them, then away with what no kept generation names.
   * @param times how many generations get the change: two, where none may name what was deleted
   * @throws whatever the disk says; the folder is then as before
   */
  change(
    edit: Edit,
    { before = async () => {}, times = 1 }: { before?: () => Promise<unknown>; times?: number } = {},
  ): Promise<void> {
    const result = this.#last.then(async () => {
      await before();
      for (let i = 0; i < times; i++) {
        const known = (await this.manifest()) ?? this.#empty;
        await writeManifest(this.folder, { ...known, ...edit(known), generation: known.generation + 1 });
      }
      await sweep(this.folder).catch(() => undefined);
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  get #empty(): Manifest {
    return { version: 1, generation: 0, tenant: this.tenant, name: "", artifacts: [] };
  }
}
