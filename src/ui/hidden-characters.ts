import { markMixed } from "./mixed-scripts.ts";

/**
 * Characters that can't be seen: controls, those that turn the direction of a text or take no room, fillers, halves of a surrogate pair. What
 * a value holds of them could make it look like another. Tabs and line ends are none, nor are the variations of emoji.
 */
const hidden = /(?!\t|\n|\r|\ufe0e|\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800]/gu;

/** More marks over and under one letter than any script has: they would reach into the lines beside. */
const pile = /(\p{M}{4})(\p{M}+)/gu;

/** What nearly all texts are made of, where nothing hides and no letter passes for another's. */
const plain = /^[\t\n\r\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u202f-\u205e\u2190-\u22ff]*$/;

/** A text in which nothing hides: what can't be seen is written as ⟨U+202E⟩, what is piled on one letter as ⟨196 marks⟩, a letter of another script as ⟨Cyrillic а⟩. */
export const escapeHidden = (text: string): string =>
  plain.test(text)
    ? text
    : markMixed(text)
        .replace(hidden, (character) => `⟨U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}⟩`)
        .replace(pile, (_, few: string, more: string) => `${few}⟨${more.length} marks⟩`);

const attributes = ["title", "aria-label", "data-tip", "alt"];
const untouched = "input, textarea, select, .cm-editor, script, style";

const blanks = /^\p{Zs}+$/u;

/** A text that is all that its element has, and blank: a name of spaces, which nobody would see. Templates' own white space has line ends. */
const isBlankName = (node: Node, text: string): boolean =>
  node.nodeType === Node.TEXT_NODE && blanks.test(text) && node.parentElement?.textContent === text;

/** Writes a text or tooltip of the page anew where something hides in it. */
function show(node: Node | null): void {
  const own = node?.nodeValue ?? "";
  const shown =
    node && isBlankName(node, own) ? `⟨${own.length === 1 ? "a blank" : `${own.length} blanks`}⟩` : escapeHidden(own);
  if (node && shown !== own) node.nodeValue = shown;
}

/** Writes anew what hides in the texts and tooltips of a node and all below it, but of those already seen; what is typed into fields stays. */
export function showBelow(node: Node, seen: Set<Node> = new Set()): void {
  if (node.nodeType === Node.TEXT_NODE && node.parentElement?.closest(untouched)) return;
  showAll(node, seen);
}

function showAll(node: Node, seen: Set<Node>): void {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.nodeType === Node.TEXT_NODE) show(node);
  if (!(node instanceof Element) || node.matches(untouched)) return;
  for (const name of attributes) if (node.hasAttribute(name)) show(node.getAttributeNode(name));
  for (let child = node.firstChild; child; child = child.nextSibling) showAll(child, seen);
}

/** Sees to it that nothing hides in what a page shows below `root`, whoever writes it there; what is typed into fields stays. */
export function showHidden(root: Element): void {
  const observer = new MutationObserver((changes) => {
    const seen = new Set<Node>();
    for (const { type, target, addedNodes, attributeName } of changes) {
      if (type === "childList") for (const node of addedNodes) showBelow(node, seen);
      else if (type === "characterData") showBelow(target, seen);
      else if (attributeName && target instanceof Element) show(target.getAttributeNode(attributeName));
    }
  });
  observer.observe(root, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: attributes,
  });
  showBelow(root);
}
