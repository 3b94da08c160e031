import { expect, test } from "vitest";
import { judgedDays } from "../../../src/detectors/profile/judged-days.ts";
import { makeTenant } from "../../support/tenant.ts";

const channels = [{ name: "type", kind: "type", labels: ["a"] }] as const;
const rows = (judged: ReturnType<typeof judgedDays>) =>
  Array.from({ length: judged.length }, (_, i) => ({
    day: judged.day[i],
    from: judged.from[i],
    to: judged.to[i],
    active: judged.active[i],
    isNull: judged.isNull[i],
  }));
const daily = (days: number, scored: number, actors = 1) =>
  makeTenant({ channels, actors, days, scored, what: () => ({ type: new Map([[0, 1]]) }) });

test("scored days are judged block by block by the days before their block, and so are the null's", () => {
  const blocks = rows(judgedDays(daily(16, 5), 6)).map(({ day, from, to, isNull }) => [day, from, to, isNull]);
  expect(blocks).toEqual([
    ...[5, 6, 7].map((day) => [day, 0, 5, 1]),
    ...[8, 9, 10].map((day) => [day, 2, 8, 1]),
    ...[11, 12, 13].map((day) => [day, 5, 11, 0]),
    ...[14, 15].map((day) => [day, 8, 14, 0]),
  ]);
});

test("no later day of the window changes how a day is judged", () => {
  const long = rows(judgedDays(daily(60, 20), 30));
  const short = daily(60, 20);
  const cut = { ...short, calendar: { ...short.calendar, scored: { from: 40, to: 47 } } };
  expect(rows(judgedDays(cut, 30))).toEqual(long.filter(({ day }) => day! < 48));
});

test("a block is no null where it has under half of the history that judges the first scored day", () => {
  const isNull = (days: number) => rows(judgedDays(daily(days, 1), 30)).filter((row) => row.isNull).length;
  expect([2, 3, 5, 31, 46, 61].map(isNull)).toEqual([0, 1, 2, 15, 30, 30]);
});

test("days without events are not judged, and count as history from the first seen day on", () => {
  const features = makeTenant({
    channels,
    actors: 1,
    days: 13,
    scored: 2,
    what: (_, day) => (day === 2 || day === 8 || day === 12 ? { type: new Map([[0, 1]]) } : null),
  });
  const judged = judgedDays(features, 8);
  expect(rows(judged)).toEqual([
    { day: 8, from: 2, to: 7, active: 1, isNull: 1 },
    { day: 12, from: 3, to: 11, active: 1, isNull: 0 },
  ]);
  expect([...judged.history]).toEqual([5, 8]);
});

test("history starts at the first seen day, and a first day has none", () => {
  const features = makeTenant({
    channels,
    actors: 1,
    days: 10,
    scored: 2,
    what: (_, day) => (day >= 8 ? { type: new Map([[0, 1]]) } : null),
  });
  expect(rows(judgedDays(features, 5)).map(({ day, from, to }) => [day, to! - from!])).toEqual([
    [8, 0],
    [9, 0],
  ]);
});

test("a null of many users is drawn from whole users, the same ones in every run", () => {
  const features = makeTenant({
    channels,
    actors: 3000,
    days: 31,
    scored: 1,
    what: () => ({ type: new Map([[0, 1]]) }),
  });
  const judged = judgedDays(features, 30);
  const perUser = new Map<number, number>();
  judged.actor.forEach((actor, i) => {
    if (judged.isNull[i]) perUser.set(actor, (perUser.get(actor) ?? 0) + 1);
  });
  expect(perUser.size).toBeGreaterThan(1800);
  expect(perUser.size).toBeLessThan(2200);
  expect(new Set(perUser.values())).toEqual(new Set([15]));
  expect(judged.isNull.filter((is) => !is)).toHaveLength(3000);
  expect(judgedDays(features, 30).actor.join() === judged.actor.join()).toBe(true);
});
