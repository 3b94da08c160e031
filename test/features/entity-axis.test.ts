import { expect, test } from "vitest";
import { subspaceAxis } from "../../src/detectors/subspace/axis.ts";
import { readSubspaceAxis } from "../../src/engine/subspace-axis.ts";
import { readEntityAxis } from "../../src/features/entity-axis.ts";
import { columnOf, hashCells, hashedLabels, mostColumns } from "../../src/features/hashed-cells.ts";
import { readFeatures } from "../../src/features/read-features.ts";
import { UserError } from "../../src/lib/errors.ts";
import { openTestDatabase } from "../support/database.ts";

/** Two users over 20 days; every event is about one of `assets` assets. */
async function tenant(assets: number) {
  const db = await openTestDatabase();
  await db.run(`
    insert into actors values (0, 'ada', false), (1, 'bob', false);
    insert into types values (0, 'open', false);
    insert into entities select i, 'asset', 'A' || i from range(${assets}) t(i);
    insert into events select i, timestamp '2024-05-01 10:00:00' + interval (i % 20) day, i % 2, 0, null, 0, i, 0 from range(${assets}) t(i);
    insert into refs select i, i, 0 from range(${assets}) t(i);
  `);
  return { db, features: await readFeatures(db) };
}

const wide = tenant(6000);

test("an entity type with too many values for a profile is hashed where it is read, and loses no event", async () => {
  const { db, features } = await wide;
  expect(features.channels.some(({ name }) => name === "entity-value:asset")).toBe(false);
  const axis = await readSubspaceAxis(db, features, { axis: "asset", history: 30 });
  const { cells, types } = axis.features;
  expect(types.length).toBe(mostColumns);
  expect(cells.n.reduce((sum, n) => sum + n, 0)).toBe(6000);
  expect(axis.facts[0]).toMatch(
    /^6,000 values of asset are hashed to 1,024 columns; 1,0\d\d of them hold more than one\.$/,
  );
  const column = columnOf("A17");
  const row = cells.key.indexOf(column);
  expect(types[cells.key[row]!]).toContain("more");
});

test("hashed in the database is the same as hashed from the features' own values", async () => {
  const { db, features } = await tenant(3000);
  const here = subspaceAxis(features, "asset").features;
  const there = (await readEntityAxis(db, features, { type: "asset", history: 30 }))!;
  expect(there.cells).toEqual(here.cells);
  expect(there.hashed.labels).toEqual(here.types);
});

test("an axis that no channel and no entity type has is refused in words", async () => {
  const { db, features } = await wide;
  await expect(readSubspaceAxis(db, features, { axis: "'; drop table events; --", history: 30 })).rejects.toThrow(
    UserError,
  );
});

test("a column is named by its values with most events; counts that meet in it are added up", () => {
  const { labels, only, shared } = hashedLabels(
    ["a", "b", "c", "d"],
    Int32Array.of(0, 0, 0, 1),
    Float64Array.of(1, 9, 5, 2),
  );
  expect(labels.slice(0, 3)).toEqual(["b, c or one of 1 more", "d", "nothing"]);
  expect(only.slice(0, 2)).toEqual([null, "d"]);
  expect(shared).toBe(1);
  const cells = {
    rowStart: Int32Array.of(0, 3, 4),
    day: Int32Array.of(1, 1, 2, 1),
    key: Int32Array.of(0, 3, 1, 2),
    n: Float32Array.of(2, 3, 4, 5),
  };
  expect(hashCells(cells, Int32Array.of(7, 2, 2, 7))).toEqual({
    rowStart: Int32Array.of(0, 2, 3),
    day: Int32Array.of(1, 2, 1),
    key: Int32Array.of(7, 2, 2),
    n: Float32Array.of(5, 4, 5),
  });
});
