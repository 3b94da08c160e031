import { beforeEach, expect, test, vi } from "vitest";
import { FirstScreen } from "../../src/ui/first-screen.ts";

let frames: (() => void)[] = [];
beforeEach(() => {
  frames = [];
  vi.stubGlobal("requestAnimationFrame", (then: () => void) => frames.push(then));
  return () => vi.unstubAllGlobals();
});

/** Shows a frame, and lets what waits for it follow. */
async function frame(): Promise<void> {
  for (const then of frames.splice(0)) then();
  await new Promise((resolve) => setTimeout(resolve, 5));
}

test("of a long list the first screen is drawn, and the rest once that is shown", async () => {
  const redraw = vi.fn();
  const screen = new FirstScreen(redraw, { first: 10 });
  const list = {};
  expect([screen.rows(list, 100), screen.rows(list, 8)]).toEqual([10, 8]);
  await frame();
  expect(redraw).toHaveBeenCalledTimes(1);
  expect([screen.rows(list, 100), screen.rows(list, 500)]).toEqual([100, 500]);
});

test("another list begins anew, and a short one is drawn at once", async () => {
  const redraw = vi.fn();
  const screen = new FirstScreen(redraw, { first: 10 });
  const [first, second, short] = [{}, {}, {}];
  expect(screen.rows(first, 100)).toBe(10);
  expect(screen.rows(second, 100)).toBe(10);
  await frame();
  expect(redraw).toHaveBeenCalledTimes(1);
  expect(screen.rows(short, 10)).toBe(10);
  await frame();
  expect(redraw).toHaveBeenCalledTimes(1);
});
