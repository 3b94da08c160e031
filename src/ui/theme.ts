export type Theme = "light" | "dark";
const key = "shadowgraph-theme";

const stored = (): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

/** The theme in use: what the analyst chose, else what the system prefers. */
export function currentTheme(): Theme {
  const set = document.documentElement.dataset.theme ?? stored();
  if (set === "light" || set === "dark") return set;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Sets `data-theme` on the root, and follows the system until the analyst chooses. */
export function followSystemTheme(): void {
  const apply = (): void => {
    const chosen = stored();
    const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  apply();
}

/** Switches between light and dark and remembers it. */
export function toggleTheme(): Theme {
  const next: Theme = currentTheme() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // A browser that keeps nothing still switches for this visit.
  }
  return next;
}
