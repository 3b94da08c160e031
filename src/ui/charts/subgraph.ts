import type { SubgraphPicture } from "../../engine/api/cases.ts";
import { type ChartFrame, clip, ink, pressable } from "./frame.ts";
import { type Pen, pen, sheet } from "./pen.ts";
import { largeSubgraph } from "./subgraph-large.ts";
import { labelled, type Placed, place } from "./subgraph-layout.ts";
import { describeNode, spokenGraph, tipOf } from "./subgraph-words.ts";
import { timeAxis } from "./time-axis.ts";

/** Nodes that have room apart from one another; more are drawn in lanes. */
const mostApart = 40;

/**
 * The rooted subgraph, as the seed's figure 1: actions (squares) at their time before or after the root (diamond), the
 * actor and entities (circles) between what they take part in; dashed, what the peers have and it lacks.
 */
export function subgraph(
  picture: SubgraphPicture,
  frame: ChartFrame,
  onPick?: (nodes: readonly number[]) => void,
): SVGSVGElement {
  const { width, document } = frame;
  const { nodes } = picture;
  if (nodes.length > mostApart) return largeSubgraph(picture, frame, onPick);
  const height = nodes.length > 24 ? 320 : 250;
  const axis = timeAxis(
    nodes.flatMap(({ offset }) => (offset === null ? [] : [offset])),
    { from: 22, to: width - 22 },
  );
  const placed = place(picture, nodes, { width, height: height - 30, x: axis.x });
  const draw = pen(document);
  const svg = sheet(draw, { width, height, label: spokenGraph(picture), kind: "subgraph" });
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
    const line = draw("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: ink.line }, svg);
    draw("title", {}, line, edge.relationship);
  }
  const root = placed[0];
  if (root)
    for (const text of picture.missing.slice(0, 1)) ghost(text, root, subjectOf(picture, placed) ?? root, draw, svg);
  const labels = labelled(placed, width);
  const shapes = placed.map((at) => shape(at, { named: labels.has(at.index), width, draw, svg }));
  shapes.forEach((group, i) => {
    group.dataset.nodes = String(i);
  });
  if (shapes[0]) svg.append(shapes[0]);
  if (onPick) pressable(svg, shapes, nodes.map(describeNode), (node) => onPick([node]));
  return svg;
}

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

/** What a node's shape is drawn on, and whether it has its name. */
interface Sheet {
  readonly named: boolean;
  readonly width: number;
  readonly draw: Pen;
  readonly svg: SVGElement;
}

function shape({ node, x, y }: Placed, { named, width, draw, svg }: Sheet): SVGElement {
  const group = draw("g", {}, svg);
  draw("title", {}, group, tipOf([node]));
  draw("circle", { cx: x, cy: y, r: 13, fill: "transparent", class: "reach" }, group);
  if (node.kind === "root")
    draw("path", { d: `M${x},${y - 11}L${x + 11},${y}L${x},${y + 11}L${x - 11},${y}Z`, fill: ink.signal }, group);
  else if (node.kind === "action")
    draw(
      "rect",
      {
        x: x - 5,
        y: y - 5,
        width: 10,
        height: 10,
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
        r: node.kind === "actor" ? 8 : 6,
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
