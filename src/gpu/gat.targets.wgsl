// Gradient of the targets, targets × width: the sum over a target's edges. One invocation for each target and channel.

fn main(index: i32) {
  if (index >= uniforms.count) {
    return;
  }
  let target_ = index / uniforms.width;
  let c = index % uniforms.width;
  var sum = 0.0;
  for (var edge = start[target_]; edge < start[target_ + 1]; edge++) {
    sum += inner[edge * 2 * uniforms.width + c];
  }
  result[index] = sum;
}
