import { describe, expect, test } from "vitest";
import { explainRoot } from "../../../src/detectors/graph/explain.ts";
import { nearestRoots } from "../../../src/detectors/graph/nearest-roots.ts";
import { subgraphOf } from "../../../src/detectors/graph/picture.ts";
import { scoreGraph } from "../../../src/detectors/graph/score.ts";
import { deskSettings, supportDesk, toyDayEnds } from "./desk.ts";

const desk = supportDesk();
const off = {
  "other-subject": 0,
  "no-context": 0,
  "before-context": 0,
  "other-actor": 0,
  "out-of-hours": 0,
  repeated: 0,
};
const run = scoreGraph({
  graph: desk.graph,
  day: desk.day,
  scored: { from: 28, to: 34 },
  dayEnds: toyDayEnds(35),
  settings: { ...deskSettings, mutations: off },
  interesting: new Int32Array(),
});

test("the nearest normal look-ups are the actor's own and another's, of the history, and have the ticket that is missing", async () => {
  const { state } = await run;
  const { graph } = desk;
  for (const bad of desk.bad) {
    const { own, other } = nearestRoots(state, bad);
    expect(graph.actor[own!.action]).toBe(graph.actor[bad]);
    expect(graph.actor[other!.action]).not.toBe(graph.actor[bad]);
    for (const found of [own!, other!]) {
      expect(found.actor).toBe(graph.actor[found.action]);
      expect(graph.type[found.action]).toBe(graph.type[bad]);
      expect(state.pool.history).toContain(found.action);
      expect(found.distance).toBeGreaterThanOrEqual(0);
      expect(found.distance).toBeLessThanOrEqual(2);
    }
  }
  const lacking = desk.bad.filter((bad) => nearestRoots(state, bad).other!.lacks.join().includes("Ticket."));
  expect(lacking.length).toBeGreaterThan(desk.bad.length / 2);
  expect(nearestRoots(state, -5)).toEqual({ own: null, other: null });
});

describe("the explanation of a root", () => {
  test("names the ticket that a look-up lacks, and how many have one", async () => {
    const { state } = await run;
    for (const bad of desk.bad) {
      const { missing } = explainRoot(state, bad, { p: 0.001 });
      expect(missing.join("\n")).toMatch(
        /No Ticket\.(View|Update) of this customer( by this actor)? within 2 h; 100 % of DataTool\.Query roots have one, and 100 % of this actor's own\./,
      );
    }
  });

  test("shares −log₁₀ p out among the reasons", async () => {
    const { state } = await run;
    for (const action of [desk.bad[0]!, ...state.pool.scored.slice(0, 20)]) {
      const { reasons } = explainRoot(state, action, { p: 0.001 });
      expect(reasons.length).toBeGreaterThan(0);
      expect(reasons.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(3, 9);
      for (const { sentence, label } of reasons) expect(`${sentence}${label}`).not.toMatch(/NaN|undefined/);
    }
  });

  test("finds nothing missing at a root that has its ticket", async () => {
    const { state } = await run;
    const good = state.pool.scored.filter((action) => !desk.bad.includes(action));
    const clean = good.filter((action) => explainRoot(state, action, { p: 0.5 }).missing.length === 0);
    expect(clean.length / good.length).toBeGreaterThan(0.8);
  });

  test("of an action that is no root of the run is empty", async () => {
    const { state } = await run;
    expect(explainRoot(state, 0, { p: 0.5 })).toEqual({ reasons: [], missing: [] });
  });
});

describe("the picture of a subgraph", () => {
  test("has the root first, at most forty nodes, and counts what it leaves out", () => {
    const { nodes, edges, omitted } = subgraphOf(desk.graph, desk.bad[3]!);
    expect(nodes[0]).toMatchObject({ kind: "root", action: desk.bad[3], offset: 0 });
    expect(nodes.length).toBeLessThanOrEqual(40);
    expect(nodes.filter(({ kind }) => kind === "action").length).toBeGreaterThan(10);
    expect(omitted).toBeGreaterThan(0);
    for (const { from, to } of edges) {
      expect(["root", "action"]).toContain(nodes[from]!.kind);
      expect(["actor", "entity"]).toContain(nodes[to]!.kind);
    }
    const ties = edges.filter(({ from }) => from === 0);
    expect(ties.map(({ relationship }) => relationship).sort()).toEqual(["actor", "r1"]);
  });

  test("draws the actions on the root's subject before the actor's other ones", () => {
    const { nodes } = subgraphOf(desk.graph, desk.bad[3]!, {}, { most: 12 });
    const customer = desk.graph.refNode[desk.graph.refStart[desk.bad[3]!]! + 1]!;
    const first = nodes[1]!.action;
    expect([...desk.graph.refNode.subarray(desk.graph.refStart[first], desk.graph.refStart[first + 1])]).toContain(
      customer,
    );
  });
});
