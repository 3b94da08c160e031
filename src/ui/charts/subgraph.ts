import type { SubgraphPicture } from "../../engine/api/cases.ts";
import { plural } from "../format.ts";
import { type ChartFrame, clip, ink, pressable } from "./frame.ts";
import { labelled, type Placed, place, type SubgraphNode } from "./subgraph-layout.ts";
import { timeAxis } from "./time-axis.ts";

const mostNodes = 500;

/**
 * The rooted subgraph, as the seed's figure 1: actions (squares) at their time before or after the root (diamond), the
 * actor and entities (circles) between what they take part in; dashed, what the peers have and it lacks.
 */
export function subgraph(picture: SubgraphPicture, frame: ChartFrame, onPick?: (node: number) => void): SVGSVGElement {
  const { width, document } = frame;
  const crowded = picture.nodes.length > 60;
  const height = crowded ? 420 : picture.nodes.length > 30 ? 320 : 250;
  const nodes = picture.nodes.slice(0, mostNodes);
  const axis = timeAxis(
    nodes.flatMap(({ offset }) => (offset === null ? [] : [offset])),
    { from: 22, to: width - 22 },
  );
  const placed = place(picture, nodes, { width, height: height - 30, x: axis.x });
  const draw = pen(document);
  const svg = draw("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    class: "plot subgraph",
    role: "img",
  }) as SVGSVGElement;
  svg.setAttribute("aria-label", spoken(picture));
  const zero = axis.x(0);
  draw("line", { x1: zero, x2: zero, y1: 6, y2: height - 26, stroke: ink.grid }, svg);
  for (const tick of axis.ticks) {
    draw("line", { x1: tick.x, x2: tick.x, y1: height - 28, y2: height - 24, stroke: ink.line }, svg);
    draw("text", { x: tick.x, y: height - 10, "text-anchor": "middle", fill: ink.faint }, svg, tick.label);
  }
  draw("line", { x1: 0, x2: width, y1: height - 26, y2: height - 26, stroke: ink.grid }, svg);
  for (const edge of picture.edges) {
    const [a, b] = [placed[edge.from], placed[edge.to]];
    if (!a || !b) continue;
    const line = draw(
      "line",
      { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: ink.line, "stroke-opacity": crowded ? 0.45 : 1 },
      svg,
    );
    draw("title", {}, line, edge.relationship);
  }
  const root = placed[0];
  if (root)
    for (const text of picture.missing.slice(0, 1)) ghost(text, root, subjectOf(picture, placed) ?? root, draw, svg);
  const labels = labelled(placed, width);
  const size = crowded ? 0.6 : 1;
  const shapes = placed.map((at) => shape(at, { named: labels.has(at.index), width, size, draw, svg }));
  if (shapes[0]) svg.append(shapes[0]);
  if (onPick) pressable(svg, shapes, nodes.map(describe), onPick);
  return svg;
}

type Pen = (name: string, attributes: Record<string, string | number>, parent?: Element, text?: string) => SVGElement;

const pen =
  (document: Document): Pen =>
  (name, attributes, parent, text) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes))
      element.setAttribute(key, typeof value === "number" ? String(Math.round(value * 10) / 10) : value);
    if (text !== undefined) element.textContent = text;
    parent?.append(element);
    return element;
  };

/** The first entity that the root references. */
const subjectOf = ({ edges }: SubgraphPicture, placed: readonly Placed[]): Placed | undefined =>
  edges
    .filter(({ from, to }) => from === 0 || to === 0)
    .map(({ from, to }) => placed[from === 0 ? to : from])
    .find((at) => at?.node.kind === "entity");

/** What the peers have and this root lacks: a dashed action before the root, at the entity that it would be about. */
function ghost(text: string, root: Placed, about: Placed, draw: Pen, svg: SVGElement): void {
  const [x, y] = [Math.max(20, root.x - 74), (root.y + about.y) / 2 + (about === root ? 40 : 6)];
  const dashed = { stroke: ink.signal, "stroke-width": 1.5, "stroke-dasharray": "3 2.5", fill: "none" };
  const group = draw("g", {}, svg);
  draw("title", {}, group, text);
  draw("line", { x1: x + 6, y1: y, x2: about.x, y2: about.y, ...dashed, "stroke-width": 1 }, group);
  draw("rect", { x: x - 6, y: y - 6, width: 12, height: 12, rx: 1, ...dashed, fill: ink.paper }, group);
}

/** What a node's shape is drawn on, and how large. */
interface Sheet {
  readonly named: boolean;
  readonly width: number;
  readonly size: number;
  readonly draw: Pen;
  readonly svg: SVGElement;
}

function shape({ node, x, y }: Placed, { named, width, size, draw, svg }: Sheet): SVGElement {
  const group = draw("g", {}, svg);
  draw("title", {}, group, describe(node));
  draw("circle", { cx: x, cy: y, r: 13 * size, fill: "transparent", class: "reach" }, group);
  if (node.kind === "root")
    draw("path", { d: `M${x},${y - 11}L${x + 11},${y}L${x},${y + 11}L${x - 11},${y}Z`, fill: ink.signal }, group);
  else if (node.kind === "action")
    draw(
      "rect",
      {
        x: x - 5 * size,
        y: y - 5 * size,
        width: 10 * size,
        height: 10 * size,
        rx: 1,
        fill: ink.usual,
        stroke: ink.paper,
      },
      group,
    );
  else
    draw(
      "circle",
      {
        cx: x,
        cy: y,
        r: (node.kind === "actor" ? 8 : 6) * Math.sqrt(size),
        fill: node.kind === "actor" ? ink.strong : ink.paper,
        stroke: ink.strong,
        "stroke-width": 1.5,
      },
      group,
    );
  if (!named) return group;
  const text = clip(node.label, 20);
  const reach = text.length * 3.1;
  const anchor = x < reach ? "start" : x > width - reach ? "end" : "middle";
  const shift = anchor === "start" ? -8 : anchor === "end" ? 8 : 0;
  const fill = node.kind === "root" ? ink.signalInk : node.kind === "action" ? ink.faint : ink.text;
  draw(
    "text",
    { x: x + shift, y: y + (node.kind === "root" ? 25 : 21), "text-anchor": anchor, fill, class: "halo" },
    group,
    text,
  );
  return group;
}

const describe = (node: SubgraphNode): string => {
  const what = node.kind === "entity" ? (node.entityType ?? "entity") : node.kind;
  const when = node.offset === null || node.kind === "root" ? "" : `, ${offsetText(node.offset)}`;
  return `${what} ${node.label}${when}${node.events > 0 ? `, ${plural(node.events, "event")}` : ""}`;
};

const offsetText = (hours: number): string => {
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
};

const spoken = ({ title, nodes, missing }: SubgraphPicture): string =>
  `${title}: ${plural(nodes.filter(({ kind }) => kind === "action").length, "action")} around the root, ${plural(
    nodes.filter(({ kind }) => kind === "entity").length,
    "entity",
    "entities",
  )}. ${missing.length > 0 ? `Missing: ${missing.join("; ")}.` : ""}`;
