import { expect, test } from "vitest";
import type { TenantFeatures } from "../../src/features/cells.ts";
import { thinWindow } from "../../src/features/thin-window.ts";

const first = 20_000;

/** A tenant on each day of which as many users as `active` says did one thing. */
function tenant(active: readonly number[], scored: { from: number; to: number }) {
  const actors = Math.max(...active);
  const day: number[] = [];
  const rowStart = [0];
  for (let actor = 0; actor < actors; actor++) {
    active.forEach((n, at) => {
      if (actor < n) day.push(at, at);
    });
    rowStart.push(day.length);
  }
  const cells = {
    rowStart: Int32Array.from(rowStart),
    day: Int32Array.from(day),
    key: Int32Array.from(day, (_, i) => i % 2),
    n: new Float32Array(day.length).fill(1),
  };
  const calendar = { zone: "UTC", days: Int32Array.from(active, (_, at) => first + at), silent: 0, scored };
  return {
    calendar,
    channels: [{ name: "types", kind: "type", cells, labels: ["a", "b"] }],
  } as unknown as TenantFeatures;
}
const days = (n: number, each: number) => Array.from({ length: n }, () => each);
const iso = (at: number) => new Date((first + at) * 86_400_000).toISOString().slice(0, 10);

test("a log that runs out before the scored days is told, with the last full days that have a history", () => {
  const found = thinWindow(tenant([...days(60, 20), ...days(20, 1)], { from: 73, to: 79 }));
  expect(found).toEqual({ userDays: 7, usual: Math.round((1220 * 7) / 80), from: iso(54), to: iso(60) });
});

test("full days before there is a history are taken only where there are no others", () => {
  const found = thinWindow(tenant([...days(20, 60), ...days(60, 1)], { from: 73, to: 79 }));
  expect(found).toMatchObject({ from: iso(18), to: iso(24) });
});

test("a log that goes on as it was, and one too short to tell, have no thin window", () => {
  expect(thinWindow(tenant(days(60, 20), { from: 53, to: 59 }))).toBeNull();
  expect(thinWindow(tenant([...days(10, 20), ...days(7, 1)], { from: 10, to: 16 }))).toBeNull();
});
