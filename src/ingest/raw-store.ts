import { recordOnLine } from "./raw-json.ts";

/** The text of one slice, where in it records start, and which events they became. */
export interface RawBlock {
  readonly firstLine: number;
  readonly text: Blob;
  /** Ascending physical lines, one a record or reject; null where every line from `firstStart` to `lastStart` starts one. */
  readonly starts: Int32Array | null;
  readonly firstStart: number;
  readonly lastStart: number;
  /** For blocks in which records share a line: `starts` index of each event, and the first event's number. */
  readonly events: { readonly first: number; readonly index: Int32Array } | null;
}

/** A place in a file: the physical line (1-based) at which a record starts, and its event where several records share a line. */
export interface RawPlace {
  readonly file: number;
  readonly line: number;
  readonly event?: number;
}

/** What a slice tells the store. */
export interface RawSlice {
  readonly firstLine: number;
  readonly text: Blob;
  /** Ascending lines at which its records and rejects start. */
  readonly starts: Int32Array;
}

/** Keeps where the decoded text of every file lies, so that raw records can be shown; the texts themselves stay in Blobs. */
export interface RawStore {
  add(file: number, slice: RawSlice): void;
  /** Says which of the last slice's records became events: `index` into its starts, in the order of the events. */
  addEvents(file: number, first: number, index: Int32Array): void;
  forget(file: number): void;
  /** The slice of a file that was added last; null where it has none. */
  last(file: number): RawBlock | null;
  /** Puts back a block that a store of the same tenant had. */
  restore(file: number, block: RawBlock): void;
  /** The whole record that starts at a line, line ends inside quotes included; null where the text is no longer at hand. */
  rawRecord(file: number, line: number, event?: number): Promise<string | null>;
  /** Many records, each block read once. */
  rawRecords(places: readonly RawPlace[]): Promise<(string | null)[]>;
}

const consecutive = (starts: Int32Array): boolean => starts.every((line, i) => line === starts[0]! + i);

/** Whether several records start on one line. */
export const sharesLines = (starts: Int32Array): boolean => starts.some((line, i) => i > 0 && line === starts[i - 1]);

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
function nextStart({ starts, firstStart, lastStart }: RawBlock, line: number): number {
  if (line >= lastStart) return Number.POSITIVE_INFINITY;
  if (!starts) return Math.max(line + 1, firstStart);
  const at = lastAtMost(starts.length, (i) => starts[i]!, line);
  return starts[at + 1] ?? Number.POSITIVE_INFINITY;
}

/** Bytes of the wanted lines' records, by one walk over the block. */
function cutLines(bytes: Uint8Array, block: RawBlock, lines: readonly number[]): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
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
    found.set(wanted, bytes.subarray(start, goTo(nextStart(block, wanted))));
  }
  return found;
}

/** One record of a line that several share; null where it can't be told apart. */
function sharedRecord({ starts, events }: RawBlock, { line, event }: RawPlace, bytes: Uint8Array): string | null {
  if (!starts || !events || event === undefined) return null;
  const first = lastAtMost(starts.length, (i) => starts[i]!, line - 1) + 1;
  const count = lastAtMost(starts.length, (i) => starts[i]!, line) + 1 - first;
  const at = events.index[event - events.first];
  return at === undefined || count < 2 ? null : recordOnLine(bytes, at - first, count);
}

/** Starts an empty store. */
export function createRawStore(): RawStore {
  const files = new Map<number, RawBlock[]>();
  const blockOf = ({ file, line, event }: RawPlace): RawBlock | undefined => {
    const blocks = files.get(file) ?? [];
    let at = lastAtMost(blocks.length, (i) => blocks[i]!.firstLine, line);
    while (
      at > 0 &&
      event !== undefined &&
      (blocks[at]!.events?.first ?? 0) > event &&
      blocks[at - 1]!.lastStart >= line
    )
      at--;
    return blocks[at];
  };
  const rawRecords = async (places: readonly RawPlace[]): Promise<(string | null)[]> => {
    const wanted = new Map<RawBlock, number[]>();
    for (const place of places) {
      const block = blockOf(place);
      if (!block) continue;
      const lines = wanted.get(block);
      if (lines) lines.push(place.line);
      else wanted.set(block, [place.line]);
    }
    const cut = new Map<RawBlock, Map<number, Uint8Array>>();
    for (const [block, lines] of wanted) {
      const bytes = await block.text.arrayBuffer().catch(() => null);
      if (bytes) cut.set(block, cutLines(new Uint8Array(bytes), block, lines));
    }
    const decoder = new TextDecoder();
    return places.map((place) => {
      const block = blockOf(place);
      const bytes = block && cut.get(block)?.get(place.line);
      if (!block || !bytes) return null;
      return sharedRecord(block, place, bytes) ?? decoder.decode(bytes).replace(/\r?\n$/, "");
    });
  };
  const restore = (file: number, block: RawBlock): void => {
    const blocks = files.get(file);
    if (blocks) blocks.push(block);
    else files.set(file, [block]);
  };
  return {
    add: (file, { firstLine, text, starts }) => {
      if (text.size === 0) return;
      const firstStart = starts[0] ?? firstLine;
      const kept = consecutive(starts) ? null : starts;
      restore(file, { firstLine, text, starts: kept, firstStart, lastStart: starts.at(-1) ?? firstLine, events: null });
    },
    addEvents: (file, first, index) => {
      const blocks = files.get(file);
      const last = blocks?.pop();
      if (last) blocks?.push({ ...last, events: { first, index } });
    },
    forget: (file) => files.delete(file),
    last: (file) => files.get(file)?.at(-1) ?? null,
    restore,
    rawRecord: async (file, line, event) =>
      (await rawRecords([event === undefined ? { file, line } : { file, line, event }]))[0] ?? null,
    rawRecords,
  };
}
