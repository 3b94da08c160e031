import { expect, test } from "vitest";
import { sampleContexts } from "../../../src/detectors/graph/contexts.ts";
import { handcraftedEmbedder } from "../../../src/detectors/graph/embedder.ts";
import { fitEmbedding } from "../../../src/detectors/graph/embedding.ts";
import type { RootPool } from "../../../src/detectors/graph/pool.ts";
import { rootFacts } from "../../../src/detectors/graph/root-facts.ts";
import { naturalRoots } from "../../../src/detectors/graph/roots.ts";
import { toyGraph } from "./toy.ts";

/** What is said of roots in a log of so many action types, all by one actor about one subject. */
async function factsOf(types: number): Promise<string[]> {
  const graph = toyGraph(
    Array.from({ length: types * 3 }, (_, i) => ({ actor: 0, type: i % types, at: i, refs: [[0, 1]] as const })),
    {
      actors: 1,
      types: Array.from({ length: types }, (_, i) => `type ${i}`),
      entities: ["x"],
      subjects: [true],
    },
  );
  const action = Int32Array.from({ length: types }, (_, i) => i);
  const contexts = await sampleContexts(graph, naturalRoots(graph, action), { steps: 1, nearest: 5 });
  const embedder = handcraftedEmbedder(fitEmbedding(contexts));
  return rootFacts({ graph, action, pool: { history: new Int32Array() } as RootPool, contexts, embedder });
}

test("says that only the most frequent kinds of context are compared, where there are more", async () => {
  expect(await factsOf(12)).toEqual([]);
  expect(await factsOf(80)).toEqual([]);
  expect(await factsOf(90)).toEqual([
    expect.stringMatching(/^Around the roots are 270 kinds of context .*the 256 most/),
  ]);
});
