import * as Plot from "@observablehq/plot";

const curves = new Set(["line", "lineY", "areaY"]);

/** Whether a mark draws one curve through its rows, and no shape for each of them. */
export const isCurve = (mark: unknown): boolean => curves.has(String(mark));

/** A spot on a curve for each of its rows, seen when it is pointed at or has the focus; an area's lie on its upper edge, stacked as it is. */
export function curvePoints(
  mark: unknown,
  rows: readonly object[],
  { x, y, y1, y2, z, fill, stroke, fx, fy, className }: Readonly<Record<string, unknown>>,
): Plot.Markish {
  const group = z ?? (typeof fill === "function" ? fill : typeof stroke === "function" ? stroke : undefined);
  const at = Object.fromEntries(
    Object.entries({ x, y: y2 ?? y ?? y1, z: group, fx, fy }).filter(([, channel]) => channel !== undefined),
  );
  const look = { r: 6, fill: "transparent", className: className as string };
  const isStacked = mark === "areaY" && y1 === undefined && y2 === undefined;
  return Plot.dot(rows as object[], isStacked ? Plot.stackY2({ ...at, ...look }) : { ...at, ...look });
}
