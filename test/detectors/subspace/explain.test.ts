import { describe, expect, test } from "vitest";
import { explainSubspace } from "../../../src/detectors/subspace/explain.ts";
import { scoreSubspace } from "../../../src/detectors/subspace/score.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { type Cell, featuresOf, officeCells, typeNames } from "./features.ts";

const shape = { actors: 12, days: 40, types: [...typeNames(10), "DataTool.Query"] };
const burst = [...officeCells({ actors: 12, days: 40, types: 10 }), { actor: 3, day: 37, type: 10, n: 41 }];

test.each(["anscombe", "log1p"] as const)("the squared residuals of all types are the error: %s", async (transform) => {
  const features = featuresOf(burst, shape);
  const { scores, perUserDay } = await scoreSubspace(features, { transform }, { device: null, job: quietJob() });
  for (let i = 0; i < scores.score.length; i += 5) {
    const of = { actor: scores.actor[i]!, day: scores.day[i]!, logP: 2 };
    const { residuals } = explainSubspace(features, { transform }, of)!;
    const named = residuals.reduce((sum, r) => sum + r.residual ** 2, 0);
    const share = residuals.reduce((sum, r) => sum + r.share, 0);
    expect(share === 0 ? 0 : named / share).toBeCloseTo(perUserDay.spe[i]!, 6);
  }
});

test("reasons name the type that stands out first, and add up to the day's −log₁₀ p", () => {
  const { reasons, residuals } = explainSubspace(featuresOf(burst, shape), {}, { actor: 3, day: 37, logP: 4.2 })!;
  expect(reasons[0]!.sentence).toBe("41 DataTool.Query where the month explains none.");
  expect(reasons[0]!.where).toEqual({ type: "DataTool.Query" });
  expect(reasons[0]!.value).toBeGreaterThan(3);
  expect(residuals[0]!.observed).toBe(41);
  expect(reasons.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(4.2, 9);
});

test("a steady count is explained as that count", () => {
  const steady: Cell[] = Array.from({ length: 40 }, (_, day) => ({ actor: 0, day, type: 0, n: 12 }));
  const features = featuresOf([...steady, { actor: 0, day: 39, type: 1, n: 9 }], { ...shape, actors: 1 });
  const { residuals } = explainSubspace(features, { rank: 1 }, { actor: 0, day: 39, logP: 1 })!;
  const first = residuals.find(({ type }) => type === "Tool.Act0")!;
  expect(first.explained).toBeGreaterThan(11);
  expect(first.explained).toBeLessThan(15);
});

test("what is missing from a day is said as less than explained", () => {
  const steady: Cell[] = Array.from({ length: 39 }, (_, day) => ({ actor: 0, day, type: 0, n: 900 }));
  const other: Cell[] = Array.from({ length: 40 }, (_, day) => ({ actor: 0, day, type: 1, n: 2500 }));
  const { residuals, reasons } = explainSubspace(
    featuresOf([...steady, ...other], { ...shape, actors: 1 }),
    {},
    { actor: 0, day: 39, logP: 3 },
  )!;
  expect(residuals[0]!.type).toBe("Tool.Act0");
  expect(residuals[0]!.residual).toBeLessThan(0);
  expect(reasons[0]!.sentence).toMatch(/^No Tool\.Act0 where the month explains \d+\.$/);
});

test("a day without enough history has no explanation", () => {
  const features = featuresOf([{ actor: 0, day: 38, type: 0, n: 1 }], { ...shape, actors: 1 });
  expect(explainSubspace(features, {}, { actor: 0, day: 39, logP: 1 })).toBeNull();
});

describe("weekdays", () => {
  /** Monday 0 … Sunday 6: day 0 of the features is a Saturday. */
  const weekdayOf = (day: number) => (day + 5) % 7;
  const isWeekend = (day: number) => weekdayOf(day) > 4;
  const cells: Cell[] = Array.from({ length: 40 }, (_, day) => day)
    .filter((day) => !isWeekend(day) || day === 35)
    .flatMap((day) => [
      { actor: 0, day, type: 0, n: 20 + (day % 3) },
      { actor: 0, day, type: 1, n: day === 35 ? 30 : 1 },
    ]);
  const features = featuresOf(cells, { ...shape, actors: 1 });

  test("a day of work on a weekday that had none says so", () => {
    const { reasons } = explainSubspace(features, {}, { actor: 0, day: 35, logP: 3 })!;
    expect(reasons[0]!.sentence).toMatch(/ A Saturday; the 4 Saturdays before had no events\.$/);
    expect(reasons.slice(1).some(({ sentence }) => sentence.includes("Saturday"))).toBe(false);
  });

  test("a weekday like the others, and pooled weekdays, go without", () => {
    const usual = explainSubspace(features, {}, { actor: 0, day: 38, logP: 3 })!;
    const pooled = explainSubspace(features, { weekdays: "pooled" }, { actor: 0, day: 35, logP: 3 })!;
    for (const { sentence } of [...usual.reasons, ...pooled.reasons]) expect(sentence).not.toContain("day;");
  });

  test("busier and quieter weekdays are told apart", () => {
    const words = (n: (weekday: number) => number) => {
      const some = Array.from({ length: 40 }, (_, day) => ({
        actor: 0,
        day,
        type: day === 35 ? 3 : 0,
        n: n(weekdayOf(day)),
      }));
      return explainSubspace(featuresOf(some, { ...shape, actors: 1 }), {}, { actor: 0, day: 35, logP: 3 })!.reasons[0]!
        .sentence;
    };
    expect(words((weekday) => (weekday === 5 ? 90 : 10))).toMatch(/Saturdays before were busier than/);
    expect(words((weekday) => (weekday === 5 ? 3 : 40))).toMatch(/Saturdays before were quieter than/);
    expect(words(() => 12)).not.toContain("Saturday");
  });
});
