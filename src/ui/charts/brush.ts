import type { Scale } from "@observablehq/plot";
import type { Selection } from "../../notebook/kinds/kind.ts";

const svgNamespace = "http://www.w3.org/2000/svg";
const dayInMs = 86_400_000;

/** Where a brush lies, in the chart's own pixels. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Moves of a brush by keyboard. */
export type BrushMove = "left" | "right" | "narrow" | "widen";

const brushes = new WeakMap<Element, (move: BrushMove) => void>();

/** Moves the brush of a drawn chart by a step. */
export function moveBrush(svg: Element, move: BrushMove): void {
  brushes.get(svg)?.(move);
}

/**
 * Lets a chart be brushed along x by pointer: dispatches `sg-brush` with a `Selection`, or null where the pointer was only pressed.
 * @param scales Plot's scale of x, continuous or bands, and that of y, if there is one
 */
export function makeBrush(
  svg: SVGSVGElement,
  { x, y }: { readonly x: Scale; readonly y: Scale | undefined },
  selection: Selection | null,
): void {
  const along = axisOf(x);
  const down = (y?.range ?? [0, svg.viewBox.baseVal.height]) as readonly number[];
  const top = Math.min(...down);
  const [area, shade] = ["brush-area", "brush-shade"].map((name) => {
    const rect = document.createElementNS(svgNamespace, "rect");
    rect.setAttribute("class", name);
    rect.setAttribute("y", String(top));
    rect.setAttribute("height", String(Math.max(...down) - top));
    return rect;
  }) as [SVGRectElement, SVGRectElement];
  place(area, { from: along.start, to: along.end });
  svg.append(shade, area);

  let span = selection && along.spanOf(selection);
  const show = () => place(shade, span ?? { from: along.start, to: along.start });
  const tell = () => {
    const detail = span && along.selectionOf(span);
    svg.dispatchEvent(new CustomEvent("sg-brush", { bubbles: true, detail }));
  };
  const within = (x: number) => Math.min(along.end, Math.max(along.start, x));
  const at = (event: PointerEvent) => {
    const box = svg.getBoundingClientRect();
    return within(((event.clientX - box.left) * svg.viewBox.baseVal.width) / box.width);
  };
  area.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const first = at(event);
    area.setPointerCapture(event.pointerId);
    const move = (next: PointerEvent) => {
      const last = at(next);
      span =
        Math.abs(last - first) < 3 ? null : along.snapped({ from: Math.min(first, last), to: Math.max(first, last) });
      show();
    };
    const end = () => {
      area.removeEventListener("pointermove", move);
      tell();
    };
    area.addEventListener("pointermove", move);
    area.addEventListener("pointerup", end, { once: true });
    span = null;
    show();
  });
  brushes.set(svg, (move) => {
    const { from, to } = span ?? { from: along.start - along.step, to: along.start };
    const by = move === "left" || move === "narrow" ? -along.step : along.step;
    const moved = move === "left" || move === "right" ? { from: from + by, to: to + by } : { from, to: to + by };
    if (moved.from < along.start - 0.5 || moved.to > along.end + 0.5 || moved.to - moved.from < along.step / 2) return;
    span = along.snapped(moved);
    show();
    tell();
  });
  show();
}

function place(rect: SVGRectElement, { from, to }: Span): void {
  rect.setAttribute("x", String(from));
  rect.setAttribute("width", String(Math.max(0, to - from)));
}

interface Axis {
  readonly start: number;
  readonly end: number;
  /** Pixels that a key moves. */
  readonly step: number;
  snapped(span: Span): Span;
  selectionOf(span: Span): Selection;
  spanOf(selection: Selection): Span;
}

const textOf = (value: unknown): string =>
  value instanceof Date
    ? value.toISOString()
    : typeof value === "number"
      ? String(Number(value.toPrecision(12)))
      : String(value);

function axisOf(scale: Scale): Axis {
  const range = (scale.range ?? [0, 0]) as readonly number[];
  const [start, end] = [Math.min(...range), Math.max(...range)];
  return scale.invert ? continuous(scale, { start, end }) : bands(scale, { start, end });
}

function continuous(scale: Scale, { start, end }: { readonly start: number; readonly end: number }): Axis {
  const [lowest] = scale.domain ?? [0];
  const isTime = lowest instanceof Date;
  const place = (text: string) => Number(scale.apply(isTime ? new Date(text) : Number(text)));
  const first = Number(lowest);
  const day = isTime ? Math.abs(scale.apply(new Date(first + dayInMs)) - scale.apply(new Date(first))) : 0;
  return {
    start,
    end,
    step: Math.max(day, (end - start) / 60),
    snapped: (span) => span,
    selectionOf({ from, to }) {
      const [lo, hi] = [scale.invert!(from), scale.invert!(to)];
      return lo <= hi ? { lo: textOf(lo), hi: textOf(hi) } : { lo: textOf(hi), hi: textOf(lo) };
    },
    spanOf({ lo, hi }) {
      const ends = [place(lo), place(hi)];
      return { from: Math.min(...ends), to: Math.max(...ends) };
    },
  };
}

function bands(scale: Scale, { start, end }: { readonly start: number; readonly end: number }): Axis {
  const width = scale.bandwidth ?? 0;
  const domain = [...(scale.domain ?? [])];
  const isOfNumbers = domain.every((value) => typeof value === "number");
  const key = (text: string) => (isOfNumbers ? Number(text) : text);
  const places = domain
    .map((value) => ({ text: textOf(value), from: Number(scale.apply(value)) }))
    .sort((a, b) => a.from - b.from);
  const covered = ({ from, to }: Span) => {
    const inside = places.filter((band) => band.from + width > from && band.from < to);
    return inside.length > 0 ? inside : places.slice(0, 1);
  };
  const around = (list: typeof places): Span => ({
    from: list[0]?.from ?? start,
    to: (list.at(-1)?.from ?? start) + width,
  });
  return {
    start,
    end,
    step: scale.step ?? width,
    snapped: (span) => around(covered(span)),
    selectionOf(span) {
      const texts = covered(span)
        .map(({ text }) => text)
        .sort((a, b) => (key(a) < key(b) ? -1 : 1));
      return { lo: texts[0] ?? "", hi: texts.at(-1) ?? "" };
    },
    spanOf: ({ lo, hi }) => around(places.filter(({ text }) => key(text) >= key(lo) && key(text) <= key(hi))),
  };
}
