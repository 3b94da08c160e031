import { type NameFinder, nameFinder } from "../lib/name-finder.ts";
import { seededRandom, shuffle } from "../lib/random.ts";
import { escapeHidden } from "./hidden-characters.ts";

/** Names of no more than two characters, or of digits alone, stand for much else in a text: they are hidden only where nothing else stands. */
const isPlain = (name: string): boolean => name.length > 2 && !/^\d+$/.test(name);

/** A name as it is, and as the page writes it where something hides in it. */
const spellings = (name: string): string[] => [...new Set([name, escapeHidden(name)])];

const attributes = ["title", "aria-label", "data-tip"] as const;
const untouched = "input, textarea, select, .cm-editor, script, style";

/**
 * Shows pseudonyms in place of the users' names wherever the page shows one: in texts, pictures and tooltips, also those that come later. What
 * is typed into a field or an editor stays.
 */
export class Pseudonyms {
  readonly #root: Element;
  readonly #pseudonyms: ReadonlyMap<string, string>;
  readonly #finder: NameFinder;
  readonly #observer: MutationObserver;
  readonly #revealed = new Set<string>();
  /** What each text showed before, and what it shows now. */
  readonly #texts = new WeakMap<Node, { readonly own: string; readonly shown: string }>();

  /** @param names of all users; their numbers tell nothing of their order */
  constructor(root: Element, names: readonly string[]) {
    this.#root = root;
    const order = shuffle(
      Int32Array.from(names, (_, i) => i + 1),
      seededRandom(names.length),
    );
    this.#pseudonyms = new Map(
      names.flatMap((name, i) => spellings(name).map((spelling) => [spelling, `User ${order[i]}`] as const)),
    );
    this.#finder = nameFinder([...this.#pseudonyms.keys()].filter(isPlain));
    this.#observer = new MutationObserver((changes) => this.#follow(changes));
    this.#walk(root);
    this.#observe();
  }

  /** Shows one user's name again. */
  reveal(name: string): void {
    for (const spelling of spellings(name)) this.#revealed.add(spelling);
    this.#paused(() => {
      this.#each(this.#root, (node) => this.#restore(node));
      this.#walk(this.#root);
    });
  }

  /** Shows all names again. */
  close(): void {
    this.#observer.disconnect();
    this.#each(this.#root, (node) => this.#restore(node));
  }

  #hidden(text: string): string {
    const one = text.trim();
    if (!this.#revealed.has(one) && this.#pseudonyms.has(one))
      return text.replace(one, () => this.#pseudonyms.get(one)!);
    return this.#finder.replace(text, (name) => (this.#revealed.has(name) ? name : this.#pseudonyms.get(name)!));
  }

  #observe(): void {
    this.#observer.observe(this.#root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: [...attributes],
    });
  }

  #paused(work: () => void): void {
    this.#observer.disconnect();
    work();
    this.#observe();
  }

  #follow(changes: readonly MutationRecord[]): void {
    this.#paused(() => {
      for (const { type, target, addedNodes, attributeName } of changes) {
        if (type === "childList") for (const node of addedNodes) this.#walk(node);
        else if (type === "characterData") this.#hideText(target);
        else if (attributeName) {
          const attribute = (target as Element).getAttributeNode(attributeName);
          if (attribute) this.#hideText(attribute);
        }
      }
    });
  }

  #walk(node: Node): void {
    this.#each(node, (text) => this.#hideText(text));
  }

  /** Visits the texts and tooltips below a node. */
  #each(node: Node, visit: (text: Node) => void): void {
    if (node.nodeType === Node.TEXT_NODE) visit(node);
    if (!(node instanceof Element) || node.matches(untouched)) return;
    for (const name of attributes) {
      const attribute = node.getAttributeNode(name);
      if (attribute) visit(attribute);
    }
    for (const child of node.childNodes) this.#each(child, visit);
  }

  #hideText(text: Node): void {
    if (text.parentElement?.closest(untouched)) return;
    const own = text.nodeValue ?? "";
    const known = this.#texts.get(text);
    if (known?.shown === own) return;
    const shown = this.#hidden(own);
    if (shown === own) return;
    this.#texts.set(text, { own, shown });
    text.nodeValue = shown;
  }

  #restore(text: Node): void {
    const known = this.#texts.get(text);
    if (known && text.nodeValue === known.shown) text.nodeValue = known.own;
    this.#texts.delete(text);
  }
}
