import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Jobs, ticking } from "../../src/engine/jobs.ts";
import { Cancelled } from "../../src/lib/errors.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("what can't say how far it is says how long it has run, and no longer than it runs", async () => {
  const stages: string[] = [];
  let finish = () => {};
  const done = new Jobs().run(
    ({ stage }) => stages.push(stage),
    (job) => ticking(job, "The query runs", () => new Promise<void>((resolve) => (finish = resolve))),
  );
  await vi.advanceTimersByTimeAsync(2500);
  expect(stages).toEqual(["The query runs, 1 s", "The query runs, 2 s"]);
  finish();
  await done;
  await vi.advanceTimersByTimeAsync(5000);
  expect(stages).toHaveLength(2);
});

test("a job that is cancelled before its turn never starts", async () => {
  const jobs = new Jobs();
  const started: string[] = [];
  const first = jobs.run(
    () => {},
    async ({ signal }) => {
      started.push("first");
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Cancelled())));
    },
  );
  const second = jobs.run(
    () => {},
    async () => started.push("second"),
  );
  const ends = Promise.allSettled([first, second]);
  await vi.advanceTimersByTimeAsync(0);
  jobs.cancel();
  for (const end of await ends) expect(end.status).toBe("rejected");
  expect(started).toEqual(["first"]);
});
