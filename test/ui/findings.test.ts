import { expect, test } from "vitest";
import { emptyLog, tally, withVerdict } from "../../src/casework/verdicts.ts";
import { alarmFinding } from "../../src/ui/charts/alarms.ts";
import { standingFinding } from "../../src/ui/charts/distribution.ts";
import { posteriorDensity, posteriorFinding } from "../../src/ui/charts/posterior.ts";
import { silhouetteFinding } from "../../src/ui/charts/silhouette.ts";
import { trainingFinding } from "../../src/ui/charts/training-curve.ts";
import { drawnPlaces, mostDrawn } from "../../src/ui/charts/user-map.ts";
import { newHours, weekFinding } from "../../src/ui/charts/week-clock.ts";
import { errorFinding, errorMeaning, hoursFinding, reasonsFinding, residualsFinding } from "../../src/ui/findings.ts";
import { entityAddress, entityAt, userAddress, userAt } from "../../src/ui/links.ts";
import { parseRoute } from "../../src/ui/route.ts";
import { usersFinding, usersOf } from "../../src/ui/users.ts";
import { caseSummaries } from "../support/fixture-cases.ts";

const hours = (filled: Record<number, number>) => Array.from({ length: 24 }, (_, hour) => filled[hour] ?? 0);

test("an address has no name in it, and leads to the name that it was given out for", () => {
  const names = ["zoe", "a/b#c", "zoe", "<b>"];
  for (const name of names) {
    const address = userAddress(name);
    expect(address).toMatch(/^#\/user\/\d+$/);
    expect(userAt(parseRoute(address).page?.number ?? 0)).toBe(name);
  }
  expect(userAddress("zoe")).toBe(userAddress("zoe"));
  const entity = { type: 'ti"cket', name: "T,1" };
  expect(entityAt(parseRoute(entityAddress(entity)).page?.number ?? 0)).toEqual(entity);
  expect([userAt(0), userAt(999), entityAt(999)]).toEqual([null, null, null]);
});

test("an hour of the week is new only where history has none near it on such a day", () => {
  const week = { before: new Int32Array(168), scored: new Int32Array(168) };
  week.before[0 * 24 + 9] = 5;
  week.scored[2 * 24 + 10] = 1;
  expect(newHours(week)).toEqual([]);
  expect(weekFinding(week)).toMatch(/keep to the hours/);
  week.scored[1 * 24 + 2] = 41;
  week.scored[5 * 24 + 9] = 3;
  expect(newHours(week)).toEqual([26, 129]);
  expect(weekFinding(week)).toBe("44 events at hours that history does not know, most on Tuesday 02:00");
  week.before.fill(0);
  expect(weekFinding(week)).toMatch(/No hours before/);
});

test("titles of a case's charts say what is in them", () => {
  expect(hoursFinding({ hours: { usual: hours({ 9: 4 }), day: hours({ 9: 5 }) } })).toBe(
    "All 5 events fall in usual hours",
  );
  expect(hoursFinding({ hours: { usual: hours({ 9: 4 }), day: hours({ 2: 41, 9: 5 }) } })).toMatch(
    /^41 events between 02:00 and 03:00/,
  );
  const late = { label: "17:00–17:59; usual 07:00–15:59", value: 0.4, detector: "profile", where: { hour: 17 } };
  expect(
    hoursFinding({
      hours: { usual: hours({ 9: 4, 17: 0.8 }), day: hours({ 9: 5, 17: 9 }) },
      reasons: [{ ...late, sentence: "Active at 17:00–17:59; usually 07:00–15:59." }],
    }),
  ).toBe("Active at 17:00–17:59; usually 07:00–15:59");
  expect(hoursFinding({ hours: { usual: hours({}), day: hours({}) } })).toBe("No event has an hour");
  expect(residualsFinding({ residuals: [{ type: "Query", observed: 41, explained: 3.21 }] })).toBe(
    "Query: 41 where their own month explains 3.2",
  );
  const left = { error: 41.2, median: 9.84, days: 27, threshold: 23.5, rank: 3, energy: 0.52 };
  expect(errorFinding({ ...left, transform: "anscombe" })).toBe(
    "Error 41.2, usual 9.8 (median of 27 days, each left out), textbook threshold 23.5; 3 directions hold 52 % of the energy",
  );
  expect(errorMeaning({ ...left, transform: "log1p" })).toMatch(/squared logarithms of counts.*for reference only/);
  const reason = (label: string, value: number) => ({ label, value, detector: "profile", sentence: "" });
  expect(reasonsFinding({ reasons: [reason("a", 0.2), reason("b", 2)] })).toBe("b");
  expect(reasonsFinding({ reasons: [reason("a", -1)] })).toBe("");
});

test("only days that history does not explain are counted as such, however long the queue is", () => {
  const [one, two, three] = caseSummaries(3);
  const users = (...p: number[]) => usersOf([one!, two!, three!].map((of, i) => ({ ...of, actor: `u${i}`, p: p[i]! })));
  expect(usersFinding(users(1e-4, 1e-3, 0.5))).toBe("2 users have a day as rare as 1 in 1,000");
  expect(usersFinding(users(1e-4, 0.2, 0.5))).toBe("1 user has a day as rare as 1 in 1,000");
  expect(usersFinding(users(0.1, 0.2, 0.5))).toBe("No user has a day as rare as 1 in 1,000");
});

test("where a day stands, how often alarms are raised and how groups fit are said in numbers", () => {
  const standing = { detector: "profile", edges: [0, 1], history: [4000], items: "user-days", value: 1, total: 4000 };
  expect(standingFinding({ ...standing, beyond: 0 })).toBe("profile: further out than all 4,000 user-days of history");
  expect(standingFinding({ ...standing, beyond: 12 })).toBe("profile: 12 of 4,000 user-days of history lie as far out");
  const day = { day: "2025-09-30", scored: 200, hundredth: 5, thousandth: 1 };
  expect(alarmFinding([day, { ...day, hundredth: 3 }])).toMatch(/^8 of 400 scored user-days .*: 2 %/);
  expect(alarmFinding([])).toBe("No day has been scored yet");
  const group = {
    label: "a",
    size: 2,
    members: [
      { actor: "x", silhouette: 0.6 },
      { actor: "y", silhouette: -0.1 },
    ],
  };
  expect(silhouetteFinding([group, group], 0.25)).toMatch(/2 of 4 users lie nearer another group/);
  expect(silhouetteFinding([group], null)).toMatch(/no groups/);
});

test("a learning curve says whether it fell", () => {
  const step = (at: number, loss: number | null, objective: number | null) => ({ step: at, loss, objective });
  expect(trainingFinding([step(0, null, 0.1), step(50, 1, 0.5), step(200, 0.25, 0.4)])).toBe(
    "The loss fell from 1.0 to 0.25 in 200 steps; the objective was best at step 50 (0.500)",
  );
  expect(trainingFinding([step(1, 1, null), step(9, 0.99, null)])).toMatch(/hardly learnt/);
  expect(trainingFinding([])).toBe("No step was taken");
});

test("the posterior is a density, and its sentence has the interval", () => {
  const sum = Array.from(
    { length: 2000 },
    (_, i) => posteriorDensity({ worth: 3, audited: 7 }, (i + 0.5) / 2000) / 2000,
  );
  expect(sum.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  const verdict = { reason: "", tags: [], time: "", headline: "", day: "2025-09-30", ranked: true, control: false };
  const log = ["a", "b", "c"].reduce(
    (all, actor) => withVerdict(all, { ...verdict, actor, verdict: "worth" }),
    emptyLog("t"),
  );
  expect(posteriorFinding(tally(log))).toBe(
    "After 3 verdicts, between 47 % and 99 % of the queue is worth auditing (90 % credible)",
  );
});

test("a map of many users draws all with cases and a share of the others", () => {
  const places = Array.from({ length: 10_000 }, (_, i) => ({ actor: `u${i}`, x: i, y: 0, group: null }));
  const drawn = drawnPlaces(places, new Set(["u3", "u9999"]));
  expect(drawn.length).toBeLessThanOrEqual(mostDrawn + 2);
  expect(drawn.map(({ actor }) => actor)).toEqual(expect.arrayContaining(["u3", "u9999"]));
});
