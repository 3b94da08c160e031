type Child = Node | string | null | readonly Child[];

/** Makes elements of one document: `h("p", { class: "k" }, "text", child)`. Texts become text nodes, never markup. */
export type Maker = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: Child[]
) => HTMLElement;

/** A maker for `document`. */
export const makerOf =
  (document: Document): Maker =>
  (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    add(element, children);
    return element;
  };

function add(element: HTMLElement, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null) continue;
    if (Array.isArray(child)) add(element, child as readonly Child[]);
    else element.append(child as Node | string);
  }
}
