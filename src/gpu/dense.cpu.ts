/**
 * out = x·weights + bias, row by row.
 * @param x rows × inner, row-major
 * @param weights inner × outer
 * @param out rows × outer, overwritten
 */
export function dense(
  x: Float32Array,
  weights: Float32Array,
  bias: Float32Array,
  { rows, inner, outer }: { rows: number; inner: number; outer: number },
  out: Float32Array,
): void {
  const blocked = outer - (outer % 4);
  for (let i = 0; i < rows; i++) {
    const from = i * inner;
    const to = i * outer;
    for (let j = 0; j < blocked; j += 4) {
      let a = bias[j]!;
      let b = bias[j + 1]!;
      let c = bias[j + 2]!;
      let d = bias[j + 3]!;
      for (let k = 0, at = j; k < inner; k++, at += outer) {
        const value = x[from + k]!;
        a += value * weights[at]!;
        b += value * weights[at + 1]!;
        c += value * weights[at + 2]!;
        d += value * weights[at + 3]!;
      }
      out[to + j] = a;
      out[to + j + 1] = b;
      out[to + j + 2] = c;
      out[to + j + 3] = d;
    }
    for (let j = blocked; j < outer; j++) {
      let sum = bias[j]!;
      for (let k = 0; k < inner; k++) sum += x[from + k]! * weights[k * outer + j]!;
      out[to + j] = sum;
    }
  }
}

/** The backward pass of `dense`: adds to the gradients of x, the weights and the bias. */
export function denseBackward(
  x: Float32Array,
  weights: Float32Array,
  { rows, inner, outer }: { rows: number; inner: number; outer: number },
  outGradient: Float32Array,
  gradients: { readonly x: Float32Array; readonly weights: Float32Array; readonly bias: Float32Array },
): void {
  for (let i = 0; i < rows; i++) {
    const to = i * outer;
    const from = i * inner;
    for (let j = 0; j < outer; j++) gradients.bias[j]! += outGradient[to + j]!;
    for (let k = 0; k < inner; k++) {
      const value = x[from + k]!;
      const row = k * outer;
      let sum = 0;
      for (let j = 0; j < outer; j++) {
        const g = outGradient[to + j]!;
        sum += g * weights[row + j]!;
        gradients.weights[row + j]! += value * g;
      }
      gradients.x[from + k]! += sum;
    }
  }
}
