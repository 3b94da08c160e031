import { expect, test } from "vitest";
import { thinWindow } from "../../src/features/thin-window.ts";

const first = 20_000;
const calendar = (events: readonly number[], scored: { from: number; to: number }) => ({
  zone: "UTC",
  days: Int32Array.from(events, (_, at) => first + at),
  events: Float64Array.from(events),
  silent: 0,
  scored,
});
const days = (n: number, each: number) => Array.from({ length: n }, () => each);
const iso = (at: number) => new Date((first + at) * 86_400_000).toISOString().slice(0, 10);

test("a log that runs out before the scored days is told, with the last full days that have a history", () => {
  const found = thinWindow(calendar([...days(60, 20), ...days(20, 1)], { from: 73, to: 79 }));
  expect(found).toEqual({ events: 7, usual: Math.round((1220 * 7) / 80), from: iso(54), to: iso(60) });
});

test("full days before there is a history are taken only where there are no others", () => {
  const found = thinWindow(calendar([...days(20, 60), ...days(60, 1)], { from: 73, to: 79 }));
  expect(found).toMatchObject({ from: iso(18), to: iso(24) });
});

test("a log that goes on as it was, one too short to tell, and one whose days were not counted have no thin window", () => {
  expect(thinWindow(calendar(days(60, 20), { from: 53, to: 59 }))).toBeNull();
  expect(thinWindow(calendar([...days(10, 20), ...days(7, 1)], { from: 10, to: 16 }))).toBeNull();
  const { events: _, ...uncounted } = calendar([...days(60, 20), ...days(20, 1)], { from: 73, to: 79 });
  expect(thinWindow(uncounted)).toBeNull();
});
