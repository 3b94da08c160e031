// The table that a benchmark ends with.

/**
 * One line: what was measured, ours, the peer's, their ratio and its target, peak memory of each, and a remark.
 * @typedef {{ what: string, ours: string, peer?: string, ratio?: number, target?: number, memory?: string, note?: string }} Line
 */

const headings = ["measured", "ours", "peer", "ratio", "target", "peak memory (ours / peer)", "remark"];

/** @param {number} bytes */
export const megabytes = (bytes) => `${Math.round(bytes / 2 ** 20).toLocaleString("en")} MiB`;
/** @param {number} seconds */
export const secondsText = (seconds) => (seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(2)} s`);

/** The lines as a Markdown table. @param {readonly Line[]} lines */
export function markdown(lines) {
  const rows = lines.map(({ what, ours, peer = "", ratio, target, memory = "", note = "" }) => [
    what,
    ours,
    peer,
    ratio === undefined ? "" : `${ratio.toFixed(2)}`,
    target === undefined ? "" : `≤ ${target}${ratio === undefined ? "" : ratio <= target ? ", met" : ", missed"}`,
    memory,
    note,
  ]);
  return table(headings, rows);
}

/**
 * A Markdown table whose columns line up.
 * @param {readonly string[]} headings
 * @param {readonly (readonly string[])[]} rows
 */
export function table(headings, rows) {
  const widths = headings.map((heading, i) => Math.max(heading.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [line(headings), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join("\n");
}
