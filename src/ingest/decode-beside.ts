import { wrap } from "comlink";
import type { Decoder } from "./decode.ts";
import DecoderWorker from "./decoder.worker.ts?worker&inline";
import { type RemoteDecoder, unpack } from "./decoder-protocol.ts";

/** A decoder in a worker of its own, so that decoding goes on while the database takes in the slice before. */
export function decodeBeside(): Decoder & { stop(): void } {
  const worker = new DecoderWorker({ name: "decoder" });
  const remote = wrap<RemoteDecoder>(worker);
  return {
    open: async (request) => {
      unpack(await remote.open(request));
    },
    next: async () => unpack(await remote.next()),
    close: async () => {
      unpack(await remote.close());
    },
    stop: () => worker.terminate(),
  };
}
