/** Scratch of `symmetricEigen` for matrices up to a size. */
export interface EigenScratch {
  readonly size: number;
  readonly reflected: Float64Array;
  readonly norm: Float64Array;
  readonly off: Float64Array;
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

/** Scratch for matrices up to `size` × `size`. */
export const createEigenScratch = (size: number): EigenScratch => ({
  size,
  reflected: new Float64Array(size),
  norm: new Float64Array(size),
  off: new Float64Array(size + 1),
  cosine: new Float64Array(size),
  sine: new Float64Array(size),
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

/** Q, row-major, from the reflections that `tridiagonalise` left. */
function accumulate(n: number, a: Float64Array, { norm, reflected }: EigenScratch, vectors: Float64Array): void {
  vectors.fill(0, 0, n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let i = 2; i < n; i++) {
    const h = norm[i]!;
    if (h === 0) continue;
    const row = i * n;
    reflected.fill(0, 0, i);
    let j = i & 1;
    if (j === 1) for (let k = 0; k < i; k++) reflected[k] = (a[row]! / h) * vectors[k]!;
    for (; j < i; j += 2) {
      const v = a[row + j]! / h;
      const w = a[row + j + 1]! / h;
      const base = j * n;
      for (let k = 0; k < i; k++) {
        reflected[k] = reflected[k]! + v * vectors[base + k]! + w * vectors[base + n + k]!;
      }
    }
    for (j = i & 1; j < i; j += 2) {
      const v = a[row + j]!;
      const w = a[row + j + 1]!;
      const base = j * n;
      for (let k = 0; k < i; k++) {
        const t = reflected[k]!;
        vectors[base + k] = vectors[base + k]! - v * t;
        vectors[base + n + k] = vectors[base + n + k]! - w * t;
      }
    }
    if ((i & 1) === 1) for (let k = 0; k < i; k++) vectors[k] = vectors[k]! - a[row]! * reflected[k]!;
  }
}

/** Turns columns `last`, `last` − 1, … `first` of `vectors` by the rotations of one sweep, three rows at a time. */
function rotate(n: number, first: number, last: number, { cosine, sine }: EigenScratch, vectors: Float64Array): void {
  for (let row = 0; row < n; row += 3) {
    const p = row * n;
    const q = Math.min(row + 1, n - 1) * n;
    const r = Math.min(row + 2, n - 1) * n;
    let x = vectors[p + last]!;
    let y = vectors[q + last]!;
    let z = vectors[r + last]!;
    for (let i = last - 1; i >= first; i--) {
      const c = cosine[i]!;
      const s = sine[i]!;
      const u = vectors[p + i]!;
      const v = vectors[q + i]!;
      const w = vectors[r + i]!;
      vectors[p + i + 1] = s * u + c * x;
      vectors[q + i + 1] = s * v + c * y;
      vectors[r + i + 1] = s * w + c * z;
      x = c * u - s * x;
      y = c * v - s * y;
      z = c * w - s * z;
    }
    vectors[p + first] = x;
    vectors[q + first] = y;
    vectors[r + first] = z;
  }
}

/** Implicit QL with Wilkinson's shift; turns columns of `vectors` with it. */
function diagonalise(n: number, diagonal: Float64Array, scratch: EigenScratch, vectors: Float64Array): void {
  const { off, cosine, sine } = scratch;
  let size = Math.abs(diagonal[0]!);
  for (let i = 1; i < n; i++) size = Math.max(size, Math.abs(diagonal[i]!), Math.abs(off[i]!));
  const negligible = Number.EPSILON * size;
  off[n] = 0;
  for (let first = 0; first < n; first++) {
    for (let round = 0; round < 60; round++) {
      let last = first;
      for (; last < n - 1; last++) {
        if (Math.abs(off[last + 1]!) <= negligible) break;
      }
      if (last === first) break;
      const slope = (diagonal[first + 1]! - diagonal[first]!) / (2 * off[first + 1]!);
      const root = Math.sqrt(slope * slope + 1);
      let g = diagonal[last]! - diagonal[first]! + off[first + 1]! / (slope + (slope < 0 ? -root : root));
      let s = 1;
      let c = 1;
      let shift = 0;
      let i = last - 1;
      for (; i >= first; i--) {
        const f = s * off[i + 1]!;
        const b = c * off[i + 1]!;
        const r = Math.sqrt(f * f + g * g);
        off[i + 2] = r;
        if (r === 0) break;
        const inverse = 1 / r;
        s = f * inverse;
        c = g * inverse;
        sine[i] = s;
        cosine[i] = c;
        const moved = diagonal[i + 1]! - shift;
        const turn = (diagonal[i]! - moved) * s + 2 * c * b;
        shift = s * turn;
        diagonal[i + 1] = moved + shift;
        g = c * turn - b;
      }
      rotate(n, i + 1, last, scratch, vectors);
      diagonal[i + 1] = diagonal[i + 1]! - shift;
      if (i < first) off[first + 1] = g;
      off[last + 1] = 0;
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
      const x = vectors[k * n + i]!;
      vectors[k * n + i] = vectors[k * n + largest]!;
      vectors[k * n + largest] = x;
    }
  }
}

/**
 * Eigenpairs of a symmetric matrix, largest first: Householder tridiagonalisation, then implicit QL
 * (Wilkinson & Reinsch, Handbook for Automatic Computation II, 1971).
 * `a`: n × n, row-major, its lower triangle is read and destroyed. `values`: n. `vectors`: n × n, column k is eigenvector k.
 */
export function symmetricEigen(
  n: number,
  a: Float64Array,
  values: Float64Array,
  vectors: Float64Array,
  scratch: EigenScratch = createEigenScratch(n),
): void {
  tridiagonalise(n, a, values, scratch);
  accumulate(n, a, scratch, vectors);
  if (n > 0) diagonalise(n, values, scratch, vectors);
  sortPairs(n, values, vectors);
}
