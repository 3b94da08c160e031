/**
 * A script that lets the page, and every worker that it starts, take the software adapter for a GPU, so that heavy work goes to it. It puts
 * itself at the head of every script blob, as the workers within workers are started from them; the code under test stays as it is.
 */
export const namedAsHardware = `"use strict";(${`function named() {
  for (const name of ["vendor", "architecture", "device", "description"])
    Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => (name === "vendor" ? "a real one" : "") });
  Object.defineProperty(GPUAdapterInfo.prototype, "isFallbackAdapter", { get: () => false });
  const urlOfBlob = URL.createObjectURL.bind(URL);
  const head = '"use strict";(' + named + ")();\\n";
  URL.createObjectURL = (blob) =>
    urlOfBlob(/javascript/.test(blob.type) ? new Blob([head, blob], { type: blob.type }) : blob);
}`})();
`;
