import { type Drawing, mayDraw, mayHave, mostShapes } from "../casework/drawing.ts";

const svgNamespace = "http://www.w3.org/2000/svg";

/** A drawn picture as plain data, what it may not have left out; null where it has too many shapes to be kept. */
export function drawingOf(svg: SVGSVGElement): Drawing | null {
  if (svg.querySelectorAll("*").length >= mostShapes) return null;
  const read = (element: Element): Drawing => ({
    name: element.localName,
    attributes: Object.fromEntries(
      [...element.attributes].filter(({ name, value }) => mayHave(name, value)).map(({ name, value }) => [name, value]),
    ),
    children: [...element.childNodes].flatMap((node) => {
      if (node instanceof Text) return node.data;
      return node instanceof Element && mayDraw(node.localName) ? read(node) : [];
    }),
  });
  return read(svg);
}

/** Draws a picture from its data. */
export function drawnFrom({ name, attributes, children }: Drawing, document: Document): SVGElement {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.map((child) => (typeof child === "string" ? child : drawnFrom(child, document))));
  return element;
}
