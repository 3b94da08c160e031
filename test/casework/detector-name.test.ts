import { expect, test } from "vitest";
import { detectorName } from "../../src/casework/detector-name.ts";

test.each([
  ["profile", "profile"],
  ["graph-smr", "graph"],
  ["graph-nn", "graph (nearness)"],
  ["graph-nn:trained", "graph (nearness, trained)"],
  ["graph-smr:a:b", "graph (a:b)"],
  ["subspace:host", "subspace (host)"],
  ["constructor", "constructor"],
])("%s is called %s", (ranking, name) => {
  expect(detectorName(ranking)).toBe(name);
});
