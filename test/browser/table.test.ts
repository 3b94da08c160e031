import axe from "axe-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type RowSource, rowsAsSource } from "../../src/ui/row-source.ts";
import "../../src/ui/styles/tokens.css";
import "../../src/ui/styles/theme.css";
import "../../src/ui/styles/table.css";
import "../../src/ui/styles/table-panel.css";
import type { TableElement } from "../../src/ui/table.ts";
import "../../src/ui/table.ts";
import { TableMemory } from "../../src/ui/table/memory.ts";

const columns = [
  { name: "user", type: "text" },
  { name: "n", type: "number" },
  { name: "note", type: "text" },
] as const;
const rows = Array.from({ length: 60 }, (_, i) => [
  `user-${i % 4}`,
  (i * 7) % 60,
  i === 0 ? "<img src=x onerror=alert(1)>\u202e" : `note ${i}`,
]);
let table: TableElement;

async function until<T>(find: () => T | null | undefined | false): Promise<T> {
  for (let i = 0; i < 400; i++) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`nothing came of ${find}`);
}
const one = (selector: string): Promise<HTMLElement> => until(() => table.querySelector<HTMLElement>(selector));
const column = (at: number): (string | null)[] =>
  [...table.querySelectorAll(`tbody td[aria-colindex="${at}"]`)].map(({ textContent }) => textContent);
const foot = (): string => table.querySelector(".table-said")?.textContent?.replace(/\s+/g, " ").trim() ?? "";

async function show(
  source: RowSource,
  shown: TableElement["columns"] = columns,
  memory: TableMemory | null = null,
): Promise<void> {
  table = document.createElement("sg-table") as TableElement;
  Object.assign(table, { source, columns: shown, label: "Rows of a test", memory });
  document.body.append(table);
  await one("tbody td");
}

beforeEach(async () => {
  await page.viewport(1200, 800);
  document.documentElement.lang = "en";
});
afterEach(() => table.remove());

/** Rows that number themselves, as many as are wanted. */
const numbered = (count: number): RowSource => ({
  count,
  window: async (offset, limit) =>
    Array.from({ length: Math.max(0, Math.min(limit, count - offset)) }, (_, i) => [offset + i]),
});

test("a table past what a browser can lay out is scrolled by rows with wheel and keys, and by its whole length with the bar", async () => {
  await show(numbered(30_000_000), [{ name: "n", type: "number" }]);
  const box = await one(".window");
  expect(box.scrollHeight).toBeLessThan(33_554_428);
  const first = (): number => Number(table.querySelector<HTMLElement>("tr[data-row]")?.dataset.row);
  box.dispatchEvent(new WheelEvent("wheel", { deltaY: 28 * 50, cancelable: true }));
  await until(() => first() === 44);
  box.scrollTop = box.scrollHeight;
  await until(() => column(1).includes("29,999,999"));
  (await one("table")).focus();
  await userEvent.keyboard("{Home}");
  await until(() => column(1).includes("0"));
  await userEvent.keyboard("{PageDown}{PageDown}");
  await until(() => table.querySelector("tr.active"));
  expect(Number(table.querySelector<HTMLElement>("tr.active")?.dataset.row)).toBeGreaterThan(10);
  await userEvent.keyboard("{End}");
  await until(() => table.querySelector("tr.active")?.getAttribute("aria-rowindex") === "30000001");
  const active = table.querySelector("tr.active")?.getBoundingClientRect();
  expect(active && active.bottom <= box.getBoundingClientRect().bottom + 1).toBe(true);
});

test.each([2000, 30_000_000])("while %d rows scroll only those that come into view are drawn", async (count) => {
  await show(numbered(count), [{ name: "n", type: "number" }]);
  const box = await one(".window");
  const row = (at: number): HTMLElement | null => table.querySelector<HTMLElement>(`tr[data-row="${at}"]`);
  await until(() => row(8)?.textContent?.trim() === "8");
  const staying = row(8);
  const changed: Node[] = [];
  const watch = new MutationObserver((changes) => void changed.push(...changes.map(({ target }) => target)));
  watch.observe(table, { subtree: true, childList: true, characterData: true, attributes: true });
  if (count > 1_000_000) box.dispatchEvent(new WheelEvent("wheel", { deltaY: 28 * 8, cancelable: true }));
  else box.scrollTop = 28 * 8;
  const last = await until(() => [...table.querySelectorAll<HTMLElement>("tr[data-row]")].at(-1));
  await until(() => row(Number(last.dataset.row) + 1));
  await new Promise((resolve) => setTimeout(resolve, 50));
  watch.disconnect();
  expect(row(8)).toBe(staying);
  expect(changed.filter((node) => staying?.contains(node) || table.querySelector("thead")?.contains(node))).toEqual([]);
});

test("a header sorts up, down and not at all, by press and by Enter", async () => {
  await show(rowsAsSource(columns, rows));
  (await one("th[data-column=n] .col-sort")).click();
  await until(() => column(2)[0] === "0" && column(2)[1] === "1");
  (await one("th[data-column=n] .col-sort")).focus();
  await userEvent.keyboard("{Enter}");
  await until(() => column(2)[0] === "59");
  expect(table.querySelector("th[data-column=n]")?.getAttribute("aria-sort")).toBe("descending");
  await userEvent.keyboard("{Enter}");
  await until(() => column(2)[1] === "7");
});

test("filters from a column's menu, a brush and the search are joined, shown as chips, and counted", async () => {
  await show(rowsAsSource(columns, rows));
  (await one("th[data-column=user] .col-menu")).focus();
  await userEvent.keyboard("{Enter}");
  const box = await until(() => table.querySelector<HTMLInputElement>(".table-panel:popover-open li input"));
  await userEvent.click(box);
  await until(() => foot().startsWith("15 of 60 rows"));
  await userEvent.keyboard("{Escape}");
  const bar = await until(() => table.querySelector("th[data-column=n] .col-picture svg"));
  const { left, top, width } = bar.getBoundingClientRect();
  const at = (type: string, x: number) =>
    bar.parentElement?.dispatchEvent(
      new PointerEvent(type, { clientX: x, clientY: top + 5, pointerId: 1, button: 0, bubbles: true }),
    );
  at("pointerdown", left + 1);
  at("pointermove", left + width / 2);
  at("pointerup", left + width / 2);
  await until(() => table.querySelectorAll(".filter-chip").length === 2);
  const both = Number(foot().split(" ")[0]);
  expect(both).toBeGreaterThan(0);
  expect(both).toBeLessThan(15);
  await userEvent.fill(await one(".table-top input"), "no such note");
  await until(() => foot().startsWith("0 of 60 rows"));
  await userEvent.fill(await one(".table-top input"), "");
  await until(() => foot().startsWith(`${both} of 60 rows`));
  for (let i = 2; i > 0; i--) {
    (await one(".filter-chip button")).click();
    await until(() => table.querySelectorAll(".filter-chip").length === i - 1);
  }
  expect(foot()).toBe("60 rows");
});

test("a range is typed into a column's menu, and what can't be read is said there", async () => {
  await show(rowsAsSource(columns, rows));
  (await one("th[data-column=n] .col-menu")).click();
  await userEvent.fill(await one("input[name=from]"), "10");
  await userEvent.fill(await one("input[name=to]"), "12");
  await userEvent.keyboard("{Enter}");
  await until(() => foot().startsWith("3 of 60 rows"));
  await userEvent.fill(await one("input[name=from]"), "ten");
  await userEvent.keyboard("{Enter}");
  await until(() => table.querySelector('.table-panel [role="alert"]')?.textContent?.includes("“ten” is no number."));
  expect(foot()).toContain("3 of 60 rows");
});

test("columns move, hide and take a width by keyboard", async () => {
  await show(rowsAsSource(columns, rows));
  const names = () => [...table.querySelectorAll<HTMLElement>("th")].map(({ dataset }) => dataset.column);
  (await one("th[data-column=user] .col-sort")).focus();
  await userEvent.keyboard("{Alt>}{ArrowRight}{/Alt}");
  await until(() => names().join() === "n,user,note");
  await until(() => document.activeElement?.closest("th")?.dataset.column === "user");
  const width = table.querySelector<HTMLElement>("th[data-column=user]")?.offsetWidth ?? 0;
  await userEvent.keyboard("{Alt>}{Shift>}{ArrowRight}{/Shift}{/Alt}");
  await until(() => (table.querySelector<HTMLElement>("th[data-column=user]")?.offsetWidth ?? 0) !== width);
  (await one("th[data-column=note] .col-menu")).click();
  (
    await until(() => [...table.querySelectorAll<HTMLElement>(".item")].find((item) => item.textContent === "Hide"))
  ).click();
  await until(() => names().join() === "n,user");
  expect(foot()).toContain("showing 2 of 3 columns");
});

test("what was arranged is there again when the table is, and on a later run's rows of the same columns", async () => {
  const memory = new TableMemory();
  const names = () => [...table.querySelectorAll<HTMLElement>("th")].map(({ dataset }) => dataset.column);
  const again = async (shown: TableElement["columns"] = columns) => {
    table.remove();
    await show(rowsAsSource(columns, rows), shown, memory);
  };
  await show(rowsAsSource(columns, rows), columns, memory);
  (await one("th[data-column=n] .col-sort")).click();
  await until(() => column(2)[0] === "0");
  await userEvent.fill(await one(".table-top input"), "note 1");
  await until(() => foot().startsWith("11 of 60 rows"));
  (await one("th[data-column=user] .col-sort")).focus();
  await userEvent.keyboard("{Alt>}{ArrowRight}{/Alt}");
  await until(() => names().join() === "n,user,note");
  await userEvent.keyboard("{Alt>}{Shift>}{ArrowRight}{/Shift}{/Alt}");
  const widths = () => [...table.querySelectorAll<HTMLElement>("col")].map(({ style }) => style.width);
  const before = await until(() => widths().length === 3 && widths());
  const first = column(1).slice(0, 3);
  await again();
  await until(() => foot().startsWith("11 of 60 rows"));
  expect([names(), widths(), column(1).slice(0, 3)]).toEqual([["n", "user", "note"], before, first]);
  expect(((await one(".table-top input")) as HTMLInputElement).value).toBe("note 1");
  await again(columns.slice(0, 2));
  expect([names(), foot()]).toEqual([["user", "n"], "60 rows"]);
});

test("of thousands of columns only those in view are drawn", async () => {
  const many = Array.from({ length: 3000 }, (_, i) => ({ name: `c${i}`, type: "number" as const }));
  await show(
    rowsAsSource(
      many,
      Array.from({ length: 30 }, (_, r) => many.map((_, i) => r * i)),
    ),
    many,
  );
  expect(foot()).toContain("showing 200 of 3,000 columns");
  expect(table.querySelectorAll("th").length).toBeLessThan(30);
  (await one(".window")).scrollLeft = 1e6;
  await until(() => table.querySelector("th[data-column=c199]"));
  expect(table.querySelectorAll("tbody td[aria-colindex]").length).toBeLessThan(800);
});

test("values are text, with what hides in them shown, and rows are selected by press, Shift and keys", async () => {
  await show(rowsAsSource(columns, rows));
  expect(column(3)[0]).toBe("<img src=x onerror=alert(1)>⟨U+202E⟩");
  expect(table.querySelectorAll("img")).toHaveLength(0);
  const row = (at: number) => one(`tr[data-row="${at}"] td`);
  (await row(1)).click();
  (await row(4)).dispatchEvent(new MouseEvent("click", { shiftKey: true, bubbles: true }));
  await until(() => foot().includes("4 selected"));
  (await one("table")).focus();
  await userEvent.keyboard("{Shift>}{ArrowDown}{/Shift}");
  await until(() => foot().includes("5 selected"));
  expect(table.querySelectorAll('tr[aria-selected="true"]')).toHaveLength(5);
});

test.each([
  ["light", 1200],
  ["dark", 390],
])("axe finds nothing, %s, %s px wide, with a menu open", async (theme, width) => {
  document.documentElement.dataset.theme = theme;
  await page.viewport(width, 800);
  await show(rowsAsSource(columns, rows));
  await until(() => table.querySelector("svg.col-graph"));
  const check = async (): Promise<void> => {
    const { violations } = await axe.run(table, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
      rules: { region: { enabled: false } },
    });
    expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))).toEqual([]);
  };
  await check();
  (await one("th[data-column=user] .col-menu")).click();
  await one(".menu-values li input");
  await check();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
});
