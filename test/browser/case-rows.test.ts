import type { LitElement } from "lit";
import { afterEach, expect, test } from "vitest";
import type { RawRow } from "../../src/engine/api/cases.ts";
import "../../src/ui/views/case-rows.ts";
import { until } from "../support/until.ts";

type CaseRows = LitElement & { rows: readonly RawRow[]; total: number; zone: string };

const row = (actor: string, line: number): RawRow => ({
  time: "2025-09-30T08:00:00Z",
  actor,
  type: "Login",
  file: "log.csv",
  line,
  raw: null,
  hit: false,
  entities: [],
  attributes: [],
});
const rowsOf = (actor: string, n: number) => Array.from({ length: n }, (_, i) => row(actor, i + 1));

let element: CaseRows;
afterEach(() => element.remove());
const drawn = () => element.querySelectorAll("tbody tr").length;

async function show(rows: readonly RawRow[]): Promise<void> {
  element.rows = rows;
  element.total = rows.length;
  await element.updateComplete;
}

test("the first rows are drawn before the others, and rows that come after them leave them there", async () => {
  element = document.createElement("sg-case-rows") as CaseRows;
  document.body.append(element);
  const first = rowsOf("ada", 40);
  await show(first);
  expect(drawn()).toBe(12);
  await until(() => drawn() === 40);
  await show([...first, ...rowsOf("ada", 5)]);
  expect(drawn()).toBe(45);
  await show(rowsOf("bob", 40));
  expect(drawn()).toBe(12);
  await until(() => drawn() === 40);
});
