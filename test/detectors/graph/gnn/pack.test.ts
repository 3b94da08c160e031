import { describe, expect, test } from "vitest";
import { packSubgraphs } from "../../../../src/detectors/graph/gnn/pack.ts";
import { naturalRoots, packRoots, rootOf } from "../../../../src/detectors/graph/roots.ts";
import { featureCount, joinSubgraphs } from "../../../../src/gpu/gatNet.input.ts";
import { supportDesk } from "../desk.ts";
import { toyGraph } from "../toy.ts";

const desk = supportDesk({ days: 14 });
const queries = Int32Array.from([...desk.graph.type.keys()].filter((action) => desk.graph.type[action] === 2));
const sampling = { steps: 2, nearest: 10 };

describe("a subgraph that is packed for a net", () => {
  const graph = toyGraph(
    [
      {
        actor: 0,
        type: 0,
        at: 1,
        refs: [
          [0, 0],
          [1, 1],
        ],
      },
      { actor: 0, type: 1, at: 3, refs: [[1, 1]] },
      { actor: 1, type: 0, at: 5 },
    ],
    {
      actors: 2,
      types: ["view", "query"],
      roots: ["query"],
      entities: ["ticket", "customer"],
      subjects: [false, true],
    },
  );

  test("has the root first, then its actions by time, each tied to its entities by relationship", async () => {
    const packed = await packSubgraphs(graph, naturalRoots(graph, Int32Array.of(1)), sampling);
    expect([...packed.type]).toEqual([1, 0]);
    expect([...packed.feature.subarray(0, featureCount)]).toEqual([0, 1, 0, Math.fround(Math.log(2)), 1, 1, 1]);
    expect(packed.feature[featureCount]).toBeCloseTo(-Math.log(3), 6);
    expect(packed.feature[featureCount + 1]).toBeCloseTo(1 / 3, 6);
    expect([...packed.feature.subarray(featureCount + 4)]).toEqual([0, 1, 1]);
    const named = [...packed.edgeAction].map((action, e) => [
      action,
      graph.entityTypes[packed.entityType[packed.edgeEntity[e]!]!],
      graph.relationships[packed.edgeRelationship[e]!],
    ]);
    expect(named).toEqual([
      [0, "actor", "actor"],
      [0, "customer", "r1"],
      [1, "actor", "actor"],
      [1, "ticket", "r0"],
      [1, "customer", "r1"],
    ]);
  });

  test("ties a node that a mutation brought in as the one that it replaces, and copies as the root", async () => {
    const root = rootOf(graph, 1);
    const other = { ...root, nodes: [1, 2], subjects: [0, 1], copies: 3, spacing: 3_600_000_000 };
    const packed = await packSubgraphs(graph, packRoots([other]), sampling);
    expect([...packed.type.subarray(0, 4)]).toEqual([1, 1, 1, 1]);
    expect(packed.feature[2 * featureCount]).toBeCloseTo(Math.log(3), 6);
    const marks = (action: number) => [
      ...packed.feature.subarray(featureCount * action + 4, featureCount * (action + 1)),
    ];
    expect(marks(0)).toEqual([1, 1, 1]);
    expect(marks(1)).toEqual([0, 1, 1]);
    expect(graph.relationships[packed.edgeRelationship[1]!]).toBe("r1");
    expect(graph.relationships[packed.edgeRelationship[0]!]).toBe("actor");
  });

  test("keeps no more actions than it may, the nearest ones, with half of the places for the subject's", async () => {
    const packed = await packSubgraphs(desk.graph, naturalRoots(desk.graph, queries), sampling, { mostActions: 20 });
    for (let i = 0; i < packed.count; i++) {
      expect(packed.actionStart[i + 1]! - packed.actionStart[i]!).toBeLessThanOrEqual(21);
    }
    const all = await packSubgraphs(desk.graph, naturalRoots(desk.graph, queries), sampling, { mostActions: 1e6 });
    expect(all.actionStart[1]).toBeGreaterThan(100);
    const few = await packSubgraphs(desk.graph, naturalRoots(desk.graph, queries), sampling, { mostReferences: 1 });
    expect(few.edgeAction.length).toBe(few.type.length);
  });

  test("is the same however the roots are split", async () => {
    const roots = naturalRoots(desk.graph, queries.subarray(0, 50));
    const whole = await packSubgraphs(desk.graph, roots, sampling);
    const parts = [
      await packSubgraphs(desk.graph, roots, sampling, { to: 13 }),
      await packSubgraphs(desk.graph, roots, sampling, { from: 13 }),
    ];
    expect(joinSubgraphs(parts)).toEqual(whole);
  });
});
