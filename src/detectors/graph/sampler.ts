import { countBelow } from "../../lib/statistics.ts";
import type { ActionGraph } from "./graph.ts";
import type { RootSet } from "./roots.ts";

export interface SamplerOptions {
  /** T: how often the subgraph grows. */
  readonly steps?: number;
  /** M: actions added for each entity and action type. */
  readonly nearest?: number;
  /** Entity types (indices into `entityTypes`) that are not traversed after the first step. */
  readonly barred?: readonly number[];
  /** Ends of the calendar's days, µs UTC, ascending: a root sees nothing that starts after its own day. Without them it sees all. */
  readonly dayEnds?: Float64Array;
}

/** What a sampled action has in common with the root: bits of `Sampler.shares`. */
export const sharesActor = 1;
export const sharesSubject = 2;

/** Samples one rooted subgraph after another into the same buffers. */
export interface Sampler {
  /** The sampled actions, without the root, in the order they were added: the first `sample(…)` are valid. */
  readonly actions: Int32Array;
  /** Of each of these, what it shares with the root: `sharesActor` plus `sharesSubject`, where it references a subject of the root. */
  readonly shares: Uint8Array;
  /** @returns how many actions the subgraph of root `i` has, besides the root and its copies */
  sample(roots: RootSet, i: number): number;
  /** Copies of the last root that its subgraph holds. */
  copies(): number;
}

/**
 * The sampler of METHODS 4: for T steps, for each entity that the subgraph references and that was not traversed before
 * (in the order of their discovery), for each action type: the M actions of that type that reference the entity, are not in
 * the subgraph yet, and start closest to the root (ties: the earlier start, then the lower id), added in the order of time.
 *
 * Every (entity, type) is a list in time order, so one binary search finds where the root would stand, and the search
 * grows from there: an entity with a million actions costs no more than one with a hundred. What a root hides of its own
 * subject's actions is a stretch of each of the subject's lists, which is jumped.
 *
 * With `dayEnds` the graph is the one that was known when the root's day ended, so that no later day changes a score.
 */
export function createSampler(
  graph: ActionGraph,
  { steps = 2, nearest = 10, barred = [], dayEnds = new Float64Array() }: SamplerOptions = {},
): Sampler {
  const { start, refStart, refNode, nodeGroup, groupType, groupStart, groupAction, groupTime, groupActor, nodeType } =
    graph;
  const actions = new Int32Array(graph.actionCount);
  const shares = new Uint8Array(graph.actionCount);
  const queue = new Int32Array(graph.nodeCount);
  const actionStamp = new Int32Array(graph.actionCount);
  const nodeStamp = new Int32Array(graph.nodeCount);
  const subjectStamp = new Int32Array(graph.nodeCount);
  const isBarred = new Uint8Array(graph.entityTypes.length);
  for (const type of barred) isBarred[type] = 1;

  let epoch = 0;
  let size = 0;
  let rootStart = 0;
  let rootPlace = 0;
  let horizon = Infinity;
  let horizonPlace = graph.actionCount;
  let hidden = 0;
  let hiddenFrom = 0;
  let hiddenTo = 0;
  let added = 0;

  let actor = 0;
  let areSubjectsMarked = false;

  const hasSubject = (action: number): boolean => {
    for (let ref = refStart[action]!; ref < refStart[action + 1]!; ref++) {
      if (subjectStamp[refNode[ref]!] === epoch) return true;
    }
    return false;
  };
  const isHidden = (action: number): boolean => Math.abs(start[action]! - rootStart) <= hidden && hasSubject(action);
  const isFree = (action: number): boolean =>
    actionStamp[action] !== 2 * epoch + 1 && (hidden === 0 || !isHidden(action));
  const addFree = (from: number, to: number): void => {
    for (let k = from; k < to; k++) {
      const action = groupAction[k]!;
      if (action >= horizonPlace) return;
      if (!isFree(action)) continue;
      const isSubjects = areSubjectsMarked ? actionStamp[action] === 2 * epoch : hasSubject(action);
      shares[size] = (groupActor[k] === actor ? sharesActor : 0) + (isSubjects ? sharesSubject : 0);
      actionStamp[action] = 2 * epoch + 1;
      actions[size++] = action;
    }
  };
  /** Marks the actions that reference a subject, unless there are so many that asking each sampled one is cheaper. */
  const markSubjects = (roots: RootSet, i: number): void => {
    areSubjectsMarked = true;
    for (let k = roots.nodeStart[i]!; k < roots.nodeStart[i + 1]!; k++) {
      if (roots.subject[k] === 0) continue;
      const node = roots.node[k]!;
      const from = groupStart[nodeGroup[node]!]!;
      const to = groupStart[nodeGroup[node + 1]!]!;
      subjectStamp[node] = epoch;
      if (to - from > 4096) areSubjectsMarked = false;
      else for (let at = from; at < to; at++) actionStamp[groupAction[at]!] = 2 * epoch;
    }
  };
  /** First place in [from, to) whose action is not below `action`. */
  const placeOf = (from: number, to: number, action: number): number => {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (groupAction[middle]! < action) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const addNearest = (low: number, high: number, quota: number, isOfSubject: boolean): void => {
    if (high - low <= quota) {
      addFree(low, high);
      return;
    }
    const isSplit = isOfSubject && hidden > 0;
    const before = placeOf(low, high, isSplit ? hiddenFrom : rootPlace);
    const after = isSplit ? placeOf(before, high, hiddenTo) : before;
    let right = after;
    let left = before - 1;
    let leftTime = left >= low ? groupTime[left]! : -Infinity;
    const timeAt = (place: number): number =>
      place < high && groupTime[place]! < horizon ? groupTime[place]! : Infinity;
    let rightTime = timeAt(right);
    let missing = quota;
    while (missing > 0 && (left >= low || rightTime < Infinity)) {
      if (rootStart - leftTime > rightTime - rootStart) {
        if (isFree(groupAction[right++]!)) missing--;
        rightTime = timeAt(right);
        continue;
      }
      const previous = left > low ? groupTime[left - 1]! : -Infinity;
      if (previous !== leftTime) {
        if (isFree(groupAction[left--]!)) missing--;
        leftTime = previous;
        continue;
      }
      const runStart = placeOf(low, left, countBelow(start, leftTime));
      let stop = runStart;
      for (; stop <= left && missing > 0; stop++) if (isFree(groupAction[stop]!)) missing--;
      if (stop <= left) {
        addFree(runStart, stop);
        break;
      }
      left = runStart - 1;
      leftTime = left >= low ? groupTime[left]! : -Infinity;
    }
    addFree(left + 1, before);
    addFree(after, right);
  };

  const sample = (roots: RootSet, i: number): number => {
    epoch++;
    size = 0;
    added = 0;
    rootStart = roots.start[i]!;
    rootPlace = countBelow(start, rootStart);
    horizon = dayEnds[upperBound(dayEnds, rootStart)] ?? Infinity;
    horizonPlace = horizon === Infinity ? graph.actionCount : countBelow(start, horizon);
    hidden = roots.hidden[i]!;
    hiddenFrom = countBelow(start, rootStart - hidden);
    hiddenTo = upperBound(start, rootStart + hidden);
    let copies = roots.copies[i]!;
    let tail = 0;
    actor = roots.node[roots.nodeStart[i]!]!;
    markSubjects(roots, i);
    if (roots.action[i]! >= 0) actionStamp[roots.action[i]!] = 2 * epoch + 1;
    for (let k = roots.nodeStart[i]!; k < roots.nodeStart[i + 1]!; k++) {
      const node = roots.node[k]!;
      if (nodeStamp[node] === epoch) continue;
      nodeStamp[node] = epoch;
      queue[tail++] = node;
    }
    let head = 0;
    let seen = 0;
    for (let step = 0; step < steps; step++) {
      for (const end = tail; head < end; head++) {
        const node = queue[head]!;
        let taken = 0;
        if (step === 0 && copies > 0) {
          taken = Math.min(copies, nearest);
          copies -= taken;
          added += taken;
        }
        for (let group = nodeGroup[node]!; group < nodeGroup[node + 1]!; group++) {
          const quota = groupType[group] === roots.type[i] ? nearest - taken : nearest;
          addNearest(groupStart[group]!, groupStart[group + 1]!, quota, subjectStamp[node] === epoch);
        }
      }
      if (step + 1 === steps) break;
      for (; seen < size; seen++) {
        const action = actions[seen]!;
        for (let ref = refStart[action]!; ref < refStart[action + 1]!; ref++) {
          const node = refNode[ref]!;
          if (nodeStamp[node] === epoch) continue;
          nodeStamp[node] = epoch;
          if (isBarred[nodeType[node]!] === 0) queue[tail++] = node;
        }
      }
    }
    return size;
  };
  return { actions, shares, sample, copies: () => added };
}

/** First index whose value is above `value`, in an ascending array. */
function upperBound(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
