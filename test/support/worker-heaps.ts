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

/** A session with a page or a worker, through which those of the workers that it starts are reached. */
interface Line {
  send(method: string, params?: object): Promise<unknown>;
  /** Called with every event. */
  on(hear: (method: string, params: Readonly<Record<string, unknown>>) => void): void;
}

const ofPage = (cdp: CDPSession): Line => ({
  send: (method, params) => cdp.send(method as "Target.setAutoAttach", params as never),
  on: (hear) => {
    for (const method of ["Target.attachedToTarget", "Target.receivedMessageFromTarget"] as const)
      cdp.on(method, (params: object) => hear(method, params as never));
  },
});

function ofWorker(starter: Line, sessionId: string): Line {
  const waiting = new Map<number, (result: unknown) => void>();
  const hearers: Parameters<Line["on"]>[0][] = [];
  let last = 0;
  starter.on((method, params) => {
    if (method !== "Target.receivedMessageFromTarget" || params.sessionId !== sessionId) return;
    const said = JSON.parse(String(params.message)) as { id?: number; method?: string; params?: object };
    if (said.id !== undefined) waiting.get(said.id)?.(said);
    else for (const hear of hearers) hear(said.method ?? "", (said.params ?? {}) as never);
  });
  return {
    send: (method, params = {}) =>
      new Promise((resolve) => {
        const id = ++last;
        waiting.set(id, resolve);
        const message = JSON.stringify({ id, method, params });
        void starter.send("Target.sendMessageToTarget", { sessionId, message });
      }),
    on: (hear) => void hearers.push(hear),
  };
}

// Sessions of their own kind, since the driver's own client takes those of the newer kind for its own.
const attaching = { waitForDebuggerOnStart: false, flatten: false };

/** The workers that a page or a worker has started, and those that these have. */
async function workersOf(line: Line): Promise<Line[]> {
  const found: Line[] = [];
  line.on((method, { sessionId }) => {
    if (method === "Target.attachedToTarget") found.push(ofWorker(line, String(sessionId)));
  });
  await line.send("Target.setAutoAttach", { ...attaching, autoAttach: true });
  const further = await Promise.all(found.map(workersOf));
  return [...found, ...further.flat()];
}

/** The objects and texts of each of a page's workers and of those that they start, as DevTools' heap snapshots have them. */
export async function workerHeaps(cdp: CDPSession): Promise<string[]> {
  const page = ofPage(cdp);
  const heaps: string[] = [];
  for (const worker of await workersOf(page)) {
    let heap = "";
    worker.on((method, { chunk }) => {
      if (method === "HeapProfiler.addHeapSnapshotChunk") heap += chunk;
    });
    for (const method of ["HeapProfiler.enable", "HeapProfiler.collectGarbage", "HeapProfiler.takeHeapSnapshot"])
      await worker.send(method);
    heaps.push(heap);
  }
  await page.send("Target.setAutoAttach", { ...attaching, autoAttach: false });
  return heaps;
}
