import { type CsvRow, toCsv } from "../lib/csv.ts";
import { giveTitles } from "./charts/tips.ts";
import plot from "./styles/plot.css?raw";
import tokens from "./styles/tokens.css?raw";

/** What a chart was drawn from, as a table. */
export interface ChartData {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** Pixels of a PNG for one of the page. */
const sharpness = 2;

/** The picture of a drawing: itself, or the largest in a figure with legends; null where there is none. */
export function pictureOf(drawn: Element): SVGSVGElement | null {
  if (drawn instanceof SVGSVGElement) return drawn;
  const area = (svg: SVGSVGElement): number => svg.width.baseVal.value * svg.height.baseVal.value;
  return [...drawn.querySelectorAll("svg")].toSorted((a, b) => area(b) - area(a))[0] ?? null;
}

/** A drawn chart as an SVG file that stands alone: its colours inside, in the light theme, on a white ground. */
export function standaloneSvg(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  giveTitles(copy);
  for (const pressed of copy.querySelectorAll("[tabindex]"))
    for (const name of ["tabindex", "role", "aria-pressed"]) pressed.removeAttribute(name);
  const css = `${tokens}\n${plot}\nsvg { background: var(--surface); }`;
  const text = new XMLSerializer().serializeToString(copy);
  return text.replace(/^(<svg[^>]*>)/, (open) => `${open}<style>${css}</style>`);
}

/** A drawn chart as a PNG, as it stands alone, two pixels for each of the page. @throws Error when the browser can't draw it */
export async function chartPng(svg: SVGSVGElement): Promise<Blob> {
  const { width, height } = sizeOf(svg);
  const picture = new Image();
  const url = URL.createObjectURL(new Blob([standaloneSvg(svg)], { type: "image/svg+xml" }));
  try {
    picture.src = url;
    await picture.decode();
    const canvas = new OffscreenCanvas(width * sharpness, height * sharpness);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("This browser gives no canvas to draw the chart on.");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: "image/png" });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** What a chart shows as CSV for a spreadsheet: what it would run as a formula gets an apostrophe before it. */
export const chartCsv = ({ columns, rows }: ChartData): string => toCsv(columns, rows, { isForSpreadsheet: true });

function sizeOf(svg: SVGSVGElement): { readonly width: number; readonly height: number } {
  const box = svg.viewBox.baseVal;
  const width = Number(svg.getAttribute("width")) || box?.width || svg.clientWidth;
  const height = Number(svg.getAttribute("height")) || box?.height || svg.clientHeight;
  return { width: Math.ceil(width), height: Math.ceil(height) };
}
