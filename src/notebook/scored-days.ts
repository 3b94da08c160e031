/** Kinds of cells that have the days which are scored among their settings. */
const kinds = new Set(["profile", "subspace", "graph"]);

/** Whether a cell of the kind says which days are scored. */
export const scoresDays = (type: string): boolean => kinds.has(type);

/** A cell's settings with other days to score: each line keeps its comment, one that is missing is added. */
export function withScoredDays(body: string, days: { readonly from: string; readonly to: string }): string {
  return Object.entries(days).reduce((text, [name, day]) => {
    const line = new RegExp(`^(${name}: *)[^#\\n]*?( *(?:#.*)?)$`, "m");
    return line.test(text) ? text.replace(line, `$1${day}$2`) : `${text.replace(/\n*$/, "")}\n${name}: ${day}`;
  }, body);
}
