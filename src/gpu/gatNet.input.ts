/**
 * Many rooted subgraphs as flat arrays, so that workers can share them. Actions and entities are numbered within their own subgraph; action 0 is the
 * root. Edges ascend by action.
 */
export interface Subgraphs {
  readonly count: number;
  /** subgraphs + 1 offsets into the actions, the entities and the edges. */
  readonly actionStart: Int32Array;
  readonly entityStart: Int32Array;
  readonly edgeStart: Int32Array;
  /** Type of each action. */
  readonly type: Int32Array;
  /**
   * actions × `featureCount`: s, the signed-log offset from the root in hours; e^−|s|, how near that is (attention is steered by sums of inputs, and none of s is
   * large near the root alone); the signed-log duration in hours; log(1 + n); 1 for the root; 1 where it shares the root's actor; 1 where it references a subject
   of the root (nodes have no identity: whose an action is, edges tell only by way of the root, and attention learns that late).
   */
  readonly feature: Float32Array;
  /** Type of each entity. */
  readonly entityType: Int32Array;
  readonly edgeAction: Int32Array;
  readonly edgeEntity: Int32Array;
  readonly edgeRelationship: Int32Array;
}

/** Numbers that describe an action besides its type. */
export const featureCount = 7;

/** The given subgraphs, in the given order (a subgraph may be given twice). */
export function takeSubgraphs(given: Subgraphs, rows: ArrayLike<number>): Subgraphs {
  const offsets = (start: Int32Array): Int32Array => {
    const taken = new Int32Array(rows.length + 1);
    for (let i = 0; i < rows.length; i++) taken[i + 1] = taken[i]! + start[rows[i]! + 1]! - start[rows[i]!]!;
    return taken;
  };
  const actionStart = offsets(given.actionStart);
  const entityStart = offsets(given.entityStart);
  const edgeStart = offsets(given.edgeStart);
  const take = <T extends Int32Array | Float32Array>(values: T, start: Int32Array, taken: Int32Array, each = 1): T => {
    const out = new (values.constructor as new (n: number) => T)(taken[rows.length]! * each);
    for (let i = 0; i < rows.length; i++)
      out.set(values.subarray(start[rows[i]!]! * each, start[rows[i]! + 1]! * each), taken[i]! * each);
    return out;
  };
  return {
    count: rows.length,
    actionStart,
    entityStart,
    edgeStart,
    type: take(given.type, given.actionStart, actionStart),
    feature: take(given.feature, given.actionStart, actionStart, featureCount),
    entityType: take(given.entityType, given.entityStart, entityStart),
    edgeAction: take(given.edgeAction, given.edgeStart, edgeStart),
    edgeEntity: take(given.edgeEntity, given.edgeStart, edgeStart),
    edgeRelationship: take(given.edgeRelationship, given.edgeStart, edgeStart),
  };
}

/** Puts subgraphs one after the other. */
export function joinSubgraphs(parts: readonly Subgraphs[]): Subgraphs {
  const offsets = (of: (part: Subgraphs) => Int32Array): Int32Array => {
    const joined = new Int32Array(parts.reduce((sum, part) => sum + part.count, 0) + 1);
    let row = 0;
    for (const part of parts) {
      const base = joined[row]!;
      for (let i = 1; i <= part.count; i++) joined[row + i] = base + of(part)[i]!;
      row += part.count;
    }
    return joined;
  };
  const ints = (of: (part: Subgraphs) => Int32Array): Int32Array => {
    const joined = new Int32Array(parts.reduce((sum, part) => sum + of(part).length, 0));
    let at = 0;
    for (const part of parts) {
      joined.set(of(part), at);
      at += of(part).length;
    }
    return joined;
  };
  const feature = new Float32Array(parts.reduce((sum, part) => sum + part.feature.length, 0));
  let at = 0;
  for (const part of parts) {
    feature.set(part.feature, at);
    at += part.feature.length;
  }
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    actionStart: offsets((part) => part.actionStart),
    entityStart: offsets((part) => part.entityStart),
    edgeStart: offsets((part) => part.edgeStart),
    type: ints((part) => part.type),
    feature,
    entityType: ints((part) => part.entityType),
    edgeAction: ints((part) => part.edgeAction),
    edgeEntity: ints((part) => part.edgeEntity),
    edgeRelationship: ints((part) => part.edgeRelationship),
  };
}
