import { expect, test } from "vitest";
import type { CellValue, ColumnInfo } from "../../src/engine/api/tables.ts";
import { specOf } from "../../src/notebook/kinds/spec.ts";
import { moveBrush } from "../../src/ui/charts/brush.ts";
import { specChart } from "../../src/ui/notebook/spec-chart.ts";

const columns: readonly ColumnInfo[] = [
  { name: "day", type: "time", sqlType: "DATE" },
  { name: "type", type: "text", sqlType: "VARCHAR" },
  { name: "n", type: "number", sqlType: "INTEGER" },
];
const rows = ["2025-09-29", "2025-09-30", "2025-10-01"].flatMap((day, i) => [
  [day, "Mail.Receive internal", 10 + i],
  [day, "File.Read", 1000 * i],
]);

type Values = Readonly<Record<string, unknown>>;
function draw(
  values: Values,
  { width = 600, rows: drawn = rows as readonly (readonly CellValue[])[] } = {},
): SVGSVGElement {
  const spec = specOf("chart", { data: "days", ...values });
  const table = { name: "days", columns, rows: drawn.length, milliseconds: 0 };
  const svg = specChart({ kind: "chart", spec, table, data: { offset: 0, rows: drawn }, brushed: null })({
    width,
    document,
  });
  document.body.append(svg);
  return svg as SVGSVGElement;
}

const texts = (svg: Element) => [...svg.querySelectorAll("text")].map((text) => text.textContent ?? "");

test("axes are called by their columns, days have no hours, and a shape says what it stands for", () => {
  const svg = draw({ marks: [{ mark: "dot", x: "day", y: "n" }] });
  expect(texts(svg)).toContain("↑ n");
  expect(texts(svg).filter((text) => /AM|PM/.test(text))).toEqual([]);
  expect(texts(svg).filter((text) => /^\d+ [A-Z]/.test(text))).toEqual(["29 Sep", "30 Sep", "1 Oct"]);
  expect(svg.querySelector("circle title")?.textContent).toBe("day: 2025-09-29\nn: 10");
});

test("colours that stand for values are told in a legend, and are ours", () => {
  const svg = draw({ marks: [{ mark: "lineY", x: "day", y: "n", stroke: "type" }] });
  expect(texts(svg.querySelector(".legend")!)).toEqual(["File.Read", "Mail.Receive internal"]);
  expect(svg.querySelector(".mark-0 path")?.getAttribute("stroke")).toMatch(/^var\(--group-/);
  const ramp = draw({ marks: [{ mark: "cell", x: "day", y: "type", fill: "n" }] });
  expect(texts(ramp.querySelector(".legend")!).join(" ")).toMatch(/^n 0 2,000$/);
});

test("long names have room beside the bars, at any width", () => {
  for (const width of [600, 340]) {
    const svg = draw({ marks: [{ mark: "barX", x: "n", y: "type" }] }, { width });
    const label = [...svg.querySelectorAll("text")].find((text) => text.textContent?.startsWith("Mail.Rec"))!;
    expect(label.getBoundingClientRect().left).toBeGreaterThanOrEqual(svg.getBoundingClientRect().left - 1);
  }
});

test("jitter moves dots of one day apart, always the same way", () => {
  const places = () =>
    [...draw({ marks: [{ mark: "dot", x: "day", y: "n", jitter: 12 }] }).querySelectorAll("circle")].map((dot) =>
      dot.getAttribute("cx"),
    );
  expect(new Set(places()).size).toBe(rows.length);
  expect(places()).toEqual(places());
});

test("no rows, and rows without values, are drawn as nothing", () => {
  const marks = [{ mark: "dot", x: "day", y: "n", fill: "type" }];
  for (const none of [[], [[null, null, null]]]) expect(texts(draw({ marks }, { rows: none }))).not.toContain("↑ NaN");
});

test("bars of days are seen, however many years they are of", () => {
  const days = Array.from({ length: 700 }, (_, i) => [
    new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10),
    "x",
    5,
  ]);
  const marks = [{ mark: "rectY", x: "day", y: "n", interval: "day" }];
  const bar = draw({ marks }, { rows: days }).querySelector(".mark-0 rect")!;
  expect(Number(bar.getAttribute("width"))).toBeGreaterThan(0.7);
  expect(bar.parentElement?.getAttribute("stroke") ?? bar.getAttribute("stroke")).toBe("var(--usual)");
});

test("bands of numbers are brushed in the order of numbers, not of texts", () => {
  const hours = Array.from({ length: 24 }, (_, hour) => ["2025-09-29", "x", hour]);
  const svg = draw({ brush: "x", marks: [{ mark: "barY", x: "n", y: "n" }] }, { rows: hours });
  const told: unknown[] = [];
  svg.addEventListener("sg-brush", (event) => told.push((event as CustomEvent).detail));
  for (let i = 0; i < 9; i++) moveBrush(svg, "right");
  for (let i = 0; i < 2; i++) moveBrush(svg, "widen");
  expect(told.at(-1)).toEqual({ lo: "8", hi: "10" });
  svg.remove();
});

test("bands of numbers have labels that don't touch, at any width", () => {
  const hours = Array.from({ length: 24 }, (_, hour) => ["2025-09-29", "x", hour]);
  for (const width of [700, 330]) {
    const svg = draw({ marks: [{ mark: "barY", x: "n", y: "n" }] }, { rows: hours, width });
    const boxes = [...svg.querySelectorAll("text")]
      .filter(({ textContent }) => /^\d+$/.test(textContent ?? ""))
      .map((text) => text.getBoundingClientRect());
    const lowest = Math.max(...boxes.map(({ top }) => top));
    const labels = boxes.filter(({ top }) => top > lowest - 2);
    expect(labels.length).toBeGreaterThan(5);
    labels.slice(1).forEach((box, i) => {
      expect(box.left).toBeGreaterThan(labels[i]!.right);
    });
    svg.remove();
  }
});
