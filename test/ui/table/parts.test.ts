import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ColumnSummary } from "../../../src/engine/api/table-views.ts";
import { rowsAsSource } from "../../../src/ui/row-source.ts";
import { binsCondition, conditionWords, isBinIn, pickedValue, withCondition } from "../../../src/ui/table/filters.ts";
import { gridKey } from "../../../src/ui/table/grid-keys.ts";
import { columnsIn, layoutOf, moved, resized, shownColumns, toggled } from "../../../src/ui/table/layout.ts";
import { TableModel } from "../../../src/ui/table/model.ts";
import {
  lastTop,
  mostPixels,
  rowAt,
  scrollTopOf,
  spaceOf,
  topToShow,
  wheelRows,
} from "../../../src/ui/table/scroll.ts";
import {
  isSelected,
  noSelection,
  selectedCount,
  selectOne,
  selectTo,
  toggleRow,
} from "../../../src/ui/table/selection.ts";
import { shownText, visible } from "../../../src/ui/table/shown.ts";

const columns = [
  { name: "user", type: "text" },
  { name: "n", type: "number" },
  { name: "t", type: "time" },
] as const;
const rows = Array.from({ length: 40 }, (_, i) => [
  i % 10 === 9 ? null : `user-${i % 4}`,
  (i * 7) % 40,
  `2025-09-01T${String(i % 24).padStart(2, "0")}:00:00.000Z`,
]);
const source = rowsAsSource(columns, rows);
const signal = new AbortController().signal;

describe("scrolling", () => {
  test("never lays out more than a browser can, and reaches the first and the last row", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2e9 }), fc.integer({ min: 100, max: 2000 }), (total, viewport) => {
        const of = { total, viewport };
        expect(spaceOf(total)).toBeLessThanOrEqual(mostPixels);
        expect(rowAt(0, of)).toBe(0);
        expect(rowAt(spaceOf(total) - viewport, of)).toBeCloseTo(lastTop(of), 3);
      }),
    );
  });

  test("finds a row again at the place where it was put", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 3e7 }), fc.double({ min: 0, max: 1, noNaN: true }), (total, part) => {
        const of = { total, viewport: 380 };
        const row = part * lastTop(of);
        expect(rowAt(scrollTopOf(row, of), of)).toBeCloseTo(row, 3);
      }),
    );
  });

  test("moves by the rows that the wheel means, and the least way to show a row", () => {
    expect(wheelRows(56, 0, 280)).toBe(2);
    expect(wheelRows(3, 1, 280)).toBe(3);
    expect(wheelRows(1, 2, 280)).toBe(10);
    const of = { total: 3_000_000, viewport: 280 };
    expect([topToShow(5, 3, of), topToShow(2, 3, of), topToShow(20, 3, of)]).toEqual([3, 2, 11]);
  });
});

describe("selecting rows", () => {
  test("by Shift takes all from the anchor, in either direction", () => {
    const up = selectTo(selectTo(selectOne(10), 15), 7);
    expect(up.spans).toEqual([{ from: 7, to: 10 }]);
    expect(selectedCount(up)).toBe(4);
  });

  test("by toggling is a set of rows", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 })), (picks) => {
        const wanted = new Set<number>();
        let selection = noSelection;
        for (const row of picks) {
          if (!wanted.delete(row)) wanted.add(row);
          selection = toggleRow(selection, row);
        }
        expect(selectedCount(selection)).toBe(wanted.size);
        for (let row = 0; row <= 30; row++) expect(isSelected(selection, row)).toBe(wanted.has(row));
      }),
    );
  });

  test.each([
    ["ArrowDown", {}, 6],
    ["ArrowUp", {}, 4],
    ["PageDown", {}, 15],
    ["Home", {}, 0],
    ["End", {}, 99],
  ])("%s moves", (key, mods, active) => {
    const press = { key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...mods };
    const does = gridKey(press, selectOne(5), { total: 100, page: 10 });
    expect(does?.kind === "select" && does.selection.active).toBe(active);
  });

  test("Mod+A and Mod+C take all and copy; other keys are left alone", () => {
    const press = (key: string, ctrlKey = false) => ({ key, shiftKey: false, ctrlKey, metaKey: false, altKey: false });
    const all = gridKey(press("a", true), selectOne(5), { total: 100, page: 10 });
    expect(all?.kind === "select" && all.selection.spans).toEqual([{ from: 0, to: 99 }]);
    expect(gridKey(press("c", true), noSelection, { total: 100, page: 10 })).toEqual({ kind: "copy" });
    expect(gridKey(press("x"), noSelection, { total: 100, page: 10 })).toBeNull();
    expect(gridKey(press("ArrowDown"), noSelection, { total: 0, page: 10 })).toBeNull();
  });
});

describe("columns", () => {
  const names = (layout: ReturnType<typeof layoutOf>) => shownColumns(columns, layout).map(({ name }) => name);

  test("move among those shown, hide but for the last, and take a width within bounds", () => {
    const layout = layoutOf(columns);
    expect(names(moved(layout, "user", 1))).toEqual(["n", "user", "t"]);
    expect(names(moved(layout, "t", -9))).toEqual(["t", "user", "n"]);
    expect(names(moved(toggled(layout, "n"), "user", 1))).toEqual(["t", "user"]);
    const one = toggled(toggled(layout, "n"), "t");
    expect(names(one)).toEqual(["user"]);
    expect(names(toggled(one, "user"))).toEqual(["user"]);
    expect(resized(layout, "n", 3).widths.get("n")).toBe(56);
  });

  test("are 200 at first, and only those in view are drawn", () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ name: `c${i}`, type: "number" as const }));
    expect(shownColumns(many, layoutOf(many))).toHaveLength(200);
    expect(columnsIn(new Array(200).fill(100), 950, 300)).toEqual([9, 13]);
    expect(columnsIn([100, 100], -200, 5000)).toEqual([0, 2]);
  });
});

describe("filters", () => {
  test("of bins are ranges that hold exactly their rows", async () => {
    const summary = await source.summarise?.({ column: "n", view: {} }, signal);
    if (summary?.kind !== "bins") throw new Error("no bins");
    for (const [first, last] of [
      [0, 0],
      [3, 7],
      [9, 5],
      [0, summary.counts.length - 1],
    ] as const) {
      const condition = binsCondition("n", summary, first, last);
      const wanted = summary.counts.slice(Math.min(first, last), Math.max(first, last) + 1);
      const kept = await source.arrange?.({ where: [condition] }, signal);
      expect(kept).toBe(wanted.reduce((sum, n) => sum + n, 0));
      const inside = summary.counts.flatMap((_, i) => (isBinIn(condition, summary, i) ? [i] : []));
      expect(inside).toHaveLength(wanted.length);
    }
  });

  test("replace those of the same column, and say what they do", () => {
    const range = { kind: "range", column: "n", from: "3", to: "9", isBelow: true } as const;
    const values = pickedValue(pickedValue(null, "user", "a"), "user", null);
    expect(conditionWords(range)).toBe("n ≥ 3, < 9");
    expect(values && conditionWords(values)).toBe("user: a, blank");
    expect(pickedValue(pickedValue(null, "user", "a"), "user", "a")).toBeNull();
    expect(withCondition(withCondition([], "n", range), "n", null)).toEqual([]);
  });
});

test("nothing hides in a shown text", () => {
  expect(visible("a\u202egpj.exe\u200b\u0000")).toBe("a⟨U+202E⟩gpj.exe⟨U+200B⟩⟨U+0000⟩");
  expect(visible("line\r\nnext\tcell é 😀")).toBe("line↵next⇥cell é 😀");
  expect([shownText(0.000012, "number"), shownText(1234567, "number"), shownText(null, "text")]).toEqual([
    "1.20e-5",
    "1,234,567",
    "–",
  ]);
});

describe("rows at hand", () => {
  test("sort, filter and search as the engine's do", async () => {
    const view = { orderBy: { column: "user", descending: true }, search: "USER-2", columns: ["n", "user"] };
    const found = await source.window(0, 50, view);
    expect(found.every(([, user]) => user === "user-2")).toBe(true);
    const blank = { where: [{ kind: "values", column: "user", values: [null] } as const] };
    expect(await source.arrange?.(blank, signal)).toBe(4);
    const times = {
      where: [{ kind: "range", column: "t", from: "2025-09-01T20:00:00Z", to: null, isBelow: false }] as const,
    };
    expect(await source.arrange?.(times, signal)).toBe(4);
  });

  test("are summarised by bins and by values", async () => {
    const users = (await source.summarise?.({ column: "user", view: {} }, signal)) as ColumnSummary;
    expect(users).toMatchObject({ kind: "values", distinct: 4, rows: 40 });
    const hours = (await source.summarise?.({ column: "t", view: {} }, signal)) as ColumnSummary;
    expect(hours.kind === "bins" && hours.counts.reduce((sum, n) => sum + n, 0)).toBe(40);
  });
});

describe("a table's model", () => {
  test("keeps what it shows while a filter is refused, and says why", async () => {
    const refusing = { ...source, arrange: async () => Promise.reject(new Error("“x” is no number.")) };
    const model = new TableModel(refusing, columns, () => {});
    expect(await model.filter("n", { kind: "range", column: "n", from: "x", to: null, isBelow: false })).toBe(
      "“x” is no number.",
    );
    expect(model.rows.where).toEqual([]);
    expect(model.total).toBe(40);
  });

  test("copies the selected rows, in the columns' order, formulas as they are", async () => {
    const odd = rowsAsSource(columns, [
      ["=1+1", 1, "2025-09-01"],
      ["b", 2, "2025-09-02"],
    ]);
    const model = new TableModel(odd, columns, () => {});
    model.setLayout(toggled(moved(model.layout, "n", -1), "t"));
    model.select(selectOne(0));
    expect(await model.copied()).toBe("n\tuser\n1\t=1+1");
  });

  test("saves what it shows as CSV, formulas disarmed only where wanted", async () => {
    const odd = rowsAsSource(columns, [
      ["=1+1", 1, "2025-09-01"],
      ["b", 2, "2025-09-02"],
    ]);
    const model = new TableModel(odd, columns, () => {});
    await model.show({ orderBy: { column: "n", descending: true } });
    model.setLayout(toggled(model.layout, "t"));
    expect(await (await model.file({ kind: "csv", isForSpreadsheet: true }))?.text()).toBe("user,n\nb,2\n'=1+1,1\n");
    expect(await (await model.file({ kind: "csv", isForSpreadsheet: false }))?.text()).toBe("user,n\nb,2\n=1+1,1\n");
  });
});
