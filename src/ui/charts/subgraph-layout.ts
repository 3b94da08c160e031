import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from "d3-force";
import type { SubgraphPicture } from "../../engine/api/cases.ts";

export type SubgraphNode = SubgraphPicture["nodes"][number];

/** A node and where it is drawn, CSS pixels; `goal` and `band` are where it is drawn to. */
export interface Placed extends SimulationNodeDatum {
  readonly node: SubgraphNode;
  readonly index: number;
  readonly goal: number;
  readonly band: number;
  x: number;
  y: number;
}
/** Where each kind lies from top to bottom: what the actor did between the actor above and what it was done to below. */
const bands = { actor: 0.1, root: 0.52, action: 0.5, entity: 0.9 } as const;

/** Lays a subgraph out: actions at their time, the rest near what it takes part in. The same picture gives the same places. */
export function place(
  picture: SubgraphPicture,
  nodes: readonly SubgraphNode[],
  { width, height, x }: { width: number; height: number; x: (offset: number) => number },
): Placed[] {
  const neighbours = nodes.map((): number[] => []);
  for (const { from, to } of picture.edges) {
    const [a, b] = [nodes[from], nodes[to]];
    if (a && b && a.offset !== null) neighbours[to]?.push(x(a.offset));
    if (a && b && b.offset !== null) neighbours[from]?.push(x(b.offset));
  }
  const placed: Placed[] = nodes.map((node, index) => {
    const near = neighbours[index] ?? [];
    const mean = near.length > 0 ? near.reduce((a, b) => a + b, 0) / near.length : width / 2;
    const goal = node.offset === null ? mean : x(node.offset);
    const band = bands[node.kind] * height;
    const start = band + (index === 0 ? 0 : (index % 2 === 0 ? 1 : -1) * (8 + ((index * 37) % 50)));
    // What has a time stays exactly at it; only the rest moves sideways.
    const pinned = node.offset === null ? {} : { fx: goal };
    return { node, index, goal, band, x: goal, y: start, ...pinned };
  });
  const root = placed[0];
  if (root) root.fy = root.band;
  const links = picture.edges
    .filter(({ from, to }) => placed[from] && placed[to])
    .map(({ from, to }) => ({ source: from, target: to }));
  const simulation = forceSimulation(placed)
    .force(
      "x",
      forceX<Placed>((d) => d.goal).strength((d) => (d.node.offset === null ? 0.15 : 0.9)),
    )
    .force(
      "y",
      forceY<Placed>((d) => d.band).strength((d) => (d.node.offset === null ? 0.7 : 0.08)),
    )
    .force("charge", forceManyBody<Placed>().strength(-110))
    .force("links", forceLink(links).distance(46).strength(0.12))
    .force("collide", forceCollide<Placed>(17))
    .stop();
  simulation.tick(240);
  const ys = placed.map(({ y }) => y);
  const [top, bottom] = [Math.min(14, ...ys), Math.max(height - 24, ...ys)];
  for (const at of placed) {
    at.x = Math.min(width - 14, Math.max(14, at.x));
    at.y = 14 + ((at.y - top) / (bottom - top)) * (height - 38);
  }
  return placed;
}

/** Which nodes have room for a name: the root and the actor always, then in order while none overlaps. */
export function labelled(placed: readonly Placed[], width: number): Set<number> {
  const kept: Placed[] = [];
  const rank = { root: 0, actor: 1, entity: 2, action: 3 } as const;
  for (const at of [...placed].sort((a, b) => rank[a.node.kind] - rank[b.node.kind] || a.index - b.index)) {
    const half = (other: Placed): number => Math.min(other.node.label.length, 20) * 3.2 + 4;
    const clash = kept.some((o) => Math.abs(o.x - at.x) < half(o) + half(at) && Math.abs(o.y - at.y) < 15);
    const buried = placed.some((o) => o !== at && Math.abs(o.x - at.x) < half(at) && Math.abs(o.y - at.y - 19) < 9);
    if (at.node.kind === "root" || (!clash && !buried && kept.length < width / 30)) kept.push(at);
  }
  return new Set(kept.map(({ index }) => index));
}
