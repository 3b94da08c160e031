import { html, type TemplateResult } from "lit";
import type { EntityName } from "../engine/api/pages.ts";

/** Numbers in place of names: a browser keeps addresses, and may hand them to others; names from a log must not be among them. */
class Numbers {
  #last = 0;
  readonly #names = new Map<number, string>();
  readonly #numbers = new Map<string, number>();

  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#names.set(++this.#last, name);
    this.#numbers.set(name, this.#last);
    return this.#last;
  }

  name(number: number): string | null {
    return this.#names.get(number) ?? null;
  }

  /** The numbers that were given out name nobody from here on. */
  forget(): void {
    this.#names.clear();
    this.#numbers.clear();
  }
}

const users = new Numbers();
const entities = new Numbers();

/** The address of a user's page, good until the tenant is closed. */
export const userAddress = (actor: string): string => `#/user/${users.of(actor)}`;

/** The address of an entity's page, good until the tenant is closed. */
export const entityAddress = ({ type, name }: EntityName): string =>
  `#/entity/${entities.of(JSON.stringify([type, name]))}`;

/** Forgets the names of a tenant that is closed: its addresses lead nowhere in the next. */
export function forgetAddresses(): void {
  users.forget();
  entities.forget();
}

/** The user that an address names; null where this page never gave out that number. */
export const userAt = (number: number): string | null => users.name(number);

/** The entity that an address names; null where this page never gave out that number. */
export function entityAt(number: number): EntityName | null {
  const key = entities.name(number);
  if (key === null) return null;
  const [type, name] = JSON.parse(key) as [string, string];
  return { type, name };
}

/** A user's name that leads to his page. */
export const userLink = (actor: string): TemplateResult =>
  html`<a class="actor" href=${userAddress(actor)} title=${actor}>${actor}</a>`;

/** An entity's name that leads to its page. */
export const entityLink = (entity: EntityName): TemplateResult =>
  html`<a class="entity" href=${entityAddress(entity)} title="${entity.type} ${entity.name}">${entity.name}</a>`;
