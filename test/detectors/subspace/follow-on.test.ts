import { expect, test } from "vitest";
import { followOn } from "../../../src/detectors/subspace/follow-on.ts";
import { scoreSubspace } from "../../../src/detectors/subspace/score.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { featuresOf, officeCells, typeNames } from "./features.ts";

const shape = { actors: 20, days: 60, types: typeNames(6), scored: 6 };
const cells = officeCells({ actors: 20, days: 60, types: 6, seed: 9 });

test("a day that follows its block's history has it and nothing of the days between", () => {
  const features = featuresOf(cells, shape);
  const day = followOn(features, 54, 57);
  expect(day.calendar.scored).toEqual({ from: 54, to: 54 });
  expect([...day.calendar.days]).toEqual([...features.calendar.days].filter((_, at) => at < 54 || at > 56));
  const eventsOn = (given: typeof features, at: number) =>
    given.cells.n.reduce((sum, n, row) => sum + (given.cells.day[row] === at ? n : 0), 0);
  expect(eventsOn(day, 54)).toBe(eventsOn(features, 57));
  expect(eventsOn(day, 53)).toBe(eventsOn(features, 53));
});

test("what a user does earlier in the block does not change how a later day of the block is judged", async () => {
  const scoreOf = async (given: typeof cells) => {
    const { scores } = await scoreSubspace(featuresOf(given, shape), {}, { device: null, job: quietJob() });
    return new Map(Array.from(scores.actor, (actor, i) => [`${actor} ${scores.day[i]}`, scores.score[i]]));
  };
  const usual = await scoreOf(cells);
  const busy = [...usual.keys()].find((item) => item.endsWith(" 54"))!;
  const actor = Number(busy.split(" ")[0]);
  const changed = await scoreOf(
    cells.map((cell) => (cell.actor === actor && cell.day === 54 ? { ...cell, n: cell.n + 400 } : cell)),
  );
  expect(changed.get(busy)).toBeGreaterThan(3 * usual.get(busy)!);
  expect([...changed].filter(([item]) => item !== busy)).toEqual([...usual].filter(([item]) => item !== busy));
});
