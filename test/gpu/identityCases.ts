import type { IdentityInput } from "../../src/gpu/identity.input.ts";
import { randomInt, seededRandom } from "../../src/lib/random.ts";

/** A seeded input of days against candidates, sparse as logs are: some values everybody has, most only a few. */
export function identityCase({ candidates = 40, values = 60, items = 30, patterns = 3, seed = 1 } = {}): IdentityInput {
  const random = seededRandom(seed);
  const start = [0];
  const candidate: number[] = [];
  const gain: number[] = [];
  for (let value = 0; value < values; value++) {
    const share = value % 5 === 0 ? 1 : 0.1;
    for (let c = 0; c < candidates; c++) {
      if (random() >= share) continue;
      candidate.push(c);
      gain.push(6 * random());
    }
    start.push(candidate.length);
  }
  const itemStart = [0];
  const value: number[] = [];
  const weight: number[] = [];
  for (let item = 0; item < items; item++) {
    const n = 1 + randomInt(random, 12);
    for (let k = 0; k < n; k++) {
      value.push(randomInt(random, values));
      weight.push(1 / n);
    }
    itemStart.push(value.length);
  }
  return {
    candidates,
    start: Int32Array.from(start),
    candidate: Int32Array.from(candidate),
    gain: Float32Array.from(gain),
    base: Float32Array.from({ length: patterns * candidates }, () => -5 * random()),
    itemStart: Int32Array.from(itemStart),
    value: Int32Array.from(value),
    weight: Float32Array.from(weight),
    pattern: Int32Array.from({ length: items }, () => randomInt(random, patterns)),
    self: Int32Array.from({ length: items }, (_, item) => (item % 4 === 0 ? -1 : randomInt(random, candidates))),
  };
}

/** Every item's sum under every candidate, by the definition alone. */
export function identitySums(input: IdentityInput): number[][] {
  return Array.from(input.self, (_, item) =>
    Array.from({ length: input.candidates }, (_none, c) => {
      let sum = input.base[input.pattern[item]! * input.candidates + c]!;
      for (let row = input.itemStart[item]!; row < input.itemStart[item + 1]!; row++)
        for (let at = input.start[input.value[row]!]!; at < input.start[input.value[row]! + 1]!; at++)
          if (input.candidate[at] === c) sum += input.weight[row]! * input.gain[at]!;
      return sum;
    }),
  );
}
