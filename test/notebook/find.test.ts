import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textOf } from "../../src/notebook/edits.ts";
import { findAll, patternOf, replacingMatches } from "../../src/notebook/find.ts";
import { applyEdit, type Entry, invertEdit } from "../../src/notebook/splices.ts";

const entriesOf = (...texts: string[]): Entry[] =>
  texts.map((text, id) => ({ id, block: { kind: "cell", type: "sql", name: `c${id}`, body: text } }));
const wanted = (text: string, part: { isRegex?: boolean; hasCase?: boolean } = {}) => {
  const { isRegex = false, hasCase = false } = part;
  return patternOf({ text, isRegex, hasCase })!;
};

describe("find and replace", () => {
  test("finds plain text whatever its signs, in capitals or not, and tells where", () => {
    const entries = entriesOf("a.b A.B axb", "(a.b)");
    expect(findAll(entries, wanted("a.b"))).toEqual([
      { id: 0, from: 0, to: 3 },
      { id: 0, from: 4, to: 7 },
      { id: 1, from: 1, to: 4 },
    ]);
    expect(findAll(entries, wanted("A.B", { hasCase: true }))).toHaveLength(1);
    expect(findAll(entries, wanted("a.b", { isRegex: true }))).toHaveLength(4);
    expect(findAll(entries, wanted("x*", { isRegex: true }))).toHaveLength(1);
    expect(patternOf({ text: "", isRegex: false, hasCase: false })).toBeNull();
    expect(() => wanted("(", { isRegex: true })).toThrow(/no regular expression/);
  });

  test("replaces only the matches given, and takes groups over", () => {
    const entries = entriesOf("one two one", "one");
    const pattern = wanted("(o)(ne)", { isRegex: true });
    const [first, , third] = findAll(entries, pattern);
    const edit = replacingMatches(entries, [first!, third!], { pattern, replacement: "$2$1$$&", isRegex: true });
    expect(applyEdit(entries, edit).map(({ block }) => textOf(block))).toEqual(["neo$& two one", "neo$&"]);
    const plain = wanted("one");
    const literal = replacingMatches(entries, [first!], { pattern: plain, replacement: "$1", isRegex: false });
    expect(applyEdit(entries, literal).map(({ block }) => textOf(block))).toEqual(["$1 two one", "one"]);
  });

  test("replacing all is what String.replaceAll does to each text, and one edit takes it back", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", ".", "$", "\n", "aa"), { maxLength: 8 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), text, text, (texts, find, replacement) => {
        fc.pre(find !== "");
        const entries = entriesOf(...texts);
        const pattern = wanted(find, { hasCase: true });
        const edit = replacingMatches(entries, findAll(entries, pattern), { pattern, replacement, isRegex: false });
        const after = applyEdit(entries, edit);
        expect(after.map(({ block }) => textOf(block))).toEqual(
          texts.map((one) => one.replaceAll(find, () => replacement)),
        );
        expect(applyEdit(after, invertEdit(edit))).toEqual(entries);
      }),
    );
  });
});
