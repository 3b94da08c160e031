import { expect, test } from "vitest";
import { identityRange } from "../../src/gpu/identity.cpu.ts";
import { keptOthers, sliceItems } from "../../src/gpu/identity.input.ts";
import { identityCase, identitySums } from "./identityCases.ts";

test.each([
  ["many", {}],
  ["fewer than ten", { candidates: 7 }],
  ["two", { candidates: 2 }],
  ["one", { candidates: 1 }],
  ["as many as a day has others", { candidates: 11, seed: 4 }],
])("the best candidates and their 90th percentile are those of the sums by definition: %s", (_, shape) => {
  const input = identityCase(shape);
  const rows = identityRange(input, 0, input.self.length);
  identitySums(input).forEach((sums, item) => {
    const others = sums.map((sum, c) => ({ sum, c })).filter(({ c }) => c !== input.self[item]);
    others.sort((a, b) => b.sum - a.sum || a.c - b.c);
    for (let k = 0; k < keptOthers; k++) {
      expect(rows.best[item * keptOthers + k]).toBe(others[k]?.c ?? -1);
      const sum = rows.bestSum[item * keptOthers + k]!;
      const other = others[k];
      if (other) expect(sum).toBeCloseTo(other.sum, 10);
      else expect(sum).toBeNaN();
    }
    if (others.length < 10) expect(rows.ninetieth[item]).toBeNaN();
    else expect(rows.ninetieth[item]).toBeCloseTo(others[Math.floor(others.length / 10)]!.sum, 10);
  });
});

test("items cut out of an input are what they were in it", () => {
  const input = identityCase();
  const whole = identityRange(input, 0, 30);
  const part = identityRange(sliceItems(input, 7, 19), 0, 12);
  expect(part).toEqual(identityRange(input, 7, 19));
  expect(part.ninetieth).toEqual(whole.ninetieth.slice(7, 19));
});
