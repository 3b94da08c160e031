// One workgroup: one user, one scored day. See subspace.cpu.ts for what is computed and why.

struct Parameters {
  first_item: u32,
  scored: u32,
  history: u32,
  min_history: u32,
  first_scored_day: u32,
  most_components: u32,
  stride: u32,
  energy: f32,
  base: f32,
  constant: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> cells: array<u32>;
@group(0) @binding(2) var<storage, read> tile_start: array<u32>;
@group(0) @binding(3) var<storage, read> users: array<vec4<u32>>;
@group(0) @binding(4) var<storage, read> delta: array<f32>;
@group(0) @binding(5) var<storage, read_write> result: array<f32>;

const threads = 64u;
const size = 41u; // 40 days of history and the scored day
const tile_stride = 33u; // 32 keys, and one to keep days in different banks
const same_eigenvalue = 1e-6;
const least_weight = 1e-14;
const eigenvalue_floor = 1e-6;

var<workgroup> gram: array<f32, size * size>;
var<workgroup> vectors: array<f32, size * size>; // a tile of δ first, then eigenvectors in columns
var<workgroup> sums: array<f32, size>;
var<workgroup> diagonal: array<f32, size>;
var<workgroup> across: array<f32, size>; // g: the scored day against the history days
var<workgroup> lambda: array<f32, size>; // descending
var<workgroup> column: array<u32, size>; // of the k-th largest
var<workgroup> cosine: array<f32, size>;
var<workgroup> sine: array<f32, size>;
var<workgroup> unsettled: atomic<u32>;
var<workgroup> go_on: u32;

fn add_tiles(user: vec4<u32>, start: u32, n: u32, thread: u32) {
  for (var tile = user.x; tile < user.y; tile++) {
    for (var e = thread; e < (n + 1u) * tile_stride; e += threads) { vectors[e] = 0.0; }
    workgroupBarrier();
    for (var c = tile_start[tile] + thread; c < tile_start[tile + 1u]; c += threads) {
      let cell = cells[c];
      let day = (cell >> 24u) - start; // wraps around below `start`
      if (day <= n) { vectors[day * tile_stride + ((cell >> 19u) & 31u)] = delta[cell & 0x7ffffu]; }
    }
    workgroupBarrier();
    for (var e = thread; e < (n + 1u) * (n + 1u); e += threads) {
      let i = e / (n + 1u);
      let j = e % (n + 1u);
      if (j <= i) {
        var dot = 0.0;
        for (var k = 0u; k < 32u; k++) { dot += vectors[i * tile_stride + k] * vectors[j * tile_stride + k]; }
        gram[i * size + j] += dot;
      }
    }
    if (thread <= n) {
      var sum = 0.0;
      for (var k = 0u; k < 32u; k++) { sum += vectors[thread * tile_stride + k]; }
      sums[thread] += sum;
    }
    workgroupBarrier();
  }
}

// Pair `p` of a round of a tournament of `players` (even): every pair meets once in players − 1 rounds.
fn opponents(p: u32, round: u32, players: u32) -> vec2<u32> {
  if (p == 0u) { return vec2(round, players - 1u); }
  let a = (round + p) % (players - 1u);
  let b = (round + players - 1u - p) % (players - 1u);
  return vec2(min(a, b), max(a, b));
}

fn jacobi(n: u32, trace: f32, thread: u32) {
  let players = n + (n & 1u);
  let pairs = players / 2u;
  for (var sweep = 0u; sweep < 12u; sweep++) {
    if (thread == 0u) { atomicStore(&unsettled, 0u); }
    workgroupBarrier();
    for (var round = 0u; round + 1u < players; round++) {
      if (thread < pairs) {
        let pair = opponents(thread, round, players);
        var c = 1.0;
        var s = 0.0;
        if (pair.y < n) {
          let off = gram[pair.x * size + pair.y];
          if (abs(off) > 1e-9 * trace) {
            let tau = (gram[pair.y * size + pair.y] - gram[pair.x * size + pair.x]) / (2.0 * off);
            let t = select(-1.0, 1.0, tau >= 0.0) / (abs(tau) + sqrt(1.0 + tau * tau));
            c = inverseSqrt(1.0 + t * t);
            s = t * c;
            if (abs(off) > 3e-8 * trace) { atomicAdd(&unsettled, 1u); }
          }
        }
        cosine[thread] = c;
        sine[thread] = s;
      }
      workgroupBarrier();
      for (var e = thread; e < pairs * n; e += threads) {
        let p = e / n;
        let k = e % n;
        let pair = opponents(p, round, players);
        if (pair.y < n) {
          let x = gram[pair.x * size + k];
          let y = gram[pair.y * size + k];
          gram[pair.x * size + k] = cosine[p] * x - sine[p] * y;
          gram[pair.y * size + k] = sine[p] * x + cosine[p] * y;
        }
      }
      workgroupBarrier();
      for (var e = thread; e < pairs * n; e += threads) {
        let p = e / n;
        let k = e % n;
        let pair = opponents(p, round, players);
        if (pair.y < n) {
          let x = gram[k * size + pair.x];
          let y = gram[k * size + pair.y];
          gram[k * size + pair.x] = cosine[p] * x - sine[p] * y;
          gram[k * size + pair.y] = sine[p] * x + cosine[p] * y;
          let u = vectors[k * size + pair.x];
          let v = vectors[k * size + pair.y];
          vectors[k * size + pair.x] = cosine[p] * u - sine[p] * v;
          vectors[k * size + pair.y] = sine[p] * u + cosine[p] * v;
        }
      }
      workgroupBarrier();
    }
    if (thread == 0u) { go_on = atomicLoad(&unsettled); }
    if (workgroupUniformLoad(&go_on) == 0u) { break; }
  }
}

fn weight(day: u32, k: u32) -> f32 {
  let u = vectors[day * size + column[k]];
  return max(least_weight, u * u);
}

// The j-th eigenvalue without a day, and (vᵀg)² of that day along its eigenvector.
fn without(day: u32, n: u32, j: u32) -> vec2<f32> {
  let upper = lambda[j];
  let lower = lambda[j + 1u];
  let gap = upper - lower;
  if (gap <= same_eigenvalue * lambda[0]) { return vec2(upper, 0.0); }
  let upper_weight = weight(day, j);
  let lower_weight = weight(day, j + 1u);
  let near_lower = upper_weight > lower_weight;
  var origin = select(upper, lower, near_lower);
  var low = select(-gap, 0.0, near_lower);
  var high = low + gap;
  var tau = select(-upper_weight, lower_weight, near_lower) / (upper_weight + lower_weight) * gap;
  var slope = 0.0;
  for (var round = 0u; round < 40u; round++) {
    var above = 0.0;
    var above_slope = 0.0;
    for (var k = 0u; k <= j; k++) {
      let inverse = 1.0 / (lambda[k] - origin - tau);
      let term = weight(day, k) * inverse;
      above += term;
      above_slope += term * inverse;
    }
    var below = 0.0;
    var below_slope = 0.0;
    for (var k = j + 1u; k < n; k++) {
      let inverse = 1.0 / (lambda[k] - origin - tau);
      let term = weight(day, k) * inverse;
      below += term;
      below_slope += term * inverse;
    }
    let value = above + below;
    slope = above_slope + below_slope;
    if (abs(value) <= 4e-7 * (above - below)) { break; }
    if (value > 0.0) { high = tau; } else { low = tau; }
    let to_upper = upper - origin - tau;
    let to_lower = lower - origin - tau;
    let c = value - above_slope * to_upper - below_slope * to_lower;
    let a = (to_upper + to_lower) * value - to_upper * to_lower * slope;
    let b = to_upper * to_lower * value;
    let root = sqrt(max(0.0, a * a - 4.0 * b * c));
    let step = select((a - root) / (2.0 * c), 2.0 * b / (a + root), a > 0.0);
    let next = tau + step;
    let inside = next > low && next < high;
    if (inside && abs(step) <= 2e-7 * abs(next)) { break; }
    tau = select((low + high) * 0.5, next, inside);
    if (abs(tau) > 0.75 * gap) {
      let shift = select(-gap, gap, tau < 0.0);
      origin = select(upper, lower, tau < 0.0);
      low += shift;
      high += shift;
      tau += shift;
    }
  }
  return vec2(origin + tau, 1.0 / slope);
}

fn leave_out(day: u32, n: u32, trace: f32) -> f32 {
  let own = diagonal[day];
  let total = trace - own;
  if (total <= 1e-6 * trace) { return own; }
  var left = own;
  var held = 0.0;
  var first = 0.0;
  for (var j = 0u; j < min(parameters.most_components, n - 1u) && held < parameters.energy * total; j++) {
    let found = without(day, n, j);
    if (j == 0u) { first = found.x; }
    held += found.x;
    left -= found.y / max(found.x, eigenvalue_floor * first);
  }
  return max(0.0, left);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let item = parameters.first_item + group.x;
  let user = users[item / parameters.scored];
  let today = parameters.first_scored_day + item % parameters.scored;
  let n = min(parameters.history, today - min(today, user.z));
  let at = item * parameters.stride;
  if (n < parameters.min_history) {
    if (thread == 0u) { result[at] = f32(n); }
    return;
  }

  for (var e = thread; e < size * size; e += threads) { gram[e] = 0.0; }
  if (thread < size) { sums[thread] = 0.0; }
  add_tiles(user, today - n, n, thread);
  workgroupBarrier();
  for (var e = thread; e < (n + 1u) * (n + 1u); e += threads) {
    let i = e / (n + 1u);
    let j = e % (n + 1u);
    if (j <= i) {
      let product = gram[i * size + j] + parameters.base * (sums[i] + sums[j]) + parameters.constant;
      gram[i * size + j] = product;
      gram[j * size + i] = product;
    }
  }
  for (var e = thread; e < size * size; e += threads) { vectors[e] = select(0.0, 1.0, e % (size + 1u) == 0u); }
  workgroupBarrier();
  if (thread < n) {
    diagonal[thread] = gram[thread * size + thread];
    across[thread] = gram[n * size + thread];
  }
  let square = gram[n * size + n];
  workgroupBarrier();
  var trace = 0.0;
  for (var i = 0u; i < n; i++) { trace += diagonal[i]; }

  jacobi(n, trace, thread);
  if (thread < n) {
    let own = gram[thread * size + thread];
    var place = 0u;
    for (var k = 0u; k < n; k++) {
      let other = gram[k * size + k];
      if (other > own || (other == own && k < thread)) { place++; }
    }
    lambda[place] = max(0.0, own);
    column[place] = thread;
  }
  workgroupBarrier();

  if (thread == 0u) {
    var held = 0.0;
    var rank = 0u;
    var left = square;
    while (trace > 0.0 && rank < min(parameters.most_components, n) && held < parameters.energy * trace) {
      var along = 0.0;
      for (var i = 0u; i < n; i++) { along += vectors[i * size + column[rank]] * across[i]; }
      left -= along * along / max(lambda[rank], eigenvalue_floor * lambda[0]);
      held += lambda[rank];
      rank++;
    }
    var tail = vec3(0.0);
    for (var k = rank; k < n; k++) {
      let variance = lambda[k] / f32(n);
      tail += vec3(variance, variance * variance, variance * variance * variance);
    }
    result[at] = f32(n);
    result[at + 1u] = f32(rank);
    result[at + 2u] = max(0.0, left);
    result[at + 3u] = select(0.0, min(1.0, held / trace), trace > 0.0);
    result[at + 4u] = tail.x;
    result[at + 5u] = tail.y;
    result[at + 6u] = tail.z;
  }
  if (thread < n) { result[at + 8u + thread] = leave_out(thread, n, trace); }
}
