import type { SubgraphPicture } from "../../engine/api/cases.ts";
import type { SubgraphNode } from "./subgraph-layout.ts";

/** One line of a large subgraph: an actor or entity and what it takes part in. */
export interface Lane {
  /** Index of its node; −1 for the lane of all that have none of their own. */
  readonly node: number;
  readonly label: string;
  /** How many nodes it stands for. */
  readonly nodes: number;
}

/** Actions of one lane that lie at the same place on the axis. */
export interface LaneMark {
  readonly lane: number;
  readonly x: number;
  /** Indices of their nodes. */
  readonly nodes: readonly number[];
  /** Other lanes that they take part in. */
  readonly touches: readonly number[];
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  readonly marks: readonly LaneMark[];
  /** The root's own mark. */
  readonly root: LaneMark;
}

/** Pixels of the axis that are one place. */
const place = 9;

/**
 * Lays a large subgraph out in lanes: one for each actor and entity, those of the root first, then by what they take part in; each action lies
 * at its time in the lane that it shares with the fewest others. What has no lane of its own shares the last.
 * @param x pixels of an offset in hours
 */
export function laneLayout(
  { nodes, edges }: SubgraphPicture,
  { most, x }: { most: number; x: (offset: number) => number },
): Lanes {
  const near = nodes.map((): Set<number> => new Set());
  for (const { from, to } of edges) {
    near[from]?.add(to);
    near[to]?.add(from);
  }
  const isAction = ({ kind }: SubgraphNode): boolean => kind === "root" || kind === "action";
  const others = nodes.flatMap((node, i) => (isAction(node) ? [] : [i]));
  const rank = (i: number): number =>
    (near[0]?.has(i) ? 1e6 : 0) + (nodes[i]?.kind === "actor" ? 1e5 : 0) + (near[i]?.size ?? 0);
  const sorted = others.toSorted((a, b) => rank(b) - rank(a) || a - b);
  const own = sorted.slice(0, sorted.length > most ? most - 1 : most);
  const rest = sorted.length - own.length;
  const laneOf = new Map(own.map((node, lane) => [node, lane]));
  const lanes: Lane[] = own.map((node) => ({ node, label: nodes[node]?.label ?? "", nodes: 1 }));
  const hasStray = nodes.some((node, i) => isAction(node) && ![...(near[i] ?? [])].some((other) => laneOf.has(other)));
  if (rest > 0 || hasStray) lanes.push({ node: -1, label: rest > 0 ? `${rest} others` : "nothing named", nodes: rest });
  const last = lanes.length - 1;
  /** How much else lies in a lane: an action is shown in the one that it shares with the fewest. */
  const shared = lanes.map(({ node }) => (node < 0 ? Number.POSITIVE_INFINITY : (near[node]?.size ?? 0)));
  const lanesOf = (i: number): number[] => {
    const found = new Set<number>();
    for (const other of near[i] ?? []) {
      const lane = laneOf.get(other);
      if (lane !== undefined) found.add(lane);
      else if (rest > 0 && !isAction(nodes[other] as SubgraphNode)) found.add(last);
    }
    if (found.size === 0) return [last];
    return [...found].sort((a, b) => (shared[a] ?? 0) - (shared[b] ?? 0) || a - b);
  };
  const marks = new Map<string, { lane: number; x: number; nodes: number[]; touches: Set<number> }>();
  let root: LaneMark = { lane: 0, x: x(0), nodes: [0], touches: [] };
  nodes.forEach((node, i) => {
    if (!isAction(node)) return;
    const [lane = 0, ...touches] = lanesOf(i);
    if (i === 0) {
      root = { lane, x: x(0), nodes: [0], touches };
      return;
    }
    const at = Math.round(x(node.offset ?? 0) / place) * place;
    const key = `${lane} ${at}`;
    const mark = marks.get(key) ?? { lane, x: at, nodes: [], touches: new Set<number>() };
    mark.nodes.push(i);
    for (const other of touches) mark.touches.add(other);
    marks.set(key, mark);
  });
  return { lanes, marks: [...marks.values()].map((mark) => ({ ...mark, touches: [...mark.touches] })), root };
}
