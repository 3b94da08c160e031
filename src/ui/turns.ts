import { breathe, quietJob } from "../lib/job.ts";

/** Milliseconds that what is drawn may take at a stretch before the page may answer again. */
const budget = 8;

let line: Promise<void> = Promise.resolve();
let since = Number.NEGATIVE_INFINITY;
let isFresh = false;

/** Lets what waits on the page's thread come first: presses, frames, messages. */
const pause = (): Promise<void> => globalThis.scheduler?.yield?.() ?? breathe(quietJob());

/**
 * Waits for one's turn to draw. Those that draw in one go follow each other at once until they have taken a few milliseconds together; then the
 * page may answer before the next one.
 */
export function turn(): Promise<void> {
  const mine = line.then(async () => {
    if (!isFresh) begin();
    if (performance.now() - since < budget) return;
    await pause();
    begin();
  });
  line = mine;
  return mine;
}

/** Waits until what was drawn is on the screen, and lays nothing out: then it may be measured at no cost. */
export async function afterFrame(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await pause();
}

/** Begins a stretch, which ends with the task that it is in. */
function begin(): void {
  since = performance.now();
  isFresh = true;
  setTimeout(() => {
    isFresh = false;
  });
}

// What the page's own start takes counts too.
begin();
