import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseNotebook } from "../../src/notebook/document.ts";
import { kinds } from "../../src/notebook/kinds/registry.ts";
import { scoresDays, withScoredDays } from "../../src/notebook/scored-days.ts";
import { readSettings } from "../../src/notebook/settings.ts";

const days = { from: "2016-05-13", to: "2016-05-19" };

test("lines of settings keep their comments, what is missing is added", () => {
  expect(withScoredDays("history: 30\nfrom: last  # a day, or last\nto: last", days)).toBe(
    "history: 30\nfrom: 2016-05-13  # a day, or last\nto: 2016-05-19",
  );
  expect(withScoredDays("alpha: 5\n", days)).toBe("alpha: 5\nfrom: 2016-05-13\nto: 2016-05-19");
  expect(withScoredDays(withScoredDays("from: last", days), { from: "2017-01-01", to: "2017-01-07" })).toBe(
    "from: 2017-01-01\nto: 2017-01-07",
  );
});

test("every detector cell of the standard investigation takes them", () => {
  const { blocks } = parseNotebook(readFileSync("public/notebooks/standard-investigation.md", "utf8"));
  const cells = blocks.flatMap((block) => (block.kind === "cell" && scoresDays(block.type) ? [block] : []));
  expect(cells.map(({ type }) => type)).toEqual(["profile", "subspace", "graph"]);
  for (const { type, name, body } of cells)
    expect(readSettings(name, withScoredDays(body, days), kinds.get(type)!.checks!)).toMatchObject(days);
});
