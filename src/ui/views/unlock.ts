import { html, type TemplateResult } from "lit";

/** How a tenant is called while nothing of it can be read. */
export const lockedName = (id: string): string => `Locked tenant ${id.slice(0, 8)}`;

/** Asks for a locked tenant's passphrase; Escape leaves it. */
export function unlockForm(of: {
  readonly isBusy: boolean;
  readonly words: string;
  readonly submit: (passphrase: string) => Promise<unknown>;
  readonly leave: () => void;
}): TemplateResult {
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).querySelector<HTMLInputElement>("input");
    void of.submit(field?.value ?? "").then(() => field?.isConnected && field.select());
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    of.leave();
  };
  return html`<form class="unlock" @submit=${onSubmit} @keydown=${onKey}>
    <label>Passphrase <input name="passphrase" type="password" autocomplete="current-password" required /></label>
    <button class="btn small primary" type="submit" ?disabled=${of.isBusy}>${of.words}</button>
    <button class="btn small" type="button" @click=${of.leave}>Not now</button>
  </form>`;
}
