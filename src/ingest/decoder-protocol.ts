import { Cancelled, UserError } from "../lib/errors.ts";
import type { DecodeRequest, StagedSlice } from "./decode.ts";

/** What a call gave, in a form that keeps an error's parts on its way between threads. */
export type Answer<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "refused"; readonly what: string; readonly where: string; readonly next: string }
  | { readonly kind: "cancelled" };

/** What the decoder's worker answers to. */
export interface RemoteDecoder {
  open(request: DecodeRequest): Promise<Answer<null>>;
  next(): Promise<Answer<StagedSlice | null>>;
  close(): Promise<Answer<null>>;
}

/** Runs a call and packs what it gave. @throws whatever is neither a UserError nor Cancelled */
export async function answer<T>(call: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { kind: "value", value: await call() };
  } catch (error) {
    if (error instanceof Cancelled) return { kind: "cancelled" };
    if (!(error instanceof UserError)) throw error;
    return { kind: "refused", what: error.what, where: error.where, next: error.next };
  }
}

/** Unpacks an answer. @throws UserError, Cancelled */
export function unpack<T>(given: Answer<T>): T {
  if (given.kind === "value") return given.value;
  if (given.kind === "cancelled") throw new Cancelled();
  throw new UserError(given.what, { where: given.where, next: given.next });
}
