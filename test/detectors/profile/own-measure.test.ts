import { expect, test } from "vitest";
import { judgedDays } from "../../../src/detectors/profile/judged-days.ts";
import { ownMeasure, ownNulls } from "../../../src/detectors/profile/own-measure.ts";
import { randomNormal, seededRandom } from "../../../src/lib/random.ts";
import { makeTenant } from "../../support/tenant.ts";

const channels = [{ name: "type", kind: "type", labels: ["a"] }] as const;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Readings of users who never change: about −8, and about 0 on one day of twenty. */
function readings(days: number) {
  const features = makeTenant({
    channels,
    actors: 120,
    days,
    scored: 7,
    what: () => ({ type: new Map([[0, 1]]) }),
  });
  const judged = judgedDays(features, 30);
  const random = seededRandom(3);
  const isOdd = Uint8Array.from({ length: judged.length }, () => (random() < 0.05 ? 1 : 0));
  const values = Float64Array.from(isOdd, (odd) => (odd ? 0 : -8) + randomNormal(random));
  const measure = ownMeasure(judged, values, ownNulls(values, judged));
  const measured = (isNull: 0 | 1, odd: 0 | 1) =>
    Array.from(values.keys())
      .filter((i) => judged.isNull[i] === isNull && isOdd[i] === odd)
      .map((i) => measure(values[i]!, i));
  return { measured, blocks: judged.blocks.filter(({ isNull }) => isNull).length };
}

test.each([
  [70, 2],
  [42, 1],
])("of %i days, what is odd now and then lies as far out on a scored day as in the null", (days, blocks) => {
  const found = readings(days);
  expect(found.blocks).toBe(blocks);
  const ratio = mean(found.measured(0, 1)) / mean(found.measured(1, 1));
  expect(ratio).toBeGreaterThan(0.85);
  expect(ratio).toBeLessThan(1.15);
});
