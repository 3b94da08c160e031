import { html, nothing, type TemplateResult } from "lit";

const places = [
  { href: "#/users", name: "Users" },
  { href: "#/map", name: "Map" },
  { href: "#/tenant", name: "Tenant" },
] as const;

/** The pages of the users' place. */
export const usersNav = (
  current: (typeof places)[number]["name"] | null,
): TemplateResult => html`<nav class="subplaces" aria-label="Users">
  ${places.map(({ href, name }) => html`<a href=${href} aria-current=${name === current ? "page" : nothing}>${name}</a>`)}
</nav>`;
