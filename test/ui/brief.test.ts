import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Progress } from "../../src/lib/job.ts";
import { PageState } from "../../src/ui/page-state.ts";
import type { Services } from "../../src/ui/services.ts";

class Page extends PageState {
  override brief: PageState["brief"] = (title, job) => super.brief(title, job);
}
const progress: Progress = { stage: "Comparing", done: 3, total: 9, unit: "roots" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a job that is over in a moment is never shown as running; one that lasts is, with its progress, until it ends", async () => {
  const page = new Page({} as Services);
  const shown = vi.fn();
  page.addEventListener("change", shown);
  const short = async (watch: (progress: Progress) => void) => {
    watch(progress);
    return 5;
  };
  expect(await page.brief("Ranking", short)).toBe(5);
  await vi.advanceTimersByTimeAsync(2000);
  expect(shown).not.toHaveBeenCalled();

  const long = page.brief("Ranking", async (watch) => {
    await new Promise((resolve) => setTimeout(resolve, 900));
    watch(progress);
    await new Promise((resolve) => setTimeout(resolve, 900));
    throw new Error("broke");
  });
  const failed = expect(long).rejects.toThrow("broke");
  await vi.advanceTimersByTimeAsync(600);
  expect(page.state.work).toMatchObject({ title: "Ranking", progress: null });
  await vi.advanceTimersByTimeAsync(400);
  expect(page.state.work?.progress).toEqual(progress);
  await vi.advanceTimersByTimeAsync(1000);
  await failed;
  expect(page.state.work).toBeNull();
});
