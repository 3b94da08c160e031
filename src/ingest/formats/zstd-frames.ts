import { UserError } from "../../lib/errors.ts";

/** The largest window that zstd itself takes without being told to, in bytes. */
const largestWindow = 2 ** 27;

const largestBlock = 2 ** 17;

const number = (bytes: Uint8Array, from: number, length: number): number => {
  let value = 0;
  for (let i = 0; i < length; i++) value += (bytes[from + i] ?? 0) * 256 ** i;
  return value;
};

/** Bytes of the window that a frame's header asks for; a frame of one segment has its content for a window. */
function windowOf(flags: number, rest: Uint8Array, contentBytes: number): number {
  const isOneSegment = (flags & 32) !== 0;
  if (isOneSegment) {
    const size = number(rest, rest.length - contentBytes, contentBytes);
    return contentBytes === 2 ? size + 256 : size;
  }
  const descriptor = rest[0] ?? 0;
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

const tooLarge = (name: string, window: number): UserError =>
  new UserError(`asks for ${Math.round(window / 2 ** 20)} MiB of memory to be unpacked in.`, {
    where: name,
    next: "zstd itself gives 128 MiB. Unpack it yourself and drop the result if you trust it.",
  });

/** Walks through frames and their blocks: yields how many bytes it wants next, or how many it passes over as a number below 0. */
function* frames(name: string): Generator<number, void, Uint8Array> {
  for (;;) {
    const magic = number(yield 4, 0, 4);
    if (magic >= 0x184d2a50 && magic <= 0x184d2a5f) yield -number(yield 4, 0, 4);
    else if (magic !== 0xfd2fb528) return;
    else {
      const flags = (yield 1)[0] ?? 0;
      const isOneSegment = (flags & 32) !== 0;
      const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
      const contentBytes = [isOneSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
      const rest = yield (isOneSegment ? 0 : 1) + dictionaryBytes + contentBytes;
      const window = windowOf(flags, rest, contentBytes);
      if (window > largestWindow) throw tooLarge(name, window);
      for (let isLast = false; !isLast; ) {
        const head = number(yield 3, 0, 3);
        isLast = (head & 1) !== 0;
        if (head >> 3 > largestBlock) throw new Error("a block is larger than any may be");
        yield ((head >> 1) & 3) === 1 ? -1 : -(head >> 3);
      }
      if ((flags & 4) !== 0) yield -4;
    }
  }
}

/**
 * Follows the frames of a zstd stream as its bytes come, before they are unpacked: fzstd makes room for whatever window a frame asks for.
 * @returns takes the next bytes; throws UserError where a frame asks for more than zstd itself would give, Error where a block is larger than the format has it
 */
export function windowGuard(name: string): (chunk: Uint8Array) => void {
  const walk = frames(name);
  let step = walk.next();
  let waiting = new Uint8Array();
  return (chunk) => {
    let at = 0;
    while (!step.done && at < chunk.length) {
      const wanted = Math.abs(step.value) - waiting.length;
      const part = chunk.subarray(at, at + wanted);
      at += part.length;
      const isPassed = step.value < 0;
      waiting = isPassed ? waiting : Uint8Array.from([...waiting, ...part]);
      if (isPassed && part.length < wanted) {
        step = { done: false, value: step.value + part.length };
      } else if (part.length === wanted) {
        step = walk.next(waiting);
        waiting = new Uint8Array();
      }
      while (!step.done && step.value === 0) step = walk.next(new Uint8Array());
    }
  };
}
