/** How a text matches what was typed: higher is better, and which characters matched. */
export interface Match {
  readonly score: number;
  /** Ranges of the text, from and to, in order and apart. */
  readonly ranges: readonly (readonly [number, number])[];
}

const startsWord = (text: string, at: number): boolean =>
  at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1]!) || (/\p{Ll}/u.test(text[at - 1]!) && /\p{Lu}/u.test(text[at]!));

/** Matches one word, all of its letters in order: at best in one piece at a word's start. Null where a letter is missing. */
function matchWord(word: string, text: string, low: string): Match | null {
  let whole = -1;
  for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + 1)) {
    if (startsWord(text, at)) return { score: 100 - Math.min(40, at), ranges: [[at, at + word.length]] };
    if (whole < 0) whole = at;
  }
  if (whole >= 0) return { score: 50 - Math.min(40, whole), ranges: [[whole, whole + word.length]] };
  const ranges: [number, number][] = [];
  let from = 0;
  let score = 20;
  for (const letter of word) {
    const starts = nextStart(letter, text, low, from);
    const at = starts >= 0 ? starts : low.indexOf(letter, from);
    if (at < 0) return null;
    if (starts < 0 && at > from) score -= 3;
    const last = ranges.at(-1);
    if (last && last[1] === at) last[1] = at + 1;
    else ranges.push([at, at + 1]);
    from = at + 1;
  }
  return { score: Math.max(1, score - ranges.length), ranges };
}

/** The next place at which a word begins with the letter, unless the letter is the very next one. */
function nextStart(letter: string, text: string, low: string, from: number): number {
  if (low[from] === letter) return from;
  for (let at = low.indexOf(letter, from); at >= 0; at = low.indexOf(letter, at + 1))
    if (startsWord(text, at)) return at;
  return -1;
}

/** Matches a query's words with a text, in any order; null where one does not match. An empty query matches all. */
export function fuzzyMatch(query: string, text: string): Match | null {
  const low = text.toLowerCase();
  if (low.length !== text.length) return low.includes(query.trim().toLowerCase()) ? { score: 1, ranges: [] } : null;
  let score = 0;
  const ranges: (readonly [number, number])[] = [];
  for (const word of query.toLowerCase().split(/\s+/)) {
    if (word === "") continue;
    const match = matchWord(word, text, low);
    if (!match) return null;
    score += match.score;
    ranges.push(...match.ranges);
  }
  return { score, ranges: merged(ranges) };
}

function merged(ranges: readonly (readonly [number, number])[]): [number, number][] {
  const out: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}
