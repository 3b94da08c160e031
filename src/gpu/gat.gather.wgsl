// What the targets gather, targets × width: the sum of their sources by weight. One invocation for each target and channel.

fn main(index: i32) {
  if (index >= uniforms.count) {
    return;
  }
  let target_ = index / uniforms.width;
  let c = index % uniforms.width;
  let head = c / (uniforms.width / uniforms.heads);
  var sum = 0.0;
  for (var edge = start[target_]; edge < start[target_ + 1]; edge++) {
    sum += weights[edge * uniforms.heads + head] * sources[edges[edge * 3] * uniforms.width + c];
  }
  result[index] = sum;
}
