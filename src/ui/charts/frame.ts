import * as Plot from "@observablehq/plot";

/** Where a chart is drawn: its width in CSS pixels, and the document that its nodes belong to. */
export interface ChartFrame {
  readonly width: number;
  readonly document: Document;
}

/** Colours by role; they follow the theme without a new drawing. */
export const ink = {
  strong: "var(--ink)",
  text: "var(--ink-2)",
  faint: "var(--ink-3)",
  line: "var(--line-strong)",
  grid: "var(--line)",
  empty: "var(--sunken)",
  paper: "var(--surface)",
  usual: "var(--usual)",
  usualInk: "var(--usual-ink)",
  signal: "var(--signal)",
  signalInk: "var(--signal-ink)",
} as const;

/**
 * Draws with Plot: our class instead of its inline style sheet (the page's policy refuses inline styles), and a spoken
 * name. The result is one SVG element.
 */
export function figure(frame: ChartFrame, label: string, options: Plot.PlotOptions): SVGSVGElement {
  const drawn = Plot.plot({
    ...options,
    width: frame.width,
    document: frame.document,
    className: "plot",
    figure: false,
  });
  drawn.querySelector("style")?.remove();
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", label);
  for (const part of drawn.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  return drawn as SVGSVGElement;
}

/** Makes shapes of a figure pressable by mouse, touch and keyboard; `names[i]` is spoken for the i-th. */
export function pressable(
  svg: SVGSVGElement,
  shapes: readonly Element[],
  names: readonly string[],
  onPick: (index: number) => void,
): void {
  svg.setAttribute("role", "group");
  shapes.forEach((shape, index) => {
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-label", names[index] ?? "");
    shape.classList.add("press");
    shape.addEventListener("click", () => onPick(index));
    shape.addEventListener("keydown", (event) => {
      const { key } = event as KeyboardEvent;
      if (key !== "Enter" && key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      onPick(index);
    });
  });
}

/** Where a shape lies in a figure, in any unit. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const arrows: Readonly<Record<string, Spot>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The nearest spot in a direction: what lies aside counts twice; −1 where there is none. */
export function nextSpot(spots: readonly Spot[], from: number, { x, y }: Spot): number {
  const here = spots[from];
  if (!here) return -1;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  spots.forEach((spot, i) => {
    const ahead = (spot.x - here.x) * x + (spot.y - here.y) * y;
    const aside = Math.abs((spot.x - here.x) * y) + Math.abs((spot.y - here.y) * x);
    if (i === from || ahead <= 1e-9 || ahead + 2 * aside >= least) return;
    best = i;
    least = ahead + 2 * aside;
  });
  return best;
}

/** Makes many shapes pressable with one stop of the tab key: arrows go from each to the nearest in their direction. */
export function roving(
  svg: SVGSVGElement,
  shapes: readonly Element[],
  { names, spots, onPick }: { names: readonly string[]; spots: readonly Spot[]; onPick: (index: number) => void },
): void {
  const places = new Map(shapes.map((shape, index) => [shape, index]));
  const indexOf = ({ target }: Event): number => {
    const shape = target instanceof Element ? target.closest(".press") : null;
    return (shape && places.get(shape)) ?? -1;
  };
  svg.setAttribute("role", "group");
  shapes.forEach((shape, index) => {
    shape.setAttribute("tabindex", index === 0 ? "0" : "-1");
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-label", names[index] ?? "");
    shape.classList.add("press");
  });
  svg.addEventListener("click", (event) => {
    const index = indexOf(event);
    if (index >= 0) onPick(index);
  });
  svg.addEventListener("keydown", (event) => {
    const index = indexOf(event);
    if (index < 0) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      onPick(index);
      return;
    }
    const arrow = arrows[event.key];
    const next = arrow && shapes[nextSpot(spots, index, arrow)];
    if (!next) return;
    event.preventDefault();
    shapes[index]?.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    (next as SVGElement).focus();
  });
}

/** A text in at most two lines of `length` characters, broken at a space where there is one, cut where it is longer. */
export function twoLines(text: string, length: number): string {
  if (text.length <= length) return text;
  const space = text.lastIndexOf(" ", length);
  const at = space > length / 2 ? space : length;
  return `${text.slice(0, at)}\n${clip(text.slice(at).trim(), length)}`;
}

/** Cuts a text to `length` characters, with an ellipsis in place of the rest. */
export const clip = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`;
