import type { ActionGraph } from "./graph.ts";

const hourOfDay = (micros: number): number => Math.floor(micros / 3_600_000_000) % 24;

/** What each actor usually does, as far as mutations need it: row-major counts of actions. */
export interface Habits {
  /** actors × 24, by hour of the day in UTC. */
  readonly hours: Float32Array;
  /** Each actor's number of actions. */
  readonly total: Int32Array;
  /** Actors with at least one action, ascending. */
  readonly active: Int32Array;
  /** Only the actions before this one are counted. */
  readonly until: number;
}

/** Counts each actor's actions by hour, before the action `until`. */
export function readHabits(graph: ActionGraph, until = graph.actionCount): Habits {
  const hours = new Float32Array(graph.actorCount * 24);
  const total = new Int32Array(graph.actorCount);
  for (let action = 0; action < until; action++) {
    const actor = graph.actor[action]!;
    hours[actor * 24 + hourOfDay(graph.start[action]!)]!++;
    total[actor]!++;
  }
  const active = Int32Array.from(total.keys()).filter((actor) => total[actor]! > 0);
  return { hours, total, active, until };
}

/** The hours of the day in which the actor did at most one in two hundred of its actions. */
export function quietHours({ hours, total }: Habits, actor: number): number[] {
  const most = total[actor]! / 200;
  return Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => hours[actor * 24 + hour]! <= most);
}

/** Cosine between the type mixes of two actors, from 0 (nothing in common) to 1. */
export function likeness(graph: ActionGraph, { until }: Habits, a: number, b: number): number {
  const size = (group: number): number => Math.log1p(countBefore(graph, group, until));
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  const endA = graph.nodeGroup[a + 1]!;
  const endB = graph.nodeGroup[b + 1]!;
  for (let i = graph.nodeGroup[a]!; i < endA; i++) squaresA += size(i) ** 2;
  for (let i = graph.nodeGroup[b]!; i < endB; i++) squaresB += size(i) ** 2;
  for (let i = graph.nodeGroup[a]!, j = graph.nodeGroup[b]!; i < endA && j < endB; ) {
    const order = graph.groupType[i]! - graph.groupType[j]!;
    if (order === 0) product += size(i) * size(j);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return product === 0 ? 0 : product / Math.sqrt(squaresA * squaresB);
}

/** How many of a group's actions come before the action `until`. */
function countBefore({ groupStart, groupAction }: ActionGraph, group: number, until: number): number {
  let low = groupStart[group]!;
  let high = groupStart[group + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (groupAction[middle]! < until) low = middle + 1;
    else high = middle;
  }
  return low - groupStart[group]!;
}
