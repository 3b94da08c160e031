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
    shape.setAttribute("class", "press");
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
