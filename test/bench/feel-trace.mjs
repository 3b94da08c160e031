// Processor time of a page's tasks: what a task took itself, apart from its waiting for a processor that others had.

/** @typedef {{ name: string, ph: string, ts: number, dur?: number, tdur?: number, pid: number, tid: number }} TraceEvent */

/**
 * Has the browser write down every task; the page marks its places by `performance.mark`.
 * @param {import("playwright-core").CDPSession} session
 */
export async function startTrace(session) {
  const includedCategories = ["disabled-by-default-devtools.timeline", "blink.user_timing"];
  await session.send("Tracing.start", {
    transferMode: "ReturnAsStream",
    traceConfig: { recordMode: "recordAsMuchAsPossible", includedCategories, excludedCategories: ["*"] },
  });
}

/**
 * Processor time of the tasks on the thread that set the marks, by the mark before them, ms.
 * @param {import("playwright-core").CDPSession} session
 * @returns {Promise<Map<string, number[]>>} tasks of over 20 ms
 */
export async function endTrace(session) {
  const written = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  const { stream } = await written;
  const parts = [];
  for (let isThrough = false; !isThrough; ) {
    const { data, base64Encoded, eof } = await session.send("IO.read", { handle: stream, size: 4_000_000 });
    parts.push(Buffer.from(data, base64Encoded ? "base64" : "utf8"));
    isThrough = eof;
  }
  /** @type {TraceEvent[]} */
  const events = JSON.parse(Buffer.concat(parts).toString()).traceEvents;
  const marks = events.filter(({ name, ph }) => name.startsWith("at: ") && ph !== "E").sort((a, b) => a.ts - b.ts);
  const [{ pid, tid } = { pid: 0, tid: 0 }] = marks;
  /** @type {Map<string, number[]>} */
  const tasks = new Map(marks.map(({ name }) => [name.slice(4), []]));
  for (const { name, ts, tdur = 0, ...event } of events) {
    if (name !== "RunTask" || event.pid !== pid || event.tid !== tid || tdur <= 20_000) continue;
    const place = marks.findLast((mark) => mark.ts <= ts)?.name.slice(4);
    if (place) tasks.get(place)?.push(tdur / 1000);
  }
  return tasks;
}
