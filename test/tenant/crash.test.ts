import { describe, expect, test } from "vitest";
import { crashes, saveKinds } from "../support/crash.ts";
import { failures } from "../support/failing-folder.ts";

describe.each(saveKinds)("%s, stopped at each of its steps", (save) => {
  for (const once of [false, true])
    test(`leaves the old state or the new, whatever the step that failed left${once ? ", and the tab goes on" : ""}`, async () => {
      for (const leaves of once ? (["nothing"] as const) : failures) {
        const results = await crashes({ save, leaves, once });
        expect(results.filter(({ state, note }) => state === "neither" || note !== "")).toEqual([]);
        expect(results.at(-1)).toMatchObject({ state: "new", said: null });
      }
    });
});
