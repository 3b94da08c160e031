import type { PlacedEntities, UserPlace } from "../../engine/api/users.ts";
import { plural } from "../format.ts";
import { type ChartFrame, clip, ink, roving } from "./frame.ts";
import { pen, sheet } from "./pen.ts";

/** Users drawn at the most: with more, those with cases and every n-th of the others. */
export const mostDrawn = 1500;
/** Quiet tones of peer groups, and the shapes that tell them apart without colour. */
export const groupTones = 6;
const shapes = ["circle", "square", "triangle", "diamond", "cross"] as const;

/** Which users a map draws: all with cases, and of the others as many as have room. */
export function drawnPlaces(places: readonly UserPlace[], flagged: ReadonlySet<string>): UserPlace[] {
  const every = Math.ceil(places.length / mostDrawn);
  return places.filter(({ actor }, i) => i % every === 0 || flagged.has(actor));
}

/** SVG path of a group's shape around nought. */
export function groupShape(group: number, r: number): string {
  switch (shapes[Math.max(0, group) % shapes.length]) {
    case "square":
      return `M${-r},${-r}H${r}V${r}H${-r}Z`;
    case "triangle":
      return `M0,${-1.25 * r}L${1.2 * r},${0.9 * r}H${-1.2 * r}Z`;
    case "diamond":
      return `M0,${-1.35 * r}L${1.35 * r},0L0,${1.35 * r}L${-1.35 * r},0Z`;
    case "cross":
      return `M${-1.3 * r},${-0.45 * r}H${-0.45 * r}V${-1.3 * r}H${0.45 * r}V${-0.45 * r}H${1.3 * r}V${0.45 * r}H${0.45 * r}V${1.3 * r}H${-0.45 * r}V${0.45 * r}H${-1.3 * r}Z`;
    default:
      return `M${-r},0A${r},${r} 0 1 1 ${r},0A${r},${r} 0 1 1 ${-r},0Z`;
  }
}

/** The tone of a group: quiet, in turn. */
export const groupTone = (group: number): string =>
  group < 0 ? ink.faint : `var(--group-${(group % groupTones) + 1})`;

/** What a map draws besides its users, and where a mark leads. */
export interface UserMapOptions {
  /** Users with cases. */
  readonly flagged: ReadonlySet<string>;
  readonly groups: readonly string[];
  /** Entities that stand among the users who touch them. */
  readonly entities?: PlacedEntities | null;
  readonly onPick?: (actor: string) => void;
  readonly onPickEntity?: (name: string) => void;
}

/**
 * Users on a plane: near are those who do alike. Peer groups by quiet tone and shape; users with cases in the signal colour, named where there
 * is room; entities are rings among the users who touch them.
 */
export function userMap(
  places: readonly UserPlace[],
  { flagged, groups, entities = null, onPick, onPickEntity }: UserMapOptions,
  frame: ChartFrame,
): SVGSVGElement {
  const draw = pen(frame.document);
  const drawn = drawnPlaces(places, flagged).toSorted(
    (a, b) => Number(flagged.has(a.actor)) - Number(flagged.has(b.actor)),
  );
  const height = Math.max(280, Math.min(560, frame.width * 0.62));
  const pad = 18;
  const range = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  const [x0, x1] = range(drawn.map(({ x }) => x));
  const [y0, y1] = range(drawn.map(({ y }) => y));
  const px = (x: number): number => pad + ((x - x0) / (x1 - x0 || 1)) * (frame.width - 2 * pad);
  const py = (y: number): number => height - pad - ((y - y0) / (y1 - y0 || 1)) * (height - 2 * pad);
  const svg = sheet(draw, {
    width: frame.width,
    height,
    label: `${plural(drawn.length, "user")} on a map: near are those who do alike. ${plural(flagged.size, "user")} with cases.`,
    kind: "usermap",
  });
  draw("rect", { x: 0.5, y: 0.5, width: frame.width - 1, height: height - 1, fill: "none", stroke: ink.grid }, svg);
  const r = drawn.length > 600 ? 2.4 : drawn.length > 200 ? 3.2 : 4.2;
  const spots = drawn.map(({ x, y }) => ({ x: px(x), y: py(y) }));
  const names = drawn.map(
    ({ actor, group }) => `${actor}${group === null ? "" : `, ${group}`}${flagged.has(actor) ? ", in the queue" : ""}`,
  );
  const marks = drawn.map(({ actor, group }, i) => {
    const spot = spots[i]!;
    const isFlagged = flagged.has(actor);
    const of = group === null ? -1 : groups.indexOf(group);
    const mark = draw("g", { transform: `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})` }, svg);
    draw("title", {}, mark, names[i]!);
    draw("circle", { r: Math.max(6, r + 2), fill: "transparent", class: "reach" }, mark);
    draw(
      "path",
      {
        d: groupShape(of, isFlagged ? r + 1 : r),
        fill: isFlagged ? ink.signal : groupTone(of),
        "fill-opacity": isFlagged ? "1" : "0.75",
        stroke: ink.paper,
        "stroke-width": 0.6,
      },
      mark,
    );
    return mark;
  });
  const things = entities?.places ?? [];
  const thingSpots = things.map(({ x, y }) => ({ x: px(x), y: py(y) }));
  const thingNames = things.map(({ name, users }) => `${entities!.type} ${name}, ${plural(users, "user")}`);
  const rings = thingSpots.map(({ x, y }, i) => {
    const mark = draw("g", { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, svg);
    draw("title", {}, mark, thingNames[i]!);
    draw("circle", { r: 7, fill: "transparent", class: "reach" }, mark);
    draw("circle", { r: r + 0.5, fill: ink.paper, "fill-opacity": 0.6, stroke: ink.text, "stroke-width": 1.2 }, mark);
    return mark;
  });
  const kept: { x: number; y: number; half: number }[] = [];
  for (const [i, { actor }] of [...drawn.entries()].toReversed()) {
    if (!flagged.has(actor) || kept.length >= 14) continue;
    const text = clip(actor, 24);
    const half = text.length * 3.1;
    const at = { x: Math.min(frame.width - half - 4, Math.max(half + 4, spots[i]!.x)), y: spots[i]!.y - 9, half };
    if (at.y < 12 || kept.some((o) => Math.abs(o.x - at.x) < o.half + half + 6 && Math.abs(o.y - at.y) < 13)) continue;
    kept.push(at);
    draw(
      "text",
      { x: at.x, y: at.y, "text-anchor": "middle", fill: ink.text, class: "halo", "pointer-events": "none" },
      svg,
      text,
    );
  }
  if (onPick)
    roving(svg, [...marks, ...rings], {
      names: [
        ...names.map((name) => `${name}. Open the user.`),
        ...thingNames.map((name) => `${name}. Open the ${entities!.type}.`),
      ],
      spots: [...spots, ...thingSpots],
      onPick: (i) => (i < drawn.length ? onPick(drawn[i]!.actor) : onPickEntity?.(things[i - drawn.length]!.name)),
    });
  return svg;
}
