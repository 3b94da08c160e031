import fc from "fast-check";
import { expect, test } from "vitest";
import { formulaSafe } from "../../src/lib/csv.ts";
import { escapeHidden } from "../../src/ui/hidden-characters.ts";

test.each([
  ["\u202eadmin\u202c", "⟨U+202E⟩admin⟨U+202C⟩"],
  ["ad\u200bmin\u00ad\u2066", "ad⟨U+200B⟩min⟨U+00AD⟩⟨U+2066⟩"],
  ["\u001b[31mred", "⟨U+001B⟩[31mred"],
  ["a\u0000b\u3164\u115f", "a⟨U+0000⟩b⟨U+3164⟩⟨U+115F⟩"],
  ["a\ud800b", "a⟨U+D800⟩b"],
  ["\u{e0041}tag", "⟨U+E0041⟩tag"],
  [`e${"\u0301".repeat(200)}`, "e\u0301\u0301\u0301\u0301⟨196 marks⟩"],
  ["\u0430dmin", "⟨Cyrillic \u0430⟩dmin"],
  [
    "p\u0430yp\u0430l-\u0440\u0430\u0443\u0440\u0430l",
    "p⟨Cyrillic \u0430⟩yp⟨Cyrillic \u0430⟩l-\u0440\u0430\u0443\u0440\u0430⟨Latin l⟩",
  ],
  ["r\u03bf\u03bft é\u0301\u0435", "r⟨Greek \u03bf\u03bf⟩t é\u0301⟨Cyrillic \u0435⟩"],
  [
    "Иванов, report_отчёт_2025, 10 μs, Δt, Straße, Ελένη, Łódź, 東京tower",
    "Иванов, report_отчёт_2025, 10 μs, Δt, Straße, Ελένη, Łódź, 東京tower",
  ],
  ["line\n\tnext é 😀 المدير ❤️", "line\n\tnext é 😀 المدير ❤️"],
])("%j is shown as %j", (text, shown) => {
  expect(escapeHidden(text)).toBe(shown);
});

test("of all characters none that can't be seen is let through", () => {
  const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]/u;
  const shown = ["\t", "\n", "\r", "\ufe0e", "\ufe0f"];
  for (let point = 0; point <= 0x10ffff; point++) {
    const character = String.fromCodePoint(point);
    if (unseen.test(character) && !shown.includes(character))
      expect(escapeHidden(`a${character}b`)).toMatch(/^a⟨U\+[0-9A-F]{4,6}⟩b$/);
  }
});

test("what was written out once stays as it is", () => {
  const mixed = fc.string({ unit: fc.constantFrom(..."aоοаé\u0301ԱᎪ \u202e-дμ") });
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), mixed), (text) => {
      const once = escapeHidden(text);
      expect(escapeHidden(once)).toBe(once);
    }),
  );
});

test("what a spreadsheet would run as a formula is disarmed, a number is not", () => {
  for (const text of [
    "=1+1",
    "+1+cmd",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u200b=1",
    "＝1+1",
    "＋1",
    "＠a",
    "-",
  ])
    expect(formulaSafe(text)).toBe(`'${text}`);
  for (const text of ["-2", "+3.5", "a=1", "", " ", "1", "a-b", "２"]) expect(formulaSafe(text)).toBe(text);
});
