import type { SubgraphPicture } from "../../engine/api/cases.ts";
import { clock, count, lineNumber, plural } from "../format.ts";
import type { SubgraphNode } from "./subgraph-layout.ts";

/** `12 min before`, `3.4 h after`: a signed number of hours. */
export function offsetText(hours: number): string {
  const size = Math.abs(hours);
  const amount =
    size < 1 / 60
      ? `${Math.round(size * 3600)} s`
      : size < 1
        ? `${Math.round(size * 60)} min`
        : size < 48
          ? `${size.toFixed(1)} h`
          : `${(size / 24).toFixed(1)} days`;
  return size === 0 ? "at the same time" : `${amount} ${hours < 0 ? "before" : "after"}`;
}

/** What a node is, in words. */
export function describeNode(node: SubgraphNode): string {
  const what = node.kind === "entity" ? (node.entityType ?? "entity") : node.kind;
  const when = node.offset === null || node.kind === "root" ? "" : `, ${offsetText(node.offset)}`;
  return `${what} ${node.label}${when}${node.events > 0 ? `, ${plural(node.events, "event")}` : ""}`;
}

const rowText = ({ time, type, file, line }: SubgraphNode["rows"][number]): string =>
  `${clock(time)} ${type}, ${file} : ${lineNumber(line)}`;

/** What nodes are, and their first rows, one a line. */
export function tipOf(nodes: readonly SubgraphNode[], { most = 4 }: { most?: number } = {}): string {
  const lines = nodes.flatMap((node) => [describeNode(node), ...node.rows.slice(0, 2).map(rowText)]);
  return [
    ...lines.slice(0, 2 * most),
    ...(lines.length > 2 * most ? [`and ${count(lines.length - 2 * most)} more`] : []),
  ].join("\n");
}

/** A subgraph in a sentence. */
export const spokenGraph = ({ title, nodes, missing }: SubgraphPicture): string =>
  `${title}: ${plural(nodes.filter(({ kind }) => kind === "action").length, "action")} around the root, ${plural(
    nodes.filter(({ kind }) => kind === "entity").length,
    "entity",
    "entities",
  )}. ${missing.length > 0 ? `Missing: ${missing.join("; ")}.` : ""}`;
