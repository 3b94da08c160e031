/** Scratch of `symmetricEigen` for matrices up to a size. */
export interface EigenScratch {
  readonly size: number;
  readonly reflected: Float64Array;
  readonly norm: Float64Array;
  readonly off: Float64Array;
}

/** Scratch for matrices up to `size` × `size`. */
export const createEigenScratch = (size: number): EigenScratch => ({
  size,
  reflected: new Float64Array(size),
  norm: new Float64Array(size),
  off: new Float64Array(size + 1),
});

/**
 * Householder reflections that make a symmetric matrix tridiagonal, from the last row up: A = Q·T·Qᵀ.
 * Leaves T in `diagonal` and `off` (off[i] joins i−1 and i), each reflection's vector in its row of `a`, half its
 * squared length in `norm` (0: none was needed).
 */
function tridiagonalise(n: number, a: Float64Array, diagonal: Float64Array, scratch: EigenScratch): void {
  const { reflected, norm, off } = scratch;
  for (let i = n - 1; i > 1; i--) {
    const row = i * n;
    let square = 0;
    for (let k = 0; k < i - 1; k++) square += a[row + k]! * a[row + k]!;
    const last = a[row + i - 1]!;
    diagonal[i] = a[row + i]!;
    if (square === 0) {
      off[i] = last;
      norm[i] = 0;
      continue;
    }
    const length = Math.sqrt(square + last * last);
    const alpha = last > 0 ? -length : length;
    off[i] = alpha;
    a[row + i - 1] = last - alpha;
    const h = length * length - last * alpha;
    norm[i] = h;
    let inner = 0;
    for (let j = 0; j < i; j++) {
      const v = a[row + j]!;
      const base = j * n;
      let sum = a[base + j]! * v;
      for (let k = 0; k < j; k++) {
        sum += a[base + k]! * a[row + k]!;
        reflected[k] = reflected[k]! + a[base + k]! * v;
      }
      reflected[j] = sum;
    }
    for (let j = 0; j < i; j++) {
      reflected[j] = reflected[j]! / h;
      inner += reflected[j]! * a[row + j]!;
    }
    const half = inner / (2 * h);
    for (let j = 0; j < i; j++) reflected[j] = reflected[j]! - half * a[row + j]!;
    for (let j = 0; j < i; j++) {
      const v = a[row + j]!;
      const w = reflected[j]!;
      const base = j * n;
      for (let k = 0; k <= j; k++) a[base + k] = a[base + k]! - (v * reflected[k]! + w * a[row + k]!);
    }
  }
  if (n > 1) {
    diagonal[1] = a[n + 1]!;
    off[1] = a[n]!;
  }
  if (n > 0) diagonal[0] = a[0]!;
}

/** Qᵀ, row-major, from the reflections that `tridiagonalise` left. */
function accumulate(n: number, a: Float64Array, norm: Float64Array, vectors: Float64Array): void {
  vectors.fill(0, 0, n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let i = 2; i < n; i++) {
    const h = norm[i]!;
    if (h === 0) continue;
    const row = i * n;
    for (let j = 0; j < i; j++) {
      const base = j * n;
      let sum = 0;
      for (let k = 0; k < i; k++) sum += vectors[base + k]! * a[row + k]!;
      const scale = sum / h;
      for (let k = 0; k < i; k++) vectors[base + k] = vectors[base + k]! - scale * a[row + k]!;
    }
  }
}

/** Implicit QL with Wilkinson's shift; turns rows of `vectors` with it. */
function diagonalise(n: number, diagonal: Float64Array, off: Float64Array, vectors: Float64Array): void {
  const join = off.subarray(1, n + 1);
  join[n - 1] = 0;
  for (let first = 0; first < n; first++) {
    for (let round = 0; round < 60; round++) {
      let last = first;
      for (; last < n - 1; last++) {
        const size = Math.abs(diagonal[last]!) + Math.abs(diagonal[last + 1]!);
        if (Math.abs(join[last]!) <= Number.EPSILON * size) break;
      }
      if (last === first) break;
      const slope = (diagonal[first + 1]! - diagonal[first]!) / (2 * join[first]!);
      const root = Math.sqrt(slope * slope + 1);
      let g = diagonal[last]! - diagonal[first]! + join[first]! / (slope + (slope < 0 ? -root : root));
      let sine = 1;
      let cosine = 1;
      let shift = 0;
      let i = last - 1;
      for (; i >= first; i--) {
        const f = sine * join[i]!;
        const b = cosine * join[i]!;
        const r = Math.sqrt(f * f + g * g);
        join[i + 1] = r;
        if (r === 0) {
          diagonal[i + 1] = diagonal[i + 1]! - shift;
          join[last] = 0;
          break;
        }
        sine = f / r;
        cosine = g / r;
        const moved = diagonal[i + 1]! - shift;
        const turn = (diagonal[i]! - moved) * sine + 2 * cosine * b;
        shift = sine * turn;
        diagonal[i + 1] = moved + shift;
        g = cosine * turn - b;
        const upper = i * n;
        const lower = upper + n;
        for (let k = 0; k < n; k++) {
          const x = vectors[upper + k]!;
          const y = vectors[lower + k]!;
          vectors[lower + k] = sine * x + cosine * y;
          vectors[upper + k] = cosine * x - sine * y;
        }
      }
      if (i >= first) continue;
      diagonal[first] = diagonal[first]! - shift;
      join[first] = g;
      join[last] = 0;
    }
  }
}

/** Puts eigenpairs in descending order. */
function sortPairs(n: number, values: Float64Array, vectors: Float64Array): void {
  for (let i = 0; i < n - 1; i++) {
    let largest = i;
    for (let j = i + 1; j < n; j++) if (values[j]! > values[largest]!) largest = j;
    if (largest === i) continue;
    const value = values[i]!;
    values[i] = values[largest]!;
    values[largest] = value;
    for (let k = 0; k < n; k++) {
      const x = vectors[i * n + k]!;
      vectors[i * n + k] = vectors[largest * n + k]!;
      vectors[largest * n + k] = x;
    }
  }
}

/**
 * Eigenpairs of a symmetric matrix, largest first: Householder tridiagonalisation, then implicit QL
 * (Wilkinson & Reinsch, Handbook for Automatic Computation II, 1971).
 * `a`: n × n, row-major, its lower triangle is read and destroyed. `values`: n. `vectors`: n × n, row k is eigenvector k.
 */
export function symmetricEigen(
  n: number,
  a: Float64Array,
  values: Float64Array,
  vectors: Float64Array,
  scratch: EigenScratch = createEigenScratch(n),
): void {
  tridiagonalise(n, a, values, scratch);
  accumulate(n, a, scratch.norm, vectors);
  if (n > 0) diagonalise(n, values, scratch.off, vectors);
  sortPairs(n, values, vectors);
}
