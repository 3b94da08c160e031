// Weights of GATv2's attention, edges × heads: softmax over a target's edges of a·LeakyReLU(sources + targets + table). One invocation for each target and
// head. The edges (source, target, kind) are grouped by target, so that the greatest score can be found without atomics.

fn score(edge: i32, head: i32) -> f32 {
  let channels = uniforms.width / uniforms.heads;
  let s = edges[edge * 3] * uniforms.width;
  let t = edges[edge * 3 + 1] * uniforms.width;
  let k = edges[edge * 3 + 2] * uniforms.width;
  var sum = 0.0;
  for (var c = head * channels; c < (head + 1) * channels; c++) {
    let x = sources[s + c] + targets[t + c] + table[k + c];
    sum += attention[c] * select(uniforms.leak * x, x, x > 0.0);
  }
  return sum;
}

fn main(index: i32) {
  if (index >= uniforms.count) {
    return;
  }
  let head = index % uniforms.heads;
  let first = start[index / uniforms.heads];
  let last = start[index / uniforms.heads + 1];
  var greatest = -3.0e38;
  for (var edge = first; edge < last; edge++) {
    let found = score(edge, head);
    result[edge * uniforms.heads + head] = found;
    greatest = max(greatest, found);
  }
  var sum = 0.0;
  for (var edge = first; edge < last; edge++) {
    let at = edge * uniforms.heads + head;
    let exponential = exp(result[at] - greatest);
    result[at] = exponential;
    sum += exponential;
  }
  for (var edge = first; edge < last; edge++) {
    result[edge * uniforms.heads + head] /= sum;
  }
}
