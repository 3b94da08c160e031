/** A picture as plain data: an SVG element with its texts and children. It is drawn from lists of what may be in it, never parsed as markup. */
export interface Drawing {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Drawing | string)[];
}

/** A chart with more shapes is kept as its data alone. */
export const mostShapes = 6000;
const mostDeep = 24;

const elements = new Set(
  "svg g path rect circle ellipse line polyline polygon text tspan title defs linearGradient stop clipPath marker".split(
    " ",
  ),
);
const attributes = new Set(
  (
    "viewBox width height x y x1 x2 y1 y2 cx cy r rx ry d points transform dx dy fill fill-opacity stroke stroke-width stroke-opacity " +
    "stroke-dasharray stroke-linecap stroke-linejoin stroke-miterlimit opacity font-family font-size font-style font-weight " +
    "font-variant text-anchor paint-order class id offset stop-color clip-path marker-end role aria-label preserveAspectRatio"
  ).split(" "),
);
/** A reference within the picture, or nothing that refers. */
const isInner = (value: string): boolean => !/url\(|:\/\/|javascript:/i.test(value) || /^url\(#[\w-]+\)$/.test(value);

/** Whether a picture may have an element of that name. */
export const mayDraw = (name: string): boolean => elements.has(name);

/** Whether an element of a picture may have that attribute with that value: nothing that refers out of the picture, or acts. */
export const mayHave = (name: string, value: string): boolean => attributes.has(name) && isInner(value);

/** Reads a picture that comes from a file: what it may not have is left out; null where it is none, or has too many shapes. */
export function readDrawing(given: unknown): Drawing | null {
  let left = mostShapes;
  const read = (one: unknown, depth: number): Drawing | null => {
    if (typeof one !== "object" || one === null || depth > mostDeep || --left < 0) return null;
    const { name, attributes: has, children } = one as Partial<Record<keyof Drawing, unknown>>;
    if (typeof name !== "string" || !mayDraw(name) || !Array.isArray(children)) return null;
    const kept = Object.entries(typeof has === "object" && has !== null ? has : {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === "string" && mayHave(pair[0], pair[1]),
    );
    return {
      name,
      attributes: Object.fromEntries(kept),
      children: children.flatMap((child: unknown) =>
        typeof child === "string" ? child : (read(child, depth + 1) ?? []),
      ),
    };
  };
  const drawing = read(given, 0);
  return drawing && drawing.name === "svg" && left >= 0 ? drawing : null;
}
