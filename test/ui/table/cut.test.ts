import { expect, test } from "vitest";
import { Cut } from "../../../src/ui/table/cut.ts";

test("a row is cut to the columns that are shown, in their order, and is the same as long as it is", () => {
  const columns = [
    { name: "type", type: "text" },
    { name: "day", type: "time" },
    { name: "gone", type: "text" },
  ] as const;
  const cut = new Cut(columns, ["day", "actor", "type"]);
  const row = ["2025-01-01", "ada", "view"];
  expect(cut.row(row)).toEqual(["view", "2025-01-01", null]);
  expect(cut.row(row)).toBe(cut.row(row));
  expect(cut.row([...row])).not.toBe(cut.row(row));
});
