const kinds: ReadonlyMap<string, readonly [name: string, by: string]> = new Map([
  ["graph-smr", ["graph", ""]],
  ["graph-nn", ["graph", "nearness"]],
]);

/** What a detector's ranking is called in words: `graph-smr` is `graph`, `graph-nn:trained` is `graph (nearness, trained)`, `subspace:host` is `subspace (host)`. */
export function detectorName(ranking: string): string {
  const at = ranking.indexOf(":");
  const [kind, cell] = at < 0 ? [ranking, ""] : [ranking.slice(0, at), ranking.slice(at + 1)];
  const [name, by] = kinds.get(kind) ?? [kind, ""];
  const more = [by, cell].filter((part) => part !== "");
  return more.length === 0 ? name : `${name} (${more.join(", ")})`;
}
