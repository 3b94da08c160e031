import { expect, test } from "vitest";
import * as decoders from "./decoders.ts";
import * as imports from "./imports.ts";
import * as laws from "./laws.ts";
import * as mapping from "./mapping.ts";
import * as notebooks from "./notebooks.ts";
import * as sql from "./sql.ts";
import * as sqlTokens from "./sql-tokens.ts";
import type { FuzzPart } from "./support/part.ts";

/** The parts that run without a browser, and how many cases of each belong to every run of the tests. */
const parts: readonly (readonly [name: string, part: FuzzPart, cases: number])[] = [
  ["laws", laws, 100_000],
  ["decoders", decoders, 1600],
  ["notebooks", notebooks, 2500],
  ["imports", imports, 3],
  ["mapping", mapping, 5000],
  ["sql-tokens", sqlTokens, 15_000],
  ["sql", sql, 100],
];

test.each(parts)(
  "%s",
  async (_, part, cases) => {
    const rows = await part.fuzz({ cases, seed: Number(process.env.FC_SEED ?? 20261122) });
    expect(rows.filter(({ failed }) => failed > 0)).toEqual([]);
  },
  120_000,
);
