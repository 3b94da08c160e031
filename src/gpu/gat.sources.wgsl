// Gradient of the sources, sources × width: the sum over a source's edges, by way of the score and of what is passed on. One invocation for each source and
// channel; `order` lists the edges by source, so that nothing is added atomically and every run adds in the same order.

fn main(index: i32) {
  if (index >= uniforms.count) {
    return;
  }
  let source = index / uniforms.width;
  let c = index % uniforms.width;
  let head = c / (uniforms.width / uniforms.heads);
  var sum = 0.0;
  for (var place = sourceStart[source]; place < sourceStart[source + 1]; place++) {
    let edge = order[place];
    sum += inner[edge * 2 * uniforms.width + c]
      + weights[edge * uniforms.heads + head] * gradient[edges[edge * 3 + 1] * uniforms.width + c];
  }
  result[index] = sum;
}
