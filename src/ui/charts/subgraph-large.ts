import type { SubgraphPicture } from "../../engine/api/cases.ts";
import { type ChartFrame, clip, ink, roving } from "./frame.ts";
import { type Pen, pen, sheet } from "./pen.ts";
import { type Lanes, laneLayout } from "./subgraph-lanes.ts";
import { describeNode, spokenGraph, tipOf } from "./subgraph-words.ts";
import { type TimeAxis, timeAxis } from "./time-axis.ts";

const laneHeight = 17;
const foot = 30;

interface Sheet {
  readonly draw: Pen;
  readonly svg: SVGSVGElement;
  readonly y: (lane: number) => number;
  readonly left: number;
  readonly width: number;
}

/**
 * A large rooted subgraph in lanes: a line for each actor and entity, actions at their time before or after the root (diamond); a thin line
 * joins what an action takes part in. Actions that fall together are one square, larger for more.
 */
export function largeSubgraph(
  picture: SubgraphPicture,
  frame: ChartFrame,
  onPick?: (nodes: readonly number[]) => void,
): SVGSVGElement {
  const { width, document } = frame;
  const left = width < 430 ? 104 : 150;
  const axis = timeAxis(
    picture.nodes.flatMap(({ offset }) => (offset === null ? [] : [offset])),
    { from: left + 8, to: width - 10 },
  );
  const layout = laneLayout(picture, { most: 26, x: axis.x });
  const height = layout.lanes.length * laneHeight + foot;
  const draw = pen(document);
  const svg = sheet(draw, { width, height, label: spokenGraph(picture), kind: "subgraph" });
  const y = (lane: number): number => (lane + 0.5) * laneHeight;
  const at: Sheet = { draw, svg, y, left, width };
  drawAxis(axis, height, at);
  const names = drawLanes(picture, layout, at);
  drawLinks(layout, at);
  if (picture.missing[0] !== undefined) drawMissing(picture.missing[0], layout, at);
  const marks = layout.marks.map(({ lane, x, nodes }) => {
    const size = Math.min(13, 5 + 1.7 * Math.sqrt(nodes.length));
    const group = draw("g", {}, svg);
    draw("title", {}, group, tipOf(nodes.flatMap((node) => picture.nodes[node] ?? [])));
    draw("rect", { x: x - 7, y: y(lane) - 8, width: 14, height: 16, fill: "transparent", class: "reach" }, group);
    draw(
      "rect",
      { x: x - size / 2, y: y(lane) - size / 2, width: size, height: size, rx: 1, fill: ink.usual, stroke: ink.paper },
      group,
    );
    return { group, nodes, spot: { x, y: y(lane) } };
  });
  const root = drawRoot(picture, layout, at);
  const all = [{ group: root, nodes: [0], spot: { x: layout.root.x, y: y(layout.root.lane) } }, ...names, ...marks];
  for (const { group, nodes } of all) group.dataset.nodes = nodes.join(",");
  if (onPick)
    roving(
      svg,
      all.map(({ group }) => group),
      {
        names: all.map(({ nodes }) =>
          nodes
            .slice(0, 3)
            .flatMap((node) => picture.nodes[node] ?? [])
            .map(describeNode)
            .join("; ")
            .concat(nodes.length > 3 ? `; and ${nodes.length - 3} more` : ""),
        ),
        spots: all.map(({ spot }) => spot),
        onPick: (i) => onPick(all[i]?.nodes ?? []),
      },
    );
  return svg;
}

function drawAxis({ ticks, x }: TimeAxis, height: number, { draw, svg, left, width }: Sheet): void {
  const base = height - foot + 4;
  draw("line", { x1: left, x2: width, y1: base, y2: base, stroke: ink.grid }, svg);
  draw("line", { x1: x(0), x2: x(0), y1: 0, y2: base, stroke: ink.line, "stroke-dasharray": "2 3" }, svg);
  for (const tick of ticks) {
    draw("line", { x1: tick.x, x2: tick.x, y1: base - 2, y2: base + 2, stroke: ink.line }, svg);
    draw("text", { x: tick.x, y: base + 16, "text-anchor": "middle", fill: ink.faint }, svg, tick.label);
  }
  draw("text", { x: 0, y: base + 16, fill: ink.faint }, svg, "from the root");
}

/** The lines, with the names of what they stand for. */
function drawLanes({ nodes }: SubgraphPicture, { lanes, root }: Lanes, { draw, svg, y, left, width }: Sheet) {
  const touched = new Set([root.lane, ...root.touches]);
  return lanes.flatMap(({ node, label }, lane) => {
    draw("line", { x1: left, x2: width, y1: y(lane), y2: y(lane), stroke: ink.grid }, svg);
    const of = nodes[node];
    const group = draw("g", {}, svg);
    if (of) draw("title", {}, group, describeNode(of));
    draw("rect", { x: 0, y: y(lane) - 8, width: left - 4, height: 16, fill: "transparent", class: "reach" }, group);
    if (of)
      draw(
        "circle",
        {
          cx: 6,
          cy: y(lane),
          r: of.kind === "actor" ? 4.5 : 3.5,
          fill: of.kind === "actor" ? ink.strong : ink.paper,
          stroke: ink.strong,
          "stroke-width": 1.3,
        },
        group,
      );
    const text = {
      x: 16,
      y: y(lane) + 4,
      fill: touched.has(lane) ? ink.strong : ink.text,
      "font-weight": touched.has(lane) ? 600 : 400,
    };
    draw("text", text, group, clip(label, Math.floor((left - 24) / 6.3)));
    return of ? [{ group, nodes: [node], spot: { x: 0, y: y(lane) } }] : [];
  });
}

function drawLinks({ marks, root }: Lanes, { draw, svg, y }: Sheet): void {
  for (const { x, lane, touches } of [...marks, root]) {
    if (touches.length === 0) continue;
    const all = [lane, ...touches].map(y);
    const isRoot = x === root.x && lane === root.lane && touches === root.touches;
    const stroke = isRoot ? ink.strong : ink.line;
    draw(
      "line",
      {
        x1: x,
        x2: x,
        y1: Math.min(...all),
        y2: Math.max(...all),
        stroke,
        "stroke-width": isRoot ? 1.5 : 1,
        "stroke-opacity": isRoot ? 1 : 0.6,
      },
      svg,
    );
    for (const other of touches) draw("circle", { cx: x, cy: y(other), r: isRoot ? 2.6 : 1.8, fill: stroke }, svg);
  }
}

/** What the peers have and this root lacks: a dashed action before the root. */
function drawMissing(text: string, { root, lanes }: Lanes, { draw, svg, y, left }: Sheet): void {
  const lane = Math.min(lanes.length - 1, root.touches[0] ?? root.lane);
  const x = Math.max(left + 14, root.x - 40);
  const dashed = { stroke: ink.signal, "stroke-width": 1.5, "stroke-dasharray": "3 2.5", fill: ink.paper };
  const group = draw("g", {}, svg);
  draw("title", {}, group, text);
  draw("line", { x1: x + 6, x2: root.x, y1: y(lane), y2: y(lane), ...dashed }, group);
  draw("rect", { x: x - 6, y: y(lane) - 6, width: 12, height: 12, rx: 1, ...dashed }, group);
}

function drawRoot({ nodes }: SubgraphPicture, { root }: Lanes, { draw, svg, y, width }: Sheet): SVGElement {
  const [x, at] = [root.x, y(root.lane)];
  const group = draw("g", {}, svg);
  const node = nodes[0];
  if (node) draw("title", {}, group, tipOf([node]));
  draw("circle", { cx: x, cy: at, r: 11, fill: "transparent", class: "reach" }, group);
  draw("path", { d: `M${x},${at - 8}L${x + 8},${at}L${x},${at + 8}L${x - 8},${at}Z`, fill: ink.signal }, group);
  const isLeft = x > width - 130;
  draw(
    "text",
    {
      x: isLeft ? x - 12 : x + 12,
      y: at + 4,
      "text-anchor": isLeft ? "end" : "start",
      fill: ink.signalInk,
      "font-weight": 600,
      class: "halo",
    },
    group,
    clip(node?.label ?? "", 22),
  );
  return group;
}
