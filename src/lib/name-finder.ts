/** Finds whole names in texts: a trie of characters, walked once from every place where a word begins. */
export interface NameFinder {
  /** The text with each name in it replaced; the longest wins where several begin at one place. */
  replace(text: string, by: (name: string) => string): string;
}

interface Node {
  readonly next: Map<string, Node>;
  name: string | null;
}

const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/** @param names case counts; the empty one is left out */
export function nameFinder(names: Iterable<string>): NameFinder {
  const root: Node = { next: new Map(), name: null };
  for (const name of names) {
    if (name === "") continue;
    let node = root;
    for (const character of name) {
      let next = node.next.get(character);
      if (!next) {
        next = { next: new Map(), name: null };
        node.next.set(character, next);
      }
      node = next;
    }
    node.name = name;
  }

  /** The longest name that begins at `from` and ends where a word may end. */
  const longest = (characters: readonly string[], from: number): { name: string; length: number } | null => {
    let found: { name: string; length: number } | null = null;
    let node: Node | undefined = root;
    for (let at = from; node; at++) {
      const isEnd = !(isWord(characters[at - 1]) && isWord(characters[at]));
      if (node.name !== null && isEnd) found = { name: node.name, length: at - from };
      node = at < characters.length ? node.next.get(characters[at]!) : undefined;
    }
    return found;
  };

  return {
    replace(text, by) {
      const characters = [...text];
      let out = "";
      let at = 0;
      while (at < characters.length) {
        const begins = !(isWord(characters[at - 1]) && isWord(characters[at]));
        const found = begins ? longest(characters, at) : null;
        if (found) {
          out += by(found.name);
          at += found.length;
        } else out += characters[at++];
      }
      return out;
    },
  };
}
