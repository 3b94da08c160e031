import { describe, expect, test } from "vitest";
import { headlineOf, oneIn } from "../../src/casework/headline.ts";
import type { Reason } from "../../src/detectors/scores.ts";

const reason = (detector: string, value: number, sentence: string, type?: string): Reason => ({
  detector,
  value,
  sentence,
  label: sentence,
  ...(type === undefined ? {} : { where: { type } }),
});

describe("a headline", () => {
  test("leads with what weighs most, and adds what another detector says of something else", () => {
    const reasons = [reason("profile", 1, "From a new network."), reason("subspace", 2, "41 queries.", "Query")];
    expect(headlineOf(reasons)).toBe("41 queries. From a new network.");
  });

  test("does not say the same of one event type twice, nor what hardly weighs, nor what speaks for the user", () => {
    const twice = [
      reason("subspace", 3, "72 copies; explained none.", "Copy"),
      reason("profile", 2, "72 copies; usually none.", "Copy"),
    ];
    expect(headlineOf(twice)).toBe("72 copies; explained none.");
    expect(headlineOf([reason("subspace", 3, "A."), reason("profile", 0.2, "B.")])).toBe("A.");
    expect(headlineOf([reason("profile", 0.2, "2 edits.")], 0.9)).toBe(
      "Nothing out of the ordinary. What weighs most: 2 edits.",
    );
    const nothing = { ...reason("profile", 0.2, "Nothing of the day stands out."), label: "nothing stands out" };
    expect(headlineOf([nothing], 0.9)).toBe("Nothing out of the ordinary.");
    expect(headlineOf([reason("profile", -1, "Busy for everybody.")])).toMatch(/^Unlike the days before/);
  });
});

test.each([
  [0.5, "1 in 2"],
  [0.001, "1 in 1,000"],
  [1 / 4512, "1 in 4,500"],
  [1 / 212_345, "1 in 210,000"],
])("a p of %d is %s", (p, words) => {
  expect(oneIn(p)).toBe(words);
});
