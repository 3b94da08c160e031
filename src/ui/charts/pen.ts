/** Makes an SVG element with attributes (numbers to a tenth), puts it into `parent` and gives it. */
export type Pen = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  parent?: Element,
  text?: string,
) => SVGElement;

/** A pen that draws in a document. */
export const pen =
  (document: Document): Pen =>
  (name, attributes, parent, text) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes))
      element.setAttribute(key, typeof value === "number" ? String(Math.round(value * 10) / 10) : value);
    if (text !== undefined) element.textContent = text;
    parent?.append(element);
    return element;
  };

/** An empty picture with its spoken name. */
export function sheet(
  draw: Pen,
  { width, height, label, kind }: { width: number; height: number; label: string; kind: string },
): SVGSVGElement {
  const viewBox = `0 0 ${width} ${height}`;
  const svg = draw("svg", { viewBox, width, height, class: `plot ${kind}`, role: "img", "aria-label": label });
  return svg as SVGSVGElement;
}
