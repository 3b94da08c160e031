import { losses } from "./gpu-loss.ts";

/** Asks the test that drives this page to end the browser's GPU process, and waits until it has; synchronous, so that it falls into the midst of a step. */
function endProcess(): void {
  const request = new XMLHttpRequest();
  request.open("POST", "/end-gpu-process", false);
  request.send();
}

Object.assign(globalThis, {
  losses: (name: string, options: { first: number; stride: number; isAfter: boolean }) =>
    losses(name, { ...options, lose: endProcess }),
});
