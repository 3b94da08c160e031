import type { Dialect, Recognised, Reject, Slice, Source } from "./formats/format.ts";
import { compilePlan, stageRecords } from "./stage-records.ts";
import type { StagingPlan } from "./staging-plan.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A slice ready for the database: delimited text that it reads itself, or an Arrow IPC stream with the staging columns and `line`. */
export interface StagedSlice {
  readonly kind: "csv" | "arrow";
  readonly bytes: Uint8Array;
  readonly lines: Int32Array;
  readonly records: number;
  readonly rejects: readonly Reject[];
  readonly bytesRead: number;
  readonly block: Slice["block"];
  readonly problem: { readonly what: string; readonly next: string } | null;
}

/** What a decoder is told about a file. */
export interface DecodeRequest {
  readonly source: Source;
  readonly recognised: Recognised;
  readonly plan: StagingPlan;
  /** Names the vendor whose derived columns the plan may use. */
  readonly vendor: string | null;
  readonly wants: "csv" | "records";
  /** Decoded bytes a slice, about. */
  readonly sliceBytes: number;
}

/** Decodes one file, a slice at a time; one may be asked for ahead. */
export interface Decoder {
  open(request: DecodeRequest): Promise<void>;
  /** The next slice; null after the last. @throws UserError */
  next(): Promise<StagedSlice | null>;
  /** Ends the file that is open; a slice that is under way is dropped. */
  close(): Promise<void>;
}

/** What a decoder is made of: the formats' reader and the vendors' derived columns. */
export interface DecoderParts {
  read(request: DecodeRequest, signal: AbortSignal): AsyncGenerator<Slice>;
  derive(vendor: string): ((record: Fields) => Fields) | undefined;
}

/** The dialect of delimited text. @throws Error where the format has none */
export function dialectOf({ dialect, format }: Recognised): Dialect {
  if (!dialect) throw new Error(`${format} has no dialect.`);
  return dialect;
}

/** A decoder in this thread. */
export function createDecoder(parts: DecoderParts): Decoder {
  let slices: AsyncGenerator<Slice> | null = null;
  let stage: (slice: Slice) => StagedSlice = () => {
    throw new Error("No file is open.");
  };
  let stopped = new AbortController();
  return {
    open: async (request) => {
      stopped = new AbortController();
      slices = parts.read(request, stopped.signal);
      const { plan, vendor } = request;
      const getters = compilePlan(plan);
      const derive = vendor === null ? undefined : parts.derive(vendor);
      stage = ({ data, lines, records, rejects, bytesRead, block, problem = null }) => ({
        kind: data.kind === "csv" ? "csv" : "arrow",
        bytes: data.kind === "csv" ? data.bytes : stageRecords(data.records, lines, { plan, getters, derive }),
        lines,
        records,
        rejects,
        bytesRead,
        block,
        problem,
      });
    },
    next: async () => {
      const { value, done } = (await slices?.next()) ?? { done: true };
      return done || !value ? null : stage(value);
    },
    close: async () => {
      stopped.abort();
      await slices?.return(undefined);
      slices = null;
    },
  };
}
