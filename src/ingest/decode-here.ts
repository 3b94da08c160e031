import type { Job } from "../lib/job.ts";
import { createDecoder, type Decoder } from "./decode.ts";
import { readSlices } from "./formats/slices.ts";
import { vendors } from "./vendors/registry.ts";

/** A decoder of every known format, in this thread. */
export function decodeHere(): Decoder {
  return createDecoder({
    read: ({ source, recognised, wants, sliceBytes }, signal) => {
      const job: Job = { signal, report: () => {} };
      return readSlices(source, recognised, { wants, sliceBytes, job });
    },
    derive: (id) => {
      const vendor = vendors.find((candidate) => candidate.id === id);
      return vendor?.derive && ((record) => vendor.derive?.(record) ?? {});
    },
  });
}
