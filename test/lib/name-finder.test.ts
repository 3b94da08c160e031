import fc from "fast-check";
import { expect, test } from "vitest";
import { nameFinder } from "../../src/lib/name-finder.ts";

const hide = (name: string): string => `<${name.length}>`;

test("whole names are found, the longest first, and none within another word", () => {
  const { replace } = nameFinder(["ann", "ann lee", "Updated by 908", "bo.b@corp.example", ""]);
  expect(replace("ann lee and ann, but not hannah or ann2 or Ann", hide)).toBe(
    "<7> and <3>, but not hannah or ann2 or Ann",
  );
  expect(replace("Updated by 9081; Updated by 908.", hide)).toBe("Updated by 9081; <14>.");
  expect(replace("(bo.b@corp.example)", hide)).toBe("(<17>)");
  expect(replace("", hide)).toBe("");
});

test("names beyond the first plane, and ones that are markup or patterns, are texts like any other", () => {
  const { replace } = nameFinder(["😀", "a+b", "<b>", "constructor", "$&"]);
  expect(replace("😀 a+b <b> constructor $&", (name) => `[${name}]`)).toBe("[😀] [a+b] [<b>] [constructor] [$&]");
});

test("a text without any of the names stays as it is; a text of names alone loses them all", () => {
  const name = fc.stringMatching(/^[a-z]{2,6}$/);
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 9 }),
      (names, picks) => {
        const { replace } = nameFinder(names);
        const text = picks.map((pick) => names[pick % names.length]!).join(", ");
        expect(replace(text, () => "#")).toBe(picks.map(() => "#").join(", "));
        expect(replace("1234 — ÄÖÜ", () => "#")).toBe("1234 — ÄÖÜ");
      },
    ),
  );
});
