import { expect, test } from "vitest";
import { Cancelled } from "../../src/lib/errors.ts";
import { type Job, type Progress, quietJob } from "../../src/lib/job.ts";
import { sharedWork } from "../../src/lib/shared-work.ts";

/** A piece of work that goes on when it is told to. */
function stepwise() {
  let times = 0;
  let report: Job["report"] = () => {};
  let end = { resolve: (_: number) => {}, reject: (_: unknown) => {} };
  const ask = sharedWork((job) => {
    times++;
    report = job.report;
    return new Promise<number>((resolve, reject) => {
      end = { resolve, reject };
    });
  });
  return {
    ask,
    times: () => times,
    report: (done: number) => report({ stage: "Working", done, total: 9, unit: "steps" }),
    resolve: (value: number) => end.resolve(value),
    reject: (error: unknown) => end.reject(error),
  };
}
const watched = () => {
  const seen: number[] = [];
  return { job: { ...quietJob(), report: ({ done }: Progress) => seen.push(done) } as Job, seen };
};

test("is done once, whoever asks and however often, and each who waits hears how far it is", async () => {
  const work = stepwise();
  const [first, second] = [watched(), watched()];
  const asked = [work.ask(first.job), work.ask(second.job)];
  work.report(4);
  work.resolve(7);
  expect(await Promise.all(asked)).toEqual([7, 7]);
  expect(await work.ask(quietJob())).toBe(7);
  expect(work.times()).toBe(1);
  expect([first.seen, second.seen]).toEqual([[4], [4]]);
});

test("who is stopped leaves at once, and the others have it all the same", async () => {
  const work = stepwise();
  const stop = new AbortController();
  const leaving = work.ask({ signal: stop.signal, report: () => {} });
  const staying = work.ask(quietJob());
  stop.abort();
  await expect(leaving).rejects.toBeInstanceOf(Cancelled);
  await expect(work.ask({ signal: stop.signal, report: () => {} })).rejects.toBeInstanceOf(Cancelled);
  work.resolve(3);
  expect(await staying).toBe(3);
});

test("what failed is done again", async () => {
  const work = stepwise();
  const failed = work.ask(quietJob());
  work.reject(new Error("no memory"));
  await expect(failed).rejects.toThrow("no memory");
  const again = work.ask(quietJob());
  work.resolve(1);
  expect(await again).toBe(1);
  expect(work.times()).toBe(2);
});
