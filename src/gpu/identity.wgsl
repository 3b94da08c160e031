// One workgroup: one day against every candidate. See identity.cpu.ts for what is computed and why.

struct Parameters {
  first_item: u32,
  candidates: u32,
  scratch: u32, // where the workgroups' sums begin in `result`
}

struct Posting {
  candidate: u32,
  gain: f32,
}

struct Row {
  value: u32,
  weight: f32,
}

struct Item {
  first_row: u32,
  end_row: u32,
  pattern: u32,
  self_candidate: i32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> starts: array<u32>;
@group(0) @binding(2) var<storage, read> postings: array<Posting>;
@group(0) @binding(3) var<storage, read> base: array<f32>;
@group(0) @binding(4) var<storage, read> items: array<Item>;
@group(0) @binding(5) var<storage, read> rows: array<Row>;
@group(0) @binding(6) var<storage, read_write> result: array<f32>;

const threads = 64u;
const kept = 3u;
const head = 8u;
const nobody = 0xffffffffu;
const lowest = -3.0e38;

var<workgroup> best_sum: array<f32, threads * kept>;
var<workgroup> best_candidate: array<u32, threads * kept>;
var<workgroup> count: atomic<u32>;
var<workgroup> known: u32;

// An unsigned number that is ordered as the float is.
fn ordered(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  return select(bits | 0x80000000u, ~bits, (bits & 0x80000000u) != 0u);
}

fn restored(key: u32) -> f32 {
  return bitcast<f32>(select(~key, key & 0x7fffffffu, (key & 0x80000000u) != 0u));
}

fn comes_before(sum: f32, candidate: u32, other_sum: f32, other: u32) -> bool {
  if (candidate == nobody) { return false; }
  return other == nobody || sum > other_sum || (sum == other_sum && candidate < other);
}

// Puts a candidate among the three best of a list that begins at `at`.
fn place(at: u32, sum: f32, candidate: u32) {
  var k = kept;
  while (k > 0u && comes_before(sum, candidate, best_sum[at + k - 1u], best_candidate[at + k - 1u])) { k--; }
  if (k == kept) { return; }
  for (var i = kept - 1u; i > k; i--) {
    best_sum[at + i] = best_sum[at + i - 1u];
    best_candidate[at + i] = best_candidate[at + i - 1u];
  }
  best_sum[at + k] = sum;
  best_candidate[at + k] = candidate;
}

// The sum that `above` others exceed, by halving the range of its bits from the highest on.
fn quantile(sums: u32, above: u32, thread: u32) -> f32 {
  var key = 0u;
  for (var bit = 0u; bit < 32u; bit++) {
    let guess = key | (0x80000000u >> bit);
    if (thread == 0u) { atomicStore(&count, 0u); }
    workgroupBarrier();
    var mine = 0u;
    for (var c = thread; c < parameters.candidates; c += threads) {
      if (ordered(result[sums + c]) >= guess) { mine++; }
    }
    atomicAdd(&count, mine);
    workgroupBarrier();
    if (thread == 0u) { known = atomicLoad(&count); }
    if (workgroupUniformLoad(&known) > above) { key = guess; }
  }
  return restored(key);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let index = parameters.first_item + group.x;
  let item = items[index];
  let candidates = parameters.candidates;
  let sums = parameters.scratch + group.x * candidates;
  for (var c = thread; c < candidates; c += threads) { result[sums + c] = base[item.pattern * candidates + c]; }
  storageBarrier();
  for (var r = item.first_row; r < item.end_row; r++) {
    let row = rows[r];
    let end = starts[row.value + 1u];
    for (var at = starts[row.value] + thread; at < end; at += threads) {
      let posting = postings[at];
      result[sums + posting.candidate] += row.weight * posting.gain;
    }
    storageBarrier();
  }
  if (thread == 0u && item.self_candidate >= 0) { result[sums + u32(item.self_candidate)] = lowest; }
  storageBarrier();

  let own = thread * kept;
  for (var k = 0u; k < kept; k++) { best_candidate[own + k] = nobody; }
  for (var c = thread; c < candidates; c += threads) {
    if (i32(c) != item.self_candidate) { place(own, result[sums + c], c); }
  }
  workgroupBarrier();
  if (thread == 0u) {
    for (var i = kept; i < threads * kept; i++) { place(0u, best_sum[i], best_candidate[i]); }
  }
  workgroupBarrier();

  let others = candidates - select(0u, 1u, item.self_candidate >= 0);
  let ninetieth = quantile(sums, others / 10u, thread);
  if (thread == 0u) {
    let out = index * head;
    for (var k = 0u; k < kept; k++) {
      result[out + k] = select(f32(best_candidate[k]), -1.0, best_candidate[k] == nobody);
      result[out + kept + k] = best_sum[k];
    }
    result[out + 6u] = ninetieth;
    result[out + 7u] = 1.0;
  }
}
