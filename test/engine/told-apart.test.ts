import { expect, test } from "vitest";
import type { Detection } from "../../src/engine/detection.ts";
import { toldApart } from "../../src/engine/told-apart.ts";

const detection = (name: string, rankings: readonly string[]) =>
  ({
    name,
    ranked: rankings.map((ranking) => ({ name: ranking })),
    explain: (detector: string) => [{ label: `${name} says why`, value: 1, detector, sentence: "" }],
  }) as unknown as Detection;
const item = { actor: 0, day: 0, action: 0, p: 0.1 };

test("a ranking that two cells give has its cell's name too, and is asked of its own cell; the others stay as they are", () => {
  const profile = detection("profile", ["profile"]);
  const both = [detection("plain", ["graph-smr", "graph-nn"]), detection("trained", ["graph-smr"])];
  const [kept, plain, trained] = toldApart([profile, ...both]);
  expect(kept).toBe(profile);
  expect(plain!.ranked.map(({ name }) => name)).toEqual(["graph-smr:plain", "graph-nn"]);
  expect(trained!.ranked.map(({ name }) => name)).toEqual(["graph-smr:trained"]);
  expect(trained!.explain("graph-smr:trained", item)).toMatchObject([
    { label: "trained says why", detector: "graph-smr:trained" },
  ]);
  expect(plain!.explain("graph-nn", item)).toMatchObject([{ label: "plain says why", detector: "graph-nn" }]);
});

test("told apart again it is the same ranking: what was explained of it is known", () => {
  const both = [detection("plain", ["graph-smr"]), detection("trained", ["graph-smr"])];
  const first = toldApart(both).map(({ ranked }) => ranked[0]);
  expect(toldApart(both).map(({ ranked }) => ranked[0])).toEqual(first);
  expect(toldApart(both)[1]!.ranked[0]).toBe(first[1]);
});
