import type { ClassifierSamples } from "../../src/gpu/classifier.plan.ts";
import { randomNormal, seededRandom } from "../../src/lib/random.ts";

/** Two noisy rings: label 1 inside, 0 outside, in the first two of `dim` columns; the last column is constant. */
export function ringSamples(count: number, dim = 6): ClassifierSamples {
  const random = seededRandom(11);
  const values = new Float32Array(count * dim);
  const label = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    label[row] = row % 2;
    const angle = random() * 2 * Math.PI;
    const radius = (label[row] ? 1 : 3) + 0.2 * randomNormal(random);
    for (let d = 0; d + 1 < dim; d++) values[row * dim + d] = 40 + 10 * randomNormal(random);
    values[row * dim] = radius * Math.cos(angle);
    values[row * dim + 1] = radius * Math.sin(angle);
    values[row * dim + dim - 1] = 5;
  }
  return { values, dim, label, rows: Int32Array.from(label.keys()) };
}
