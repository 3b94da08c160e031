import * as Plot from "@observablehq/plot";
import { detectorName } from "../../casework/detector-name.ts";
import type { Reason } from "../../detectors/scores.ts";
import type { DetectorOpinion } from "../../engine/api/cases.ts";
import { count, oneIn, signed } from "../format.ts";
import { type ChartFrame, clip, figure, ink, pressable, twoLines } from "./frame.ts";

interface Bar {
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly reason: Reason | null;
}
interface Heading {
  readonly y: number;
  readonly detector: string;
  readonly total: number;
  readonly p: number | null;
  readonly end: number;
}

const shown = 7;

/** A part of the sum: to one decimal, or two where that would show nothing. */
const part = (value: number): string => signed(value, Math.abs(value) < 0.05 ? 2 : 1);

/**
 * How the reasons of each detector add up to its −log₁₀ p: a bar starts where the one before it ended. What speaks for
 * the user runs back, in the quiet colour.
 */
export function waterfall(
  reasons: readonly Reason[],
  opinions: readonly DetectorOpinion[],
  frame: ChartFrame,
  onPick?: (reason: Reason) => void,
): SVGSVGElement {
  const narrow = frame.width < 430;
  const labelWidth = narrow ? 0 : Math.min(260, frame.width * 0.44);
  const characters = Math.floor((narrow ? frame.width : labelWidth - 6) / 6.1);
  const wraps = !narrow && reasons.some(({ label }) => label.length > characters);
  const rowHeight = narrow ? 40 : wraps ? 32 : 25;
  const { bars, headings, height } = layOut(reasons, opinions, { rowHeight, top: narrow ? 22 : 24 });
  const reach = Math.max(1, ...bars.flatMap(({ from, to }) => [from, to]));
  const least = Math.min(0, ...bars.flatMap(({ from, to }) => [from, to]));
  const middle = (bar: Bar): number => bar.y + (narrow ? 27 : rowHeight / 2);
  const half = narrow ? 6 : 8;
  const svg = figure(frame, sentence(headings, bars), {
    height,
    marginLeft: labelWidth + 4,
    marginRight: 44,
    marginTop: 0,
    marginBottom: 0,
    x: { domain: [least, reach], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      Plot.ruleX(narrow ? [] : headings, { x: () => 0, y1: (d: Heading) => d.y + 22, y2: "end", stroke: ink.line }),
      Plot.text(headings, {
        frameAnchor: "left",
        dx: -labelWidth - 4,
        y: (d: Heading) => d.y + 10,
        text: (d: Heading) => detectorName(d.detector),
        textAnchor: "start",
        fill: ink.strong,
        fontWeight: 600,
      }),
      Plot.text(headings, {
        frameAnchor: "right",
        dx: 40,
        y: (d: Heading) => d.y + 10,
        text: (d: Heading) => `${oneIn(d.p)}  ·  ${d.total.toFixed(1)}`,
        textAnchor: "end",
        fill: ink.faint,
      }),
      Plot.text(bars, {
        frameAnchor: "left",
        dx: -labelWidth - 4,
        y: (d: Bar) => (narrow ? d.y + 12 : middle(d)),
        text: (d: Bar) => (narrow ? clip : twoLines)(d.text, characters),
        title: (d: Bar) => d.reason?.sentence ?? d.text,
        textAnchor: "start",
        fill: ink.text,
      }),
      Plot.ruleX(bars.slice(0, -1), {
        filter: (_: Bar, i: number) => bars[i + 1]?.from === bars[i]?.to && bars[i + 1]?.from !== 0,
        x: "to",
        y1: middle,
        y2: (d: Bar) => middle(d) + rowHeight,
        stroke: ink.line,
      }),
      Plot.rect(bars, {
        x1: (d: Bar) => Math.min(d.from, d.to),
        x2: (d: Bar) => Math.max(d.from, d.to),
        y1: (d: Bar) => middle(d) - half,
        y2: (d: Bar) => middle(d) + half,
        fill: (d: Bar) => (d.to >= d.from ? ink.signal : ink.usual),
        r: 1.5,
        title: (d: Bar) => d.reason?.sentence ?? d.text,
        className: "bars",
      }),
      Plot.text(bars, {
        x: (d: Bar) => Math.max(d.from, d.to),
        y: middle,
        text: (d: Bar) => part(d.to - d.from),
        dx: 6,
        textAnchor: "start",
        fill: ink.text,
      }),
    ],
  });
  if (onPick) {
    const shapes = [...svg.querySelectorAll("g.bars > *")];
    const picks = bars.map(({ reason }) => reason);
    const at = shapes.flatMap((shape, i) => (picks[i]?.where ? [{ shape, reason: picks[i] }] : []));
    if (at.length > 0)
      pressable(
        svg,
        at.map(({ shape }) => shape),
        at.map(({ reason }) => `${reason.sentence} Show the rows.`),
        (i) => onPick((at[i] as { reason: Reason }).reason),
      );
  }
  return svg;
}

/** Stacks detectors from above, each with its largest reasons, the rest as one. */
function layOut(
  reasons: readonly Reason[],
  opinions: readonly DetectorOpinion[],
  { rowHeight, top }: { rowHeight: number; top: number },
): { bars: Bar[]; headings: Heading[]; height: number } {
  const bars: Bar[] = [];
  const headings: Heading[] = [];
  const p = (detector: string): number | null => opinions.find((o) => o.detector === detector)?.p ?? null;
  const detectors = [...new Set(reasons.map(({ detector }) => detector))].sort((a, b) => (p(a) ?? 1) - (p(b) ?? 1));
  let y = 0;
  for (const detector of detectors) {
    const own = reasons.filter((reason) => reason.detector === detector);
    const largest = own.length <= shown + 1 ? own : own.slice(0, shown);
    const rest = own.slice(largest.length);
    const total = own.reduce((sum, { value }) => sum + value, 0);
    headings.push({
      y,
      detector,
      total,
      p: p(detector) ?? 10 ** -total,
      end: y + top + (largest.length + Math.min(1, rest.length)) * rowHeight,
    });
    y += top;
    let at = 0;
    for (const reason of largest) {
      bars.push({ y, from: at, to: at + reason.value, text: reason.label, reason });
      at += reason.value;
      y += rowHeight;
    }
    if (rest.length > 0) {
      bars.push({ y, from: at, to: total, text: `${count(rest.length)} smaller ones`, reason: null });
      y += rowHeight;
    }
    y += 14;
  }
  return { bars, headings, height: Math.max(40, y - 6) };
}

const sentence = (headings: readonly Heading[], bars: readonly Bar[]): string =>
  `What adds up: ${headings.map((h) => `${detectorName(h.detector)} ${h.total.toFixed(1)}`).join(", ")}. ${bars
    .map((bar) => `${bar.text}: ${part(bar.to - bar.from)}`)
    .join("; ")}`;
