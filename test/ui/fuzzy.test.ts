import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action } from "../../src/ui/palette/actions.ts";
import { findActions } from "../../src/ui/palette/find.ts";
import { fuzzyMatch } from "../../src/ui/palette/fuzzy.ts";

const action = (title: string, group = "Page"): Action => ({ title, group, run: () => {} });
const actions = [
  "Run all cells",
  "Open a notebook",
  "Go to the queue",
  "Go to cell overview",
  "Save the notebook as",
].map((title) => action(title));
const best = (query: string) => findActions(query, actions)[0]?.action.title;

describe("the palette finds", () => {
  test("by the start of words, in any order", () => {
    expect(best("cells run")).toBe("Run all cells");
    expect(best("notebook open")).toBe("Open a notebook");
  });

  test("by first letters", () => {
    expect(best("gtq")).toBe("Go to the queue");
    expect(best("rac")).toBe("Run all cells");
  });

  test("a whole word before letters that are scattered", () => {
    expect(best("over")).toBe("Go to cell overview");
    expect(best("save")).toBe("Save the notebook as");
  });

  test("by the group's name too", () => {
    expect(findActions("export", [action("Save cases.csv", "Export"), action("Nothing else")])).toHaveLength(1);
  });

  test("nothing, where a letter is missing", () => {
    expect(findActions("zzz", actions)).toEqual([]);
  });

  test("everything in its order for an empty query", () => {
    expect(findActions(" ", actions).map(({ action: { title } }) => title)).toEqual(actions.map(({ title }) => title));
  });
});

test("what matched are ranges of the text, in order and apart, and hold the letters typed", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."abc AB-é") }), fc.string({ unit: "grapheme" }), (query, text) => {
      const match = fuzzyMatch(query, text);
      if (!match) return;
      let at = -1;
      for (const [from, to] of match.ranges) {
        expect(from).toBeGreaterThan(at);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(text.length);
        at = to;
      }
    }),
  );
});

test("a text always finds itself", () => {
  fc.assert(fc.property(fc.string(), (text) => fuzzyMatch(text, text) !== null));
});
