import type { Scale } from "@observablehq/plot";
import { clip, ink } from "./frame.ts";

const namespace = "http://www.w3.org/2000/svg";
/** Pixels that a line of a legend takes. */
export const legendHeight = 20;
const letter = 6.2;
const swatch = 10;
const longest = 24;
const steps = 24;

/** Writes into a figure what its colours mean, at a height, as far as its width goes: a swatch for each value, or a ramp with its title and ends. */
export function addLegend(
  svg: SVGSVGElement,
  color: Scale,
  { title, top, left }: { readonly title: string; readonly top: number; readonly left: number },
): void {
  const document = svg.ownerDocument;
  const group = document.createElementNS(namespace, "g");
  group.setAttribute("class", "legend");
  const rect = (x: number, width: number, fill: string) => {
    const part = document.createElementNS(namespace, "rect");
    for (const [name, value] of Object.entries({ x, y: top, width, height: swatch, fill }))
      part.setAttribute(name, String(value));
    group.append(part);
  };
  const text = (x: number, words: string) => {
    const part = document.createElementNS(namespace, "text");
    for (const [name, value] of Object.entries({ x, y: top + swatch - 1, fill: ink.text, "text-anchor": "start" }))
      part.setAttribute(name, String(value));
    part.textContent = words;
    group.append(part);
    return x + words.length * letter;
  };
  const domain = [...(color.domain ?? [])];
  const width = svg.viewBox.baseVal.width;
  let at = left;
  if (color.type === "ordinal" || color.type === "categorical") {
    for (const [i, value] of domain.entries()) {
      const words = clip(value === null ? "–" : String(value), longest);
      const more = `and ${domain.length - i} more`;
      if (i > 0 && at + swatch + words.length * letter + 20 > width) {
        text(at, more);
        break;
      }
      rect(at, swatch, color.apply(value));
      at = text(at + swatch + 5, words) + 14;
    }
  } else {
    const [low, high] = [Number(domain[0]), Number(domain.at(-1))];
    at = text(at, `${title} ${low.toLocaleString("en-US")}`) + 6;
    for (let i = 0; i < steps; i++, at += 4) rect(at, 4, color.apply(low + ((high - low) * i) / (steps - 1)));
    text(at + 6, high.toLocaleString("en-US"));
  }
  svg.append(group);
}
