/** The text of one slice, and where in it records start. */
interface Block {
  readonly firstLine: number;
  readonly text: Blob;
  /** Ascending physical lines, one a record or reject; null where every line from `firstStart` on starts one. */
  readonly starts: Int32Array | null;
  readonly firstStart: number;
  readonly lastStart: number;
}

/** A place in a file: physical line (1-based) at which a record starts. */
export interface RawPlace {
  readonly file: number;
  readonly line: number;
}

/** Keeps where the decoded text of every file lies, so that raw records can be shown; the texts themselves stay in Blobs. */
export interface RawStore {
  add(file: number, block: { firstLine: number; text: Blob }, starts: Int32Array): void;
  forget(file: number): void;
  /** The whole record that starts at a line, line ends inside quotes included; null where the text is no longer at hand. */
  rawRecord(file: number, line: number): Promise<string | null>;
  /** Many records, each block read once. */
  rawRecords(places: readonly RawPlace[]): Promise<(string | null)[]>;
}

const consecutive = (starts: Int32Array): boolean => starts.every((line, i) => line === starts[0]! + i);

/** The last index whose value is at most `wanted`; −1 where there is none. */
function lastAtMost(length: number, value: (i: number) => number, wanted: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value(middle) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The line after the record that starts at `line`; Infinity for the block's last. */
function nextStart({ starts, firstStart, lastStart }: Block, line: number): number {
  if (line >= lastStart) return Number.POSITIVE_INFINITY;
  if (!starts) return Math.max(line + 1, firstStart);
  const at = lastAtMost(starts.length, (i) => starts[i]!, line);
  return starts[at + 1] ?? Number.POSITIVE_INFINITY;
}

/** Byte ranges of the wanted lines' records, by one walk over the block. */
function cutRecords(bytes: Uint8Array, block: Block, lines: readonly number[]): Map<number, string> {
  const decoder = new TextDecoder();
  const found = new Map<number, string>();
  let line = block.firstLine;
  let at = 0;
  const goTo = (wanted: number): number => {
    while (line < wanted && at < bytes.length) {
      const newline = bytes.indexOf(10, at);
      at = newline < 0 ? bytes.length : newline + 1;
      line++;
    }
    return at;
  };
  for (const wanted of [...new Set(lines)].sort((a, b) => a - b)) {
    const start = goTo(wanted);
    const end = goTo(nextStart(block, wanted));
    found.set(wanted, decoder.decode(bytes.subarray(start, end)).replace(/\r?\n$/, ""));
  }
  return found;
}

/** Starts an empty store. */
export function createRawStore(): RawStore {
  const files = new Map<number, Block[]>();
  const blockOf = ({ file, line }: RawPlace): Block | undefined => {
    const blocks = files.get(file) ?? [];
    return blocks[lastAtMost(blocks.length, (i) => blocks[i]!.firstLine, line)];
  };
  const rawRecords = async (places: readonly RawPlace[]): Promise<(string | null)[]> => {
    const wanted = new Map<Block, number[]>();
    for (const place of places) {
      const block = blockOf(place);
      if (block) wanted.set(block, [...(wanted.get(block) ?? []), place.line]);
    }
    const texts = new Map<Block, Map<number, string>>();
    for (const [block, lines] of wanted) {
      const bytes = await block.text.arrayBuffer().catch(() => null);
      if (bytes) texts.set(block, cutRecords(new Uint8Array(bytes), block, lines));
    }
    return places.map((place) => {
      const block = blockOf(place);
      return (block && texts.get(block)?.get(place.line)) ?? null;
    });
  };
  return {
    add: (file, { firstLine, text }, starts) => {
      if (text.size === 0) return;
      const kept = consecutive(starts) ? null : starts;
      const firstStart = starts[0] ?? firstLine;
      const block = { firstLine, text, starts: kept, firstStart, lastStart: starts.at(-1) ?? firstLine };
      files.set(file, [...(files.get(file) ?? []), block]);
    },
    forget: (file) => files.delete(file),
    rawRecord: async (file, line) => (await rawRecords([{ file, line }]))[0] ?? null,
    rawRecords,
  };
}
