import { crashes, saveKinds } from "../support/crash.ts";
import { failures } from "../support/failing-folder.ts";
import type { FuzzOptions, FuzzRow } from "./support/part.ts";

/** Times that every step of every save is stopped; each does the same but for its random keys. */
export const cases = 3;

/** Stops every save at each of its steps, with nothing, half or all of that step done, for good or for once. */
export async function fuzz({ cases: rounds }: FuzzOptions): Promise<readonly FuzzRow[]> {
  const rows: FuzzRow[] = [];
  for (const save of saveKinds) {
    const found = { old: 0, new: 0, neither: 0 };
    const wrong: string[] = [];
    for (let round = 0; round < rounds; round++)
      for (const leaves of failures)
        for (const once of [false, true])
          for (const { step, state, note } of await crashes({ save, leaves, once })) {
            found[state]++;
            if (state === "neither" || note !== "") wrong.push(`step ${step}, ${leaves} of it done: ${state} ${note}`);
          }
    const tried = found.old + found.new + found.neither;
    const note = wrong[0] ?? `${found.old} times the old state, ${found.new} times the new`;
    rows.push({ what: `save stopped at each step: ${save}`, tried, failed: wrong.length, note });
  }
  return rows;
}
