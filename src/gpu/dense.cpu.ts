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

/**
 * Adds xᵀ·outGradient to the gradient of the weights, a few columns at a time so that sums stay in registers.
 * @param x rows × inner, row-major
 * @param outGradient rows × outer, row-major
 * @param gradient inner × outer
 */
export function addWeightGradient(
  x: Float32Array,
  outGradient: Float32Array,
  { rows, inner, outer }: { rows: number; inner: number; outer: number },
  gradient: Float32Array,
): void {
  const blocked = outer - (outer % 4);
  for (let k = 0; k < inner; k++) {
    const row = k * outer;
    for (let j = 0; j < blocked; j += 4) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let i = 0, at = k, to = j; i < rows; i++, at += inner, to += outer) {
        const value = x[at]!;
        a += value * outGradient[to]!;
        b += value * outGradient[to + 1]!;
        c += value * outGradient[to + 2]!;
        d += value * outGradient[to + 3]!;
      }
      gradient[row + j]! += a;
      gradient[row + j + 1]! += b;
      gradient[row + j + 2]! += c;
      gradient[row + j + 3]! += d;
    }
    for (let j = blocked; j < outer; j++) {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += x[i * inner + k]! * outGradient[i * outer + j]!;
      gradient[row + j]! += sum;
    }
  }
}

/** The backward pass of `dense`: adds to the gradients of x, the weights and the bias. */
export function denseBackward(
  x: Float32Array,
  weights: Float32Array,
  size: { rows: number; inner: number; outer: number },
  outGradient: Float32Array,
  gradients: { readonly x: Float32Array; readonly weights: Float32Array; readonly bias: Float32Array },
): void {
  const { rows, inner, outer } = size;
  for (let i = 0; i < rows; i++) {
    const to = i * outer;
    const from = i * inner;
    for (let j = 0; j < outer; j++) gradients.bias[j]! += outGradient[to + j]!;
    for (let k = 0; k < inner; k++) {
      const row = k * outer;
      let sum = 0;
      for (let j = 0; j < outer; j++) sum += outGradient[to + j]! * weights[row + j]!;
      gradients.x[from + k]! += sum;
    }
  }
  addWeightGradient(x, outGradient, size, gradients.weights);
}
