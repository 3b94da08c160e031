const key = "shadowgraph-keep";

/** Whether imported tenants are kept on this machine: yes, until the analyst says otherwise. */
export function prefersToKeep(): boolean {
  try {
    return localStorage.getItem(key) !== "no";
  } catch {
    return true;
  }
}

/** Remembers the choice. */
export function setPrefersToKeep(isKept: boolean): void {
  try {
    localStorage.setItem(key, isKept ? "yes" : "no");
  } catch {
    // A browser that keeps nothing keeps no tenant either.
  }
}
