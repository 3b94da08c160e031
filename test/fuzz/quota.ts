import { UserError } from "../../src/lib/errors.ts";
import { crashes, saveKinds } from "../support/crash.ts";
import { FullMemory } from "../support/memory-faults.ts";
import type { FuzzOptions, FuzzRow } from "./support/part.ts";

/** Every so manieth statement at which memory runs out is 1: every one. */
export const cases = 1;

const full = () => new UserError("The disk space is used up.", { next: "Delete models or stored tenants." });

async function disk(): Promise<FuzzRow> {
  let tried = 0;
  const wrong: string[] = [];
  for (const save of saveKinds)
    for (const once of [false, true])
      for (const { step, state, said, note } of await crashes({ save, leaves: "nothing", once, error: full })) {
        tried++;
        const isSaid = said === null ? state === "new" : /disk space is used up.*Delete/.test(said);
        if (state === "neither" || note !== "" || !isSaid)
          wrong.push(`${save}, step ${step}: ${state} ${said} ${note}`);
      }
  const note = wrong[0] ?? "the state before, and what to delete";
  return { what: "the disk is full at each write of each save", tried, failed: wrong.length, note };
}

async function memory(stride: number, on: boolean): Promise<FuzzRow[]> {
  const tenant = await FullMemory.open({ stride });
  const tried = [...(await tenant.imports({ on })), ...(await tenant.runs({ on }))];
  return tried.map(({ what, tried: n, failed }) => ({
    what: `memory is full at each statement: ${what}`,
    tried: n,
    failed: failed.length,
    note: failed[0] ?? "the tables as before, and what to narrow",
  }));
}

/** The disk is full at each write of each save, memory at each statement of an import, the detectors and the queue. */
export async function fuzz({ cases: stride }: FuzzOptions): Promise<readonly FuzzRow[]> {
  return [await disk(), ...(await memory(stride, false)), ...(await memory(stride, true))];
}
