import { expect, test } from "vitest";
import type { Detection } from "../../src/engine/detection.ts";
import { reasonsOf } from "../../src/engine/reasons.ts";
import type { RankedCase } from "../../src/ranking/queue.ts";
import type { RankedDetector } from "../../src/ranking/user-days.ts";

test("a ranking that stays is asked once for each item; one that was made anew is asked again", () => {
  const asked: string[] = [];
  const ranking = (name: string) => ({ name }) as RankedDetector;
  const explain: Detection["explain"] = (detector, { actor, p }) => {
    asked.push(`${detector} ${actor} ${p}`);
    return [{ label: `${detector} of ${actor}`, sentence: "", value: 1, detector }];
  };
  const profile = { ranked: [ranking("profile")], explain } as unknown as Detection;
  const graph = { ranked: [ranking("graph-nn")], explain } as unknown as Detection;
  const opinions = [
    { detector: "profile", p: 0.01, action: -1 },
    { detector: "graph-nn", p: 0.02, action: 4 },
    { detector: "subspace", p: 0.5, action: -1 },
    { detector: "graph-smr", p: null, action: -1 },
  ] as unknown as RankedCase["opinions"];
  const one = { actor: 3, day: 9, opinions };
  const first = reasonsOf([profile, graph], one);
  expect(first.map(({ label }) => label)).toEqual(["profile of 3", "graph-nn of 3"]);
  expect(reasonsOf([profile, graph], one)).toEqual(first);
  expect(asked).toHaveLength(2);
  const anew = { ...graph, ranked: [ranking("graph-nn")] };
  expect(reasonsOf([profile, anew], one)).toEqual(first);
  reasonsOf([profile, anew], { ...one, actor: 4 });
  expect(asked).toEqual(["profile 3 0.01", "graph-nn 3 0.02", "graph-nn 3 0.02", "profile 4 0.01", "graph-nn 4 0.02"]);
});
