import { expect, test } from "vitest";
import { seededRandom } from "../../src/lib/random.ts";
import { temperingPower } from "../../src/ranking/temper.ts";

const random = seededRandom(5);
const uniform = Float64Array.from({ length: 5000 }, () => random());

test("honest p are left as they are, and so are too cautious ones", () => {
  expect(temperingPower(uniform)).toBeGreaterThan(0.95);
  expect(temperingPower(uniform.map((p) => Math.sqrt(p)))).toBe(1);
});

test("p that are too small by a power are brought back to their rate", () => {
  const small = uniform.map((p) => p ** 3);
  const power = temperingPower(small);
  expect(small.filter((p) => p ** power <= 0.01).length / small.length).toBeCloseTo(0.01, 2);
});

test("a few real cases don't hide themselves", () => {
  expect(temperingPower([...uniform, ...Array(50).fill(1e-6)])).toBeGreaterThan(0.93);
});

test("few items say nothing", () => {
  expect(temperingPower(Array(99).fill(1e-6))).toBe(1);
  expect(temperingPower([Number.NaN])).toBe(1);
});
