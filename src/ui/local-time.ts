import type { SubgraphPicture } from "../engine/api/cases.ts";
import { offsetAt } from "../lib/zone.ts";

/** An instant (ISO, UTC) as the zone's clock shows it, `2025-09-30T04:31:07.000`; as it is where it is no instant or the zone is unknown. */
export function localTime(iso: string, zone: string): string {
  const utc = Date.parse(iso);
  if (Number.isNaN(utc)) return iso;
  try {
    return new Date(utc + offsetAt(zone, utc) * 1000).toISOString().slice(0, -1);
  } catch {
    return iso;
  }
}

/** A subgraph whose rows have the zone's times. */
export const pictureIn = (picture: SubgraphPicture, zone: string): SubgraphPicture => ({
  ...picture,
  nodes: picture.nodes.map((node) => ({
    ...node,
    rows: node.rows.map((row) => ({ ...row, time: localTime(row.time, zone) })),
  })),
});
