import { giveTitles } from "./charts/tips.ts";
import plot from "./styles/plot.css?raw";
import tokens from "./styles/tokens.css?raw";

/** A drawn chart as an SVG file that stands alone: its colours inside, in the light theme, on a white ground. */
export function standaloneSvg(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  giveTitles(copy);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  for (const pressed of copy.querySelectorAll("[tabindex]"))
    for (const name of ["tabindex", "role", "aria-pressed"]) pressed.removeAttribute(name);
  const css = `${tokens}\n${plot}\nsvg { background: var(--surface); }`;
  return copy.outerHTML.replace(/^(<svg[^>]*>)/, (open) => `${open}<style>${css}</style>`);
}
