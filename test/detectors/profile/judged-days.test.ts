import { expect, test } from "vitest";
import { judgedDays } from "../../../src/detectors/profile/judged-days.ts";
import { makeTenant } from "../../support/tenant.ts";

const channels = [{ name: "type", kind: "type", labels: ["a"] }] as const;
const rows = (judged: ReturnType<typeof judgedDays>) =>
  Array.from({ length: judged.length }, (_, i) => ({
    day: judged.day[i],
    from: judged.from[i],
    to: judged.to[i],
    leaveOut: judged.leaveOut[i],
    history: judged.history[i],
    active: judged.active[i],
  }));

test("scored days look back over the window, history days over its other days", () => {
  const features = makeTenant({
    channels,
    actors: 1,
    days: 8,
    scored: 2,
    what: (_, day) => (day === 1 || day === 4 || day === 6 || day === 7 ? { type: new Map([[0, 1]]) } : null),
  });
  expect(rows(judgedDays(features, 5))).toEqual([
    { day: 1, from: 1, to: 6, leaveOut: 1, history: 4, active: 1 },
    { day: 4, from: 1, to: 6, leaveOut: 4, history: 4, active: 1 },
    { day: 6, from: 1, to: 6, leaveOut: -1, history: 5, active: 2 },
    { day: 7, from: 2, to: 7, leaveOut: -1, history: 5, active: 2 },
  ]);
});

test("history starts at the first seen day, and a first day has none", () => {
  const features = makeTenant({
    channels,
    actors: 1,
    days: 10,
    scored: 2,
    what: (_, day) => (day >= 8 ? { type: new Map([[0, 1]]) } : null),
  });
  expect(rows(judgedDays(features, 5)).map(({ day, history }) => [day, history])).toEqual([
    [8, 0],
    [9, 1],
  ]);
});

test("a null of many users is drawn from whole users, the same ones in every run", () => {
  const features = makeTenant({
    channels,
    actors: 1500,
    days: 31,
    scored: 1,
    what: () => ({ type: new Map([[0, 1]]) }),
  });
  const judged = judgedDays(features, 30);
  const perUser = new Map<number, number>();
  judged.actor.forEach((actor, i) => {
    if (judged.isNull[i]) perUser.set(actor, (perUser.get(actor) ?? 0) + 1);
  });
  expect(perUser.size).toBe(1000);
  expect(new Set(perUser.values())).toEqual(new Set([30]));
  expect(judged.isNull.filter((is) => !is)).toHaveLength(1500);
  expect(judgedDays(features, 30).actor.join() === judged.actor.join()).toBe(true);
});
