// Gradient of the scores, edges × heads: weight·(along − Σ weight·along), where `along` is the product of the target's gradient with the source. One
// invocation for each target and head.

fn along(edge: i32, head: i32) -> f32 {
  let channels = uniforms.width / uniforms.heads;
  let s = edges[edge * 3] * uniforms.width;
  let t = edges[edge * 3 + 1] * uniforms.width;
  var sum = 0.0;
  for (var c = head * channels; c < (head + 1) * channels; c++) {
    sum += gradient[t + c] * sources[s + c];
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
  var mean = 0.0;
  for (var edge = first; edge < last; edge++) {
    let at = edge * uniforms.heads + head;
    let found = along(edge, head);
    result[at] = found;
    mean += weights[at] * found;
  }
  for (var edge = first; edge < last; edge++) {
    let at = edge * uniforms.heads + head;
    result[at] = weights[at] * (result[at] - mean);
  }
}
