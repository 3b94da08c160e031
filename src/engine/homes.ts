import { Shelf } from "../tenant/shelf.ts";
import { deleteTenant, openTenantFolder, type TenantFolder } from "../tenant/tenants.ts";

/** Where folders come from. */
export interface Land {
  open(id: string, options: { readonly passphrase: string | null }): Promise<TenantFolder>;
  /** @throws UserError while a tab has it open */
  remove(id: string): Promise<void>;
}

/** A tenant's folder while it is open here, and its manifest. */
export interface Home {
  readonly folder: TenantFolder;
  readonly shelf: Shelf;
}

/** The folders that one engine has open: each once, so that it doesn't stand in its own way. */
export class Homes {
  readonly #land: Land;
  readonly #open = new Map<string, Promise<Home>>();

  constructor(land: Land = { open: openTenantFolder, remove: deleteTenant }) {
    this.#land = land;
  }

  /** A tenant's folder; it is made where there is none. @throws UserError where it is locked and the passphrase is missing or wrong */
  open(id: string, passphrase: string | null = null): Promise<Home> {
    const known = this.#open.get(id);
    if (known) return known;
    const opening = this.#land
      .open(id, { passphrase })
      .then((folder) => ({ folder, shelf: new Shelf(folder.folder, id) }));
    opening.catch(() => this.#open.delete(id));
    this.#open.set(id, opening);
    return opening;
  }

  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  /** Takes a folder off the disk. @throws UserError while another tab has it open */
  async remove(id: string): Promise<void> {
    const home = this.#open.get(id);
    this.#open.delete(id);
    (await home)?.folder.close();
    await this.#land.remove(id);
  }
}
