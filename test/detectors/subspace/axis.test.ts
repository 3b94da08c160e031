import { expect, test } from "vitest";
import { axesOf, subspaceAxis } from "../../../src/detectors/subspace/axis.ts";
import { explainSubspace } from "../../../src/detectors/subspace/explain.ts";
import type { SubspaceFeatures } from "../../../src/detectors/subspace/input.ts";
import { scoreSubspace } from "../../../src/detectors/subspace/score.ts";
import type { Channel, TenantFeatures } from "../../../src/features/cells.ts";
import { mostColumns } from "../../../src/features/hashed-cells.ts";
import { UserError } from "../../../src/lib/errors.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { type Cell, featuresOf, officeCells, typeNames } from "./features.ts";

const shape = { actors: 6, days: 40, types: typeNames(5) };
const office = officeCells({ actors: 6, days: 40, types: 5 });
const types = featuresOf(office, shape);

/** A channel whose every event has the value that `value` gives for its user and day. */
function channelOf(
  name: string,
  kind: Channel["kind"],
  labels: readonly string[],
  value: (actor: number, day: number) => number,
): Channel {
  const cells = office.map((cell) => ({ ...cell, type: value(cell.actor, cell.day) }));
  const summed = new Map<string, (typeof cells)[number]>();
  for (const cell of cells) {
    const at = `${cell.actor} ${cell.day} ${cell.type}`;
    summed.set(at, { ...cell, n: cell.n + (summed.get(at)?.n ?? 0) });
  }
  return { name, kind, labels, cells: featuresOf([...summed.values()], shape).cells };
}

function tenant(values = 9): TenantFeatures {
  const channels: Channel[] = [
    { name: "type", kind: "type", cells: types.cells, labels: types.types },
    channelOf(
      "hour",
      "hour",
      Array.from({ length: 24 }, (_, h) => `${String(h).padStart(2, "0")}:00`),
      (_, day) => (day === 39 ? 3 : 10),
    ),
    channelOf("attribute:country", "attribute", ["DE", "US"], (_, day) => (day === 39 ? 1 : 0)),
    channelOf("entity", "entity", ["host", "ticket"], (_, day) => day % 2),
    channelOf(
      "entity-value:host",
      "value",
      Array.from({ length: values }, (_, i) => `H${i}`),
      (actor, day) => (actor * 7 + (day === 39 ? 5 : 0)) % values,
    ),
  ];
  const { calendar, firstSeen, ignored } = types;
  return { calendar, firstSeen, ignored, actors: typeNames(6), channels };
}

const total = ({ cells }: SubspaceFeatures) => cells.n.reduce((sum, n) => sum + n, 0);

test.each([
  ["type", 5, 1],
  ["hour", 24, 1],
  ["attribute:country", 2, 1],
  ["host", 9, 1],
  ["entity", 2, 1],
  ["all", 5 + 24 + 2 + 9, 4],
])("the axis %s has its columns, and every event once in each kind", (axis, columns, kinds) => {
  const { features } = subspaceAxis(tenant(), axis);
  expect(features.types.length).toBe(columns);
  expect(total(features)).toBe(kinds * total(types));
  const { rowStart, day, key } = features.cells;
  for (let actor = 0; actor < 6; actor++)
    for (let row = rowStart[actor]! + 1; row < rowStart[actor + 1]!; row++)
      expect(day[row]! * 1e4 + key[row]!).toBeGreaterThan(day[row - 1]! * 1e4 + key[row - 1]!);
});

test("an axis that the tenant lacks is said, with those that it has", () => {
  expect(() => subspaceAxis(tenant(), "printer")).toThrow(UserError);
  expect(axesOf(tenant())).toEqual(["all", "type", "hour", "attribute:country", "entity", "host"]);
});

test("an entity type whose values the features lack is named as left out of the whole day", () => {
  expect(subspaceAxis(tenant(), "all").facts.join(" ")).toContain("ticket is left out");
  expect(subspaceAxis(tenant(), "type").facts).toEqual([]);
});

test("over 1,024 values are hashed to as many columns, the same on every run, and collisions are counted", () => {
  const labels = Array.from({ length: 3000 }, (_, i) => `H${i}`);
  const { cells } = featuresOf(
    labels.map((_, i) => ({ actor: i % 6, day: i % 33, type: i, n: 2 })),
    { ...shape, types: labels },
  );
  const wide = { ...tenant(), channels: [{ name: "entity-value:host", kind: "value", labels, cells } as const] };
  const { features, facts } = subspaceAxis(wide, "host");
  expect(features.types.length).toBe(mostColumns);
  expect(facts[0]).toMatch(/^3,000 values of host are hashed to 1,024 columns; \d+ of them hold more than one\.$/);
  expect(total(features)).toBe(6000);
  expect(subspaceAxis(wide, "host").features.cells).toEqual(features.cells);
  const named = features.types.find((label) => label.includes(" or "))!;
  expect(named).toMatch(/^H\d+(, H\d+)? or (H\d+|one of \d+ more)$/);
});

test("reasons speak of what was counted: types, hours, values and entities", () => {
  const { features } = subspaceAxis(tenant(), "all");
  const { reasons } = explainSubspace(features, {}, { actor: 0, day: 39, logP: 3, detector: "subspace:all" })!;
  const sentences = reasons.map(({ sentence }) => sentence).join(" ");
  expect(sentences).toMatch(/\d+ events at 03:00 where the month explains none\./);
  expect(sentences).toMatch(/\d+ events with country US where the month explains none\./);
  expect(sentences).toMatch(/\d+ events on host H5 where the month explains none\./);
  expect(reasons.find(({ where }) => where?.attribute)?.where).toEqual({ attribute: "country:US" });
  expect(reasons.find(({ where }) => where?.entity)?.where).toEqual({ entity: "host:H5" });
  expect(new Set(reasons.map(({ detector }) => detector))).toEqual(new Set(["subspace:all"]));
  expect(reasons.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(3, 9);
});

test("what types alone can't show, the whole day does: another host and country at night", async () => {
  const run = async (axis: string) => {
    const { features } = subspaceAxis(tenant(), axis);
    const { scores } = await scoreSubspace(features, {}, { device: null, job: quietJob() });
    const last = Array.from(scores.score).filter((_, i) => scores.day[i] === 39);
    const others = Array.from(scores.score).filter((_, i) => scores.day[i] !== 39);
    return last.filter((score) => score > Math.max(...others)).length / last.length;
  };
  expect(await run("all")).toBe(1);
  expect(await run("type")).toBeLessThan(1);
});

test.each([1500, 4000])("no later day changes a score: %i hosts, most of them new on the last day", async (hosts) => {
  const run = async (until: number) => {
    const shown = until < 39 ? hosts / 10 : hosts;
    const many = Array.from({ length: shown }, (_, i) => ({
      actor: 5,
      day: i < hosts / 10 ? 20 : 39,
      type: 6 + i,
      n: 1,
    }));
    const own = office
      .filter(({ day }) => day <= until)
      .map((cell) => ({ ...cell, type: cell.actor + (cell.type % 2) }));
    const labels = Array.from({ length: 6 + shown }, (_, i) => `H${i}`);
    const summed = new Map<string, Cell>();
    for (const cell of [...own, ...many]) {
      const at = `${cell.actor} ${cell.day} ${cell.type}`;
      summed.set(at, { ...cell, n: cell.n + (summed.get(at)?.n ?? 0) });
    }
    const { cells } = featuresOf([...summed.values()], { ...shape, types: labels });
    const channel: Channel = { name: "entity-value:host", kind: "value", labels, cells };
    const { features } = subspaceAxis({ ...tenant(), channels: [channel] }, "host");
    expect(features.types.length).toBe(labels.length);
    const { scores } = await scoreSubspace(features, {}, { device: null, job: quietJob() });
    return Array.from(scores.score).filter((_, i) => scores.day[i]! < 39);
  };
  const [long, cut] = [await run(39), await run(38)];
  expect(cut.length).toBeGreaterThan(10);
  long.forEach((score, i) => {
    expect(score).toBeCloseTo(cut[i]!, 9);
  });
});
