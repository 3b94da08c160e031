// Gradients inside the score, edges × 2·width: first of what LeakyReLU is given, then of the attention vector. One invocation for each edge and channel.

fn main(index: i32) {
  if (index >= uniforms.count) {
    return;
  }
  let edge = index / uniforms.width;
  let c = index % uniforms.width;
  let head = c / (uniforms.width / uniforms.heads);
  let x = sources[edges[edge * 3] * uniforms.width + c] + targets[edges[edge * 3 + 1] * uniforms.width + c]
    + table[edges[edge * 3 + 2] * uniforms.width + c];
  let slope = slopes[edge * uniforms.heads + head] * select(uniforms.leak, 1.0, x > 0.0);
  result[edge * 2 * uniforms.width + c] = slope * attention[c];
  result[edge * 2 * uniforms.width + uniforms.width + c] = slope * x;
}
