import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeRemoval, fewestRemovals } from "../../src/casework/counterfactual.ts";
import type { DayEvent } from "../../src/casework/day-events.ts";
import { groupsOf } from "../../src/casework/event-groups.ts";

const event = (type: string, hour: number, customer = "", action = 0): DayEvent => ({
  type,
  hour,
  action,
  attributes: [],
  entities: customer === "" ? [] : [{ type: "customer", name: customer }],
});

/** A made-up judgement of a day: each query over three, and each event at night over none, makes it ten times rarer. */
const judge =
  (events: readonly DayEvent[]) =>
  (kept: Uint8Array): number => {
    const left = events.filter((_, e) => kept[e]);
    const queries = left.filter(({ type }) => type === "query").length;
    const night = left.filter(({ hour }) => hour < 5).length;
    return 0.5 * 10 ** -(Math.max(0, queries - 3) + night);
  };
const pOf = (events: readonly DayEvent[], removed: readonly number[]): number =>
  judge(events)(Uint8Array.from(events, (_, e) => (removed.includes(e) ? 0 : 1)));

const anyDay = fc.array(
  fc.record({
    type: fc.constantFrom("query", "view", "call"),
    hour: fc.integer({ min: 2, max: 9 }),
    customer: fc.constantFrom("", "A", "B"),
  }),
  { minLength: 2, maxLength: 14 },
);

describe("the fewest events that clear a day", () => {
  test("really clear it, and no single group with fewer events does", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const events = day.map(({ type, hour, customer }) => event(type, hour, customer));
        const groups = groupsOf(events, []);
        const found = fewestRemovals(groups, events.length, judge(events), { threshold: 0.1 });
        const proper = groups.filter((group) => group.events.length < events.length);
        const singles = proper.filter((group) => pOf(events, group.events) >= 0.1);
        if (!found) return pOf(events, []) >= 0.1 || singles.length === 0;
        expect(found.p).toBe(pOf(events, found.events));
        expect(found.clears).toBe(found.p >= 0.1);
        if (singles.length > 0) {
          expect(found.clears).toBe(true);
          expect(found.events.length).toBeLessThanOrEqual(Math.min(...singles.map((group) => group.events.length)));
        }
        return true;
      }),
    );
  });

  test("are a part of a group where a part is enough", () => {
    const events = [...Array.from({ length: 9 }, () => event("query", 9)), event("view", 9), event("view", 9)];
    const found = fewestRemovals(groupsOf(events, []), events.length, judge(events), { threshold: 0.1 })!;
    expect(found.groups).toEqual([{ words: "query events", removed: 6, of: 9 }]);
    expect(describeRemoval(found, events.length)).toBe(
      "Without 6 of the 9 query events (of 11 that day) this day would not stand out: most days are like that.",
    );
  });

  test("are said to be the day as a whole where nearly all of it has to go", () => {
    const events = [...Array.from({ length: 19 }, () => event("view", 2)), event("call", 9)];
    const found = fewestRemovals(groupsOf(events, []), events.length, judge(events), { threshold: 0.1 })!;
    expect(describeRemoval(found, events.length)).toBe(
      "It is the day as a whole: only without 19 of its 20 events would it not stand out (most days are like that).",
    );
  });

  test("are of several groups where none is enough alone, without those that turn out not to be needed", () => {
    const events = [
      ...Array.from({ length: 5 }, () => event("query", 9)),
      event("view", 2),
      event("call", 3),
      event("call", 9),
      event("call", 9),
    ];
    const found = fewestRemovals(groupsOf(events, []), events.length, judge(events), { threshold: 0.1 })!;
    expect(found.clears).toBe(true);
    expect(found.p).toBeGreaterThanOrEqual(0.1);
    for (const { words } of found.groups) {
      const rest = found.groups.filter((group) => group.words !== words);
      expect(rest.length).toBeLessThan(found.groups.length);
    }
    expect(found.groups.length).toBe(3);
  });

  test("are not looked for on an ordinary day, nor where nothing helps", () => {
    const events = [event("view", 9), event("call", 9)];
    expect(fewestRemovals(groupsOf(events, []), 2, judge(events), { threshold: 0.1 })).toBeNull();
    expect(fewestRemovals(groupsOf(events, []), 2, () => 1e-4, { threshold: 0.1 })).toBeNull();
  });
});

test("a group of events that are called by a number says that they are events", () => {
  const groups = groupsOf([event("4624", 2, "A"), event("4624", 3, "B")], []);
  expect(groups[0]!.words).toBe("events 4624");
});

test("groups are what reasons point at first, and the same events count once", () => {
  const events = [event("query", 2, "A"), event("query", 2, "B"), event("view", 9, "A", 7)];
  const reason = { label: "", sentence: "", detector: "profile", value: 1, where: { type: "query", hour: 2 } };
  const groups = groupsOf(events, [reason], { roots: new Set([7]) });
  expect(groups.map(({ words, events: own }) => [words, own])).toEqual([
    ["query events at 02:00", [0, 1]],
    ["view events", [2]],
    ["events about customer A", [0, 2]],
    ["events about customer B", [1]],
  ]);
});
