import { expect, test } from "vitest";
import { emptyLog, tally, withVerdict } from "../../src/casework/verdicts.ts";
import { chartCsv, chartPng, standaloneSvg } from "../../src/ui/chart-export.ts";
import { caseChartData } from "../../src/ui/charts/case-data.ts";
import { nextSpot } from "../../src/ui/charts/frame.ts";
import { heat } from "../../src/ui/charts/heat.ts";
import { hours } from "../../src/ui/charts/hours.ts";
import { posterior } from "../../src/ui/charts/posterior.ts";
import { strip } from "../../src/ui/charts/strip.ts";
import { subgraph } from "../../src/ui/charts/subgraph.ts";
import { laneLayout } from "../../src/ui/charts/subgraph-lanes.ts";
import { timeAxis } from "../../src/ui/charts/time-axis.ts";
import { waterfall } from "../../src/ui/charts/waterfall.ts";
import { specChart } from "../../src/ui/notebook/spec-chart.ts";
import type { AskedRows } from "../../src/ui/row-query.ts";
import { awkwardDetail, caseDetail, caseSummaries } from "../support/fixture-cases.ts";

const [first] = caseSummaries(1);
if (!first) throw new Error("no case");
const plain = caseDetail(first);
const awkward = awkwardDetail(first);
const frame = { width: 460, document };

test("actions lie at their time, the root at nought", () => {
  const picture = plain.subgraph;
  if (!picture) throw new Error("no picture");
  const offsets = picture.nodes.flatMap(({ offset }) => (offset === null ? [] : [offset]));
  const { x } = timeAxis(offsets, { from: 22, to: frame.width - 22 });
  const groups = [...subgraph(picture, frame, () => {}).querySelectorAll("g.press")];
  const reach = groups.map((group) => Number(group.querySelector(".reach")?.getAttribute("cx")));
  const root = reach.at(-1) ?? -1;
  expect(root).toBeCloseTo(x(0), 0);
  picture.nodes.slice(1).forEach(({ offset }, i) => {
    if (offset !== null) expect(reach[i]).toBeCloseTo(x(offset), 0);
  });
});

test("of a large subgraph every action is in one mark, at its time, in the lane of what it takes part in", () => {
  const picture = awkward.subgraph;
  if (!picture) throw new Error("no picture");
  const { x } = timeAxis(
    picture.nodes.flatMap(({ offset }) => (offset === null ? [] : [offset])),
    { from: 158, to: frame.width - 10 },
  );
  const { lanes, marks, root } = laneLayout(picture, { most: 26, x });
  const actions = picture.nodes.flatMap(({ kind }, i) => (kind === "action" ? [i] : []));
  expect(marks.flatMap(({ nodes }) => nodes).toSorted((a, b) => a - b)).toEqual(actions);
  expect(lanes).toHaveLength(26);
  expect(lanes.reduce((sum, { nodes }) => sum + nodes, 0)).toBe(picture.nodes.length - actions.length - 1);
  expect(root.x).toBeCloseTo(x(0), 6);
  for (const { lane, x: at, nodes } of marks)
    for (const node of nodes) {
      expect(Math.abs(x(picture.nodes[node]?.offset ?? 0) - at)).toBeLessThanOrEqual(4.5);
      const own = lanes[lane]?.node ?? -1;
      const joined = picture.edges.some(
        ({ from, to }) => (from === node && to === own) || (to === node && from === own),
      );
      expect(own === -1 || joined).toBe(true);
    }
  const picked: (readonly number[])[] = [];
  const svg = subgraph(picture, frame, (nodes) => picked.push(nodes));
  const shapes = [...svg.querySelectorAll<SVGElement>("g.press")];
  expect(shapes.filter((shape) => shape.getAttribute("tabindex") === "0")).toHaveLength(1);
  for (const shape of shapes) shape.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  expect(new Set(picked.flat()).size).toBe(actions.length + 1 + 25);
});

test("arrows go to the nearest shape in their direction, and nowhere past the last", () => {
  const spots = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => ({ x, y })));
  expect(nextSpot(spots, 4, { x: 1, y: 0 })).toBe(5);
  expect(nextSpot(spots, 4, { x: 0, y: -1 })).toBe(1);
  expect(nextSpot(spots, 5, { x: 1, y: 0 })).toBe(-1);
});

test("each bar of the waterfall starts where the one before it ended, each detector at nought", () => {
  const bars = [...waterfall(plain.reasons, plain.opinions, frame).querySelectorAll("g.bars > *")];
  expect(bars).toHaveLength(plain.reasons.length);
  const spans = bars.map((bar) => {
    const xs = pathXs(bar.getAttribute("d") ?? "");
    return { from: Math.min(...xs), to: Math.max(...xs) };
  });
  const zero = spans[0]?.from ?? 0;
  expect(spans.filter(({ from }) => Math.abs(from - zero) < 0.5)).toHaveLength(3);
  expect(spans[1]?.from).toBeCloseTo(spans[0]?.to ?? 0, 0);
});

test("only what is unusual on the marked day has the signal colour", () => {
  const { days, types, counts, marked, hits } = plain.heat;
  const svg = heat({ days, types, counts, marked, hits }, frame);
  const lit = [...svg.querySelectorAll('[fill="var(--signal)"] , g[fill="var(--signal)"] > *')].filter(
    ({ tagName }) => tagName !== "g",
  );
  expect(lit).toHaveLength(hits.length);
  expect(svg.getAttribute("aria-label")).toContain("41 DataTool.Query");
});

test("an hour without history has the signal colour, and a level is a whole number", () => {
  const day = Array.from({ length: 24 }, (_, hour) => (hour === 2 ? 1 : 0));
  const svg = hours({ usual: day.map((_, hour) => (hour === 9 ? 0.4 : 0)), day }, frame);
  expect(svg.querySelectorAll('g.day > [fill="var(--signal)"]')).toHaveLength(1);
  const levels = [...svg.querySelectorAll("text")].map(({ textContent }) => textContent);
  expect(levels).not.toContain("0.5");
  expect(levels).toContain("1");
});

/** The x coordinates of a path made of M, H, V and A. */
function pathXs(path: string): number[] {
  return [...path.matchAll(/([MHA])([^MHVAZ]*)/g)].flatMap(([, command, rest]) => {
    const numbers = (rest ?? "")
      .split(/[ ,]+/)
      .filter((part) => part !== "")
      .map(Number);
    return [command === "A" ? (numbers.at(-2) ?? 0) : (numbers[0] ?? 0)];
  });
}

test("a chart is saved as a picture of its own, with its colours, under the page's policy", async () => {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "style-src 'self'; img-src data: blob:";
  document.head.append(policy);
  const { days, types, counts, marked, hits } = plain.heat;
  const svg = heat({ days, types, counts, marked, hits }, frame);
  document.body.append(svg);
  svg.querySelector("text")?.append("\u00a0& <b>");
  const parsed = new DOMParser().parseFromString(standaloneSvg(svg), "image/svg+xml");
  expect(parsed.querySelector("parsererror")).toBeNull();
  expect(parsed.querySelectorAll("style")).toHaveLength(1);
  const image = await createImageBitmap(await chartPng(svg));
  svg.remove();
  expect(image.width).toBe(2 * frame.width);
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context?.drawImage(image, 0, 0);
  const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
  const colours = new Set<string>();
  for (let i = 0; i < pixels.length; i += 4) colours.add(pixels.slice(i, i + 3).join());
  expect(colours).toContain("255,255,255");
  expect(colours).toContain("212,56,13");
});

test("what a chart shows is saved as CSV for a spreadsheet", () => {
  const { waterfall: reasons, heat: days } = caseChartData(plain);
  expect(chartCsv(days).split("\n")).toHaveLength(plain.heat.types.length * plain.heat.days.length + 2);
  expect(chartCsv(reasons)).toContain("detector,reason");
  expect(chartCsv({ columns: ["a"], rows: [["=1+1"]] })).toBe("a\n'=1+1\n");
});

test("each row of a line and of a stacked area is a spot on it that leads to its events", () => {
  const column = (name: string, type: "text" | "number") => ({
    name,
    type,
    sqlType: type === "text" ? "VARCHAR" : "DOUBLE",
  });
  const columns = [column("day", "text"), column("actor", "text"), column("n", "number")];
  const rows = ["2025-04-14", "2025-04-15"].flatMap((day) => [
    [day, "ann", 4],
    [day, "bob", 6],
  ]);
  const drawn = (mark: Readonly<Record<string, unknown>>) => {
    const spec = { data: "byDay", title: "", marks: [mark], options: {}, brush: null };
    const table = { name: "t", columns, rows: rows.length };
    const chart = { kind: "chart", spec, table, data: { rows }, brushed: null } as unknown as Parameters<
      typeof specChart
    >[0];
    const svg = specChart(chart)(frame);
    const asked: AskedRows[] = [];
    svg.addEventListener("sg-rows", (event) => asked.push((event as CustomEvent<AskedRows>).detail));
    const spots = [...svg.querySelectorAll<SVGElement>(".press")];
    for (const spot of spots) spot.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    return {
      asked: asked.map(({ query }) => query),
      at: spots.map((spot) => Number(spot.getAttribute("cy"))),
      ground: Number(svg.getAttribute("height")) - 30,
    };
  };
  const meant = rows.map(([day, actor]) => ({ actor, day }));
  const line = drawn({ mark: "lineY", x: "day", y: "n", z: "actor" });
  expect(line.asked).toEqual(meant);
  const area = drawn({ mark: "areaY", x: "day", y: "n", z: "actor" });
  expect(area.asked).toEqual(meant);
  const [ann, bob] = area.at;
  expect((area.ground - ann!) / (area.ground - bob!)).toBeCloseTo(4 / (4 + 6), 2);
});

test("the precision's interval leads to the verdicts behind it", () => {
  const verdict = {
    actor: "ann",
    day: "2025-04-14",
    verdict: "worth",
    reason: "",
    tags: [],
    time: "",
    ranked: true,
    control: false,
    headline: "",
  } as const;
  let asked = 0;
  const svg = posterior(tally(withVerdict(emptyLog("t"), verdict)), frame, () => asked++);
  const area = svg.querySelector<SVGElement>(".press");
  expect(area?.getAttribute("aria-label")).toMatch(/^After 1 verdict, between .* Show the verdicts\.$/);
  area?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  expect(asked).toBe(1);
});

test("every case of the strip leads to it, and its axis says how rare a height is", () => {
  const points = [1e-4, 1e-3, 0.02, 0.5].map((p, i) => ({ label: `user-${i}`, day: "2025-04-14", p }));
  const picked: string[] = [];
  const svg = strip(points, frame, { onPick: ({ label }) => picked.push(label) });
  const shapes = [...svg.querySelectorAll<SVGElement>(".press")];
  for (const shape of shapes) shape.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  expect(picked.toSorted()).toEqual(points.map(({ label }) => label));
  const [stop, ...others] = shapes.filter((shape) => shape.getAttribute("tabindex") === "0");
  expect(stop?.getAttribute("aria-label")).toBe("user-0, Mon 14 Apr, 1 in 10,000: open the case");
  expect(others).toEqual([]);
  const texts = [...svg.querySelectorAll("text")].map(({ textContent }) => textContent);
  for (const level of ["1 in 10", "1 in 100", "1 in 1,000", "1 in 10,000"])
    expect(texts.filter((text) => text === level)).toHaveLength(1);
});
