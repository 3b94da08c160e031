import { expect, test } from "vitest";
import { FullMemory } from "../support/memory-faults.ts";

test.each([false, true])(
  "where memory runs out at a statement of an import, a detector or the queue, all is as before, and what to narrow is said (stays full: %s)",
  async (on) => {
    const full = await FullMemory.open({ stride: 7 });
    const tried = [...(await full.imports({ on })), ...(await full.runs({ on }))];
    expect(tried.flatMap(({ what, failed }) => failed.map((one) => `${what}, ${one}`))).toEqual([]);
    expect(tried[0]!.tried).toBeGreaterThan(4);
  },
  120_000,
);
