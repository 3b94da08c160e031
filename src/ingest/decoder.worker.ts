import { expose, transfer } from "comlink";
import { decodeHere } from "./decode-here.ts";
import { answer, type RemoteDecoder } from "./decoder-protocol.ts";

const decoder = decodeHere();

/** Bytes that own their buffer, so that it can be given away. */
const owned = (bytes: Uint8Array): Uint8Array => (bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice());

const remote: RemoteDecoder = {
  open: (request) => answer(async () => decoder.open(request).then(() => null)),
  close: () => answer(async () => decoder.close().then(() => null)),
  next: async () => {
    const given = await answer(async () => {
      const slice = await decoder.next();
      return slice && { ...slice, bytes: owned(slice.bytes) };
    });
    const moved = given.kind === "value" && given.value ? [given.value.bytes.buffer as ArrayBuffer] : [];
    return transfer(given, moved);
  },
};

expose(remote);
