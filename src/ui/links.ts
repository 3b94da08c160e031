import { html, type TemplateResult } from "lit";
import type { EntityName } from "../engine/api/pages.ts";

/** Numbers in place of names: a browser keeps addresses, and may hand them to others; names from a log must not be among them. */
class Numbers {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#names.push(name);
    this.#numbers.set(name, this.#names.length);
    return this.#names.length;
  }

  name(number: number): string | null {
    return this.#names[number - 1] ?? null;
  }
}

const users = new Numbers();
const entities = new Numbers();

/** The address of a user's page, good until the page is loaded anew. */
export const userAddress = (actor: string): string => `#/user/${users.of(actor)}`;

/** The address of an entity's page, good until the page is loaded anew. */
export const entityAddress = ({ type, name }: EntityName): string =>
  `#/entity/${entities.of(JSON.stringify([type, name]))}`;

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
