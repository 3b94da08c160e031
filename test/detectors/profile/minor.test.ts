import { describe, expect, test } from "vitest";
import { minorClauses, namedLoadings } from "../../../src/detectors/profile/explain-minor.ts";
import { judgedDays } from "../../../src/detectors/profile/judged-days.ts";
import { fitMinor, minorScores, minorStatistic } from "../../../src/detectors/profile/minor-components.ts";
import { seededRandom } from "../../../src/lib/random.ts";
import golden from "../../golden/profile.json";
import { makeTenant, poisson } from "../../support/tenant.ts";

const statistic = (history: readonly (readonly number[])[], today: readonly number[]) => {
  const model = fitMinor(Float64Array.from(history.flat()), today.length);
  return model && minorStatistic(model, Float64Array.from(today));
};

describe("the statistic", () => {
  test.each(golden.minor.map((c) => [`${c.history.length} days, ${c.today.length} counts`, c] as const))(
    "is that of scikit-learn's covariance and NumPy's eigenpairs: %s",
    (_, { history, today, value }) => {
      const found = statistic(history, today);
      expect(found!.value / value).toBeCloseTo(1, 6);
    },
  );

  test.each([
    ["one day", [[3, 4]], [3, 4]],
    ["one count", [[1], [2], [3], [4]], [9]],
    ["none", [], []],
  ])("there is none of %s", (_, history, today) => {
    expect(statistic(history, today)).toBeNull();
  });

  test.each([
    ["constant columns", Array(12).fill([2, 2, 2]), [2, 2, 9]],
    ["all zero", Array(12).fill([0, 0, 0]), [0, 0, 0]],
    [
      "more counts than days a hundredfold",
      [0, 1, 2].map((d) => Array.from({ length: 300 }, (_, k) => (d * k) % 5)),
      Array(300).fill(1),
    ],
  ])("stays finite: %s", (_, history, today) => {
    expect(Number.isFinite(statistic(history, today)?.value)).toBe(true);
  });
});

/** Users with as many logons as logoffs, but for user 3 on the last day. */
function logons({ last = { logon: 9, logoff: 2 } } = {}) {
  const random = seededRandom(6);
  return makeTenant({
    actors: 20,
    days: 31,
    scored: 1,
    channels: [
      { name: "type", kind: "type", labels: ["Logon", "Logoff", "Read", "Print"] },
      { name: "entity", kind: "entity", labels: ["file"] },
    ],
    what(actor, day) {
      const n = 1 + poisson(random, 5);
      const reads = 1 + poisson(random, 8);
      const isIt = actor === 3 && day === 30;
      return {
        type: new Map([
          [0, isIt ? last.logon : n],
          [1, isIt ? last.logoff : n],
          [2, reads],
        ]),
        entity: new Map([[0, 1 + poisson(random, 3)]]),
      };
    },
  });
}

test("a day off a direction that never varied stands out, and the direction is named", () => {
  const features = logons();
  const judged = judgedDays(features, 30);
  const scores = minorScores(features, judged);
  const at = judged.actor.findIndex((actor, i) => actor === 3 && judged.day[i] === 30);
  const others = scores.filter((_, i) => i !== at).sort();
  expect(scores[at]).toBeGreaterThan(others.at(-1)!);
  const [clause] = minorClauses(features, judged, at);
  expect(clause!.label).toMatch(
    /^Log(on − Logoff, always equal until today: 9 against 2|off − Logon, .*: 2 against 9)$/,
  );
  expect(clause!.sentence).toMatch(/were always equal in 30 days, until today/);
  expect(["Logon", "Logoff"]).toContain(clause!.where!.type);
});

test("a day like the others has words of its own", () => {
  const features = logons({ last: { logon: 5, logoff: 5 } });
  const judged = judgedDays(features, 30);
  for (let i = 0; i < judged.length; i += 17) {
    const [clause] = minorClauses(features, judged, i);
    expect(clause!.label).not.toMatch(/NaN|undefined/);
  }
});

test("a direction is named by its largest loadings, the first of them positive", () => {
  expect(namedLoadings([0.1, -0.7, 0.68, 0.05])).toEqual([
    { feature: 1, isPlus: true },
    { feature: 2, isPlus: false },
  ]);
  expect(namedLoadings([0, 0])).toEqual([]);
});
