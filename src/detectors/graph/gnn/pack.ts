import { joinSubgraphs, type Subgraphs } from "../../../gpu/gatNet.input.ts";
import { breathe, type Job, quietJob } from "../../../lib/job.ts";
import { signedLog } from "../embedding.ts";
import type { ActionGraph } from "../graph.ts";
import type { RootSet } from "../roots.ts";
import { createSampler, type Sampler, type SamplerOptions, sharesActor, sharesSubject } from "../sampler.ts";

/** How large a subgraph may be when a net reads it. */
export interface PackOptions {
  /**
   * Most actions besides the root and its copies. A sampled subgraph can have thousands, and a net's time grows with them: half of the places go to the
   * actions about a subject of the root that are nearest to it in time, and the rest to the nearest of all (ties: the earlier, then the lower id).
   */
  readonly mostActions?: number;
  /** Most references of an action, in their order, its actor first. */
  readonly mostReferences?: number;
}

const hour = 3_600_000_000;
const partRows = 512;

/**
 * Samples the subgraph of each root of `roots` from `from` to `to` and packs it for a net. Any split of the range gives the same subgraphs.
 * @throws Cancelled when the job was stopped
 */
export async function packSubgraphs(
  graph: ActionGraph,
  roots: RootSet,
  sampling: SamplerOptions,
  {
    mostActions = 48,
    mostReferences = 8,
    from = 0,
    to = roots.count,
    job = quietJob(),
    stage = "Sampling subgraphs",
  }: PackOptions & { from?: number; to?: number; job?: Job; stage?: string } = {},
): Promise<Subgraphs> {
  const sampler = createSampler(graph, sampling);
  const packer = createPacker(graph, { mostActions, mostReferences });
  const parts: Subgraphs[] = [];
  let pause = performance.now() + 25;
  for (let i = from; i < to; i++) {
    packer.add(roots, i, sampler, sampler.sample(roots, i));
    if (packer.count() === partRows) parts.push(packer.take());
    if (performance.now() < pause) continue;
    job.report({ stage, done: i - from, total: to - from, unit: "roots" });
    await breathe(job);
    pause = performance.now() + 25;
  }
  parts.push(packer.take());
  return joinSubgraphs(parts);
}

function createPacker(graph: ActionGraph, { mostActions, mostReferences }: Required<PackOptions>) {
  const { refStart, refNode, refRelationship, start, end, type, n, nodeType } = graph;
  const localOf = new Int32Array(graph.nodeCount).fill(-1);
  const empty = () => ({
    actionStart: [0],
    entityStart: [0],
    edgeStart: [0],
    type: [] as number[],
    feature: [] as number[],
    entityType: [] as number[],
    edgeAction: [] as number[],
    edgeEntity: [] as number[],
    edgeRelationship: [] as number[],
  });
  let out = empty();
  const nodes: number[] = [];

  const addEdge = (action: number, node: number, relationship: number): void => {
    if (localOf[node] === -1) {
      localOf[node] = nodes.length;
      nodes.push(node);
      out.entityType.push(nodeType[node]!);
    }
    out.edgeAction.push(action);
    out.edgeEntity.push(localOf[node]!);
    out.edgeRelationship.push(relationship);
  };

  const add = (roots: RootSet, i: number, sampler: Sampler, size: number): void => {
    const rootStart = roots.start[i]!;
    const action = roots.action[i]!;
    const own = roots.node.subarray(roots.nodeStart[i], roots.nodeStart[i + 1]);
    const subject = roots.subject.subarray(roots.nodeStart[i], roots.nodeStart[i + 1]);
    const relationships = relationshipsOf(graph, action, own, subject);
    let actions = 0;
    const push = (code: number, offset: number, duration: number, events: number, isRoot: number, shared: number) => {
      out.type.push(code);
      const away = signedLog(offset / hour);
      out.feature.push(away, Math.exp(-Math.abs(away)), signedLog(duration / hour), Math.log1p(events));
      out.feature.push(isRoot, shared & sharesActor, (shared & sharesSubject) >> 1);
      actions++;
    };
    const copies = sampler.copies();
    const duration = action < 0 ? 0 : end[action]! - start[action]!;
    const events = action < 0 ? 1 : n[action]!;
    for (let copy = 0; copy <= copies; copy++) {
      for (let k = 0; k < Math.min(own.length, mostReferences); k++) addEdge(actions, own[k]!, relationships[k]!);
      push(roots.type[i]!, copy * roots.spacing[i]!, duration, events, copy === 0 ? 1 : 0, sharesActor | sharesSubject);
    }
    for (const place of nearestOf(graph, sampler, size, rootStart, mostActions)) {
      const near = sampler.actions[place]!;
      const last = Math.min(refStart[near + 1]!, refStart[near]! + mostReferences);
      for (let ref = refStart[near]!; ref < last; ref++) addEdge(actions, refNode[ref]!, refRelationship[ref]!);
      push(type[near]!, start[near]! - rootStart, end[near]! - start[near]!, n[near]!, 0, sampler.shares[place]!);
    }
    for (const node of nodes) localOf[node] = -1;
    nodes.length = 0;
    out.actionStart.push(out.type.length);
    out.entityStart.push(out.entityType.length);
    out.edgeStart.push(out.edgeAction.length);
  };

  const take = (): Subgraphs => {
    const part = {
      count: out.actionStart.length - 1,
      actionStart: Int32Array.from(out.actionStart),
      entityStart: Int32Array.from(out.entityStart),
      edgeStart: Int32Array.from(out.edgeStart),
      type: Int32Array.from(out.type),
      feature: Float32Array.from(out.feature),
      entityType: Int32Array.from(out.entityType),
      edgeAction: Int32Array.from(out.edgeAction),
      edgeEntity: Int32Array.from(out.edgeEntity),
      edgeRelationship: Int32Array.from(out.edgeRelationship),
    };
    out = empty();
    return part;
  };
  return { add, take, count: () => out.actionStart.length - 1 };
}

/** Places among the sampled actions of those that stay, in the order of their ids, which is that of time. */
function nearestOf(
  { start }: ActionGraph,
  { actions, shares }: Sampler,
  size: number,
  rootStart: number,
  most: number,
): Int32Array {
  const byId = (a: number, b: number) => actions[a]! - actions[b]!;
  const places = Int32Array.from({ length: size }, (_, k) => k);
  if (size <= most) return places.sort(byId);
  const offset = (place: number) => start[actions[place]!]! - rootStart;
  places.sort((a, b) => Math.abs(offset(a)) - Math.abs(offset(b)) || offset(a) - offset(b) || byId(a, b));
  const chosen = new Set<number>();
  for (const place of places) if ((shares[place]! & sharesSubject) !== 0 && chosen.size < most / 2) chosen.add(place);
  for (const place of places) if (chosen.size < most) chosen.add(place);
  return Int32Array.from(chosen).sort(byId);
}

/**
 * How a root is tied to its nodes: as its action is. A node that a mutation brought in takes the place of one: a subject of the first subject, another
 * actor of the actor.
 */
function relationshipsOf(
  { refStart, refNode, refRelationship, refSubject, relationships }: ActionGraph,
  action: number,
  nodes: Int32Array,
  subject: Uint8Array,
): Int32Array {
  const byActor = relationships.length - 1;
  return nodes.map((node, k) => {
    if (k === 0 || action < 0) return k === 0 ? byActor : 0;
    let replaced = 0;
    for (let ref = refStart[action + 1]! - 1; ref > refStart[action]!; ref--) {
      if (refNode[ref] === node) return refRelationship[ref]!;
      if (refSubject[ref] === subject[k]) replaced = refRelationship[ref]!;
    }
    return replaced;
  });
}
