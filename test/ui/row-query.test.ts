import { describe, expect, test } from "vitest";
import { askedRows } from "../../src/ui/row-query.ts";
import type { Column } from "../../src/ui/row-source.ts";

const columns = (...names: readonly string[]): Column[] => names.map((name) => ({ name, type: "text" }));

describe("the events behind a row", () => {
  test("are those of the user, day, type and hour that its columns name", () => {
    const asked = askedRows(columns("day", "n", "Actor", "type", "hour"), ["2025-09-30", 41, "ann", "Refund", 2]);
    expect(asked?.query).toEqual({ actor: "ann", day: "2025-09-30", type: "Refund", hour: 2 });
    expect(asked?.words).toBe("Refund of ann on Tue 30 Sep from 02:00");
  });

  test("leave out what is empty or is no day or hour", () => {
    expect(askedRows(columns("user", "day", "hour"), ["ann", "soon", 31])?.query).toEqual({ actor: "ann" });
    expect(askedRows(columns("user", "day"), [null, "2025-09-30T10:00:00Z"])).toEqual({
      query: { day: "2025-09-30" },
      words: "All events on Tue 30 Sep",
    });
  });

  test("are none where no column names user, day or type", () => {
    expect(askedRows(columns("hour", "n"), [3, 41])).toBeNull();
    expect(askedRows(columns("__proto__", "constructor"), ["a", "b"])).toBeNull();
  });
});
