import type { CDPSession, Page } from "playwright-core";

/**
 * A script that has every worker of a page remember the memories that it makes for WebAssembly, where DuckDB and QuickJS have what they hold. It puts itself
 * at the head of every script blob, as workers within workers are started from them; the code under test stays as it is.
 */
export const keepMemories = `"use strict";(${`function keeping() {
  globalThis.memories = [];
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct: (made, given) => {
      const memory = Reflect.construct(made, given);
      memories.push(memory);
      return memory;
    },
  });
  const urlOfBlob = URL.createObjectURL.bind(URL);
  const head = '"use strict";(' + keeping + ")();\\n";
  URL.createObjectURL = (blob) =>
    urlOfBlob(/javascript/.test(blob.type) ? new Blob([head, blob], { type: blob.type }) : blob);
}`})();
`;

/** Words that stand in the memories of WebAssembly, and how large those are, for each worker of a page that has any; see `keepMemories`. */
export async function searchMemories(
  page: Page,
  words: readonly string[],
): Promise<{ readonly bytes: number; readonly holds: readonly string[] }[]> {
  const searching = (wanted: readonly string[]) => {
    const { memories } = globalThis as unknown as { memories: readonly WebAssembly.Memory[] };
    const buffers = memories.map(({ buffer }) => buffer);
    const stands = (all: Uint8Array, needle: readonly number[]): boolean => {
      for (let at = all.indexOf(needle[0]!); at >= 0; at = all.indexOf(needle[0]!, at + 1))
        if (needle.every((byte, i) => all[at + i] === byte)) return true;
      return false;
    };
    const holds = wanted.filter((word) => {
      const narrow = [...word].map((letter) => letter.charCodeAt(0));
      const wide = narrow.flatMap((byte) => [byte, 0]);
      return buffers.some((buffer) => [narrow, wide].some((needle) => stands(new Uint8Array(buffer), needle)));
    });
    return { bytes: buffers.reduce((sum, { byteLength }) => sum + byteLength, 0), holds };
  };
  const found = await Promise.all(page.workers().map((worker) => worker.evaluate(searching, words)));
  return found.filter(({ bytes }) => bytes > 0);
}

/** The objects and texts of a page's workers, as DevTools' heap snapshots have them; not of those that its workers start. */
export async function workerHeaps(cdp: CDPSession): Promise<string> {
  const sessions = new Set<string>();
  const waiting = new Map<number, () => void>();
  let last = 0;
  let heaps = "";
  cdp.on("Target.attachedToTarget", ({ sessionId }) => sessions.add(sessionId));
  cdp.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, method, params } = JSON.parse(message) as { id?: number; method?: string; params?: { chunk: string } };
    if (method === "HeapProfiler.addHeapSnapshotChunk") heaps += params?.chunk;
    else if (id !== undefined) waiting.get(id)?.();
  });
  // Sessions of their own kind, since the driver's own client takes those of the newer kind for its own.
  const attaching = { waitForDebuggerOnStart: false, flatten: false };
  await cdp.send("Target.setAutoAttach", { ...attaching, autoAttach: true });
  for (const sessionId of sessions)
    for (const method of ["HeapProfiler.enable", "HeapProfiler.collectGarbage", "HeapProfiler.takeHeapSnapshot"])
      await new Promise<void>((resolve) => {
        const id = ++last;
        waiting.set(id, resolve);
        void cdp.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method }) });
      });
  await cdp.send("Target.setAutoAttach", { ...attaching, autoAttach: false });
  return heaps;
}
