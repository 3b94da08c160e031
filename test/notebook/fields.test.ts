import fc from "fast-check";
import { expect, test } from "vitest";
import { readFields, writeField } from "../../src/notebook/fields.ts";
import { kinds } from "../../src/notebook/kinds/registry.ts";

test("a setting is changed in its place; comments and the other settings stay as they were written", () => {
  const body = "history: 30          # days before\nfrom: last           # a day\nseed: 7";
  expect(writeField(body, "history", 7)).toBe(
    "history: 7           # days before\nfrom: last           # a day\nseed: 7",
  );
  expect(writeField(body, "seed", 1234)).toBe(body.replace("seed: 7", "seed: 1234"));
  const mutations = "mutations: { other-subject: 1, no-context: 1 } # weights\nseed: 7";
  expect(writeField(mutations, "mutations", { "other-subject": 0, "no-context": 1 })).toBe(
    "mutations: { other-subject: 0, no-context: 1 } # weights\nseed: 7",
  );
  expect(writeField("detectors: [a, b]", "detectors", ["a"])).toBe("detectors: [a]");
});

test("a setting that isn't there yet comes last, also in an empty body", () => {
  expect(writeField("seed: 7\n", "history", 7)).toBe("seed: 7\nhistory: 7");
  expect(writeField("", "history", 7)).toBe("history: 7");
});

test("what is no mapping of settings has no fields", () => {
  expect(readFields("- a\n- b")).toBeNull();
  expect(readFields("a: [")).toBeNull();
  expect(readFields("")).toEqual({});
});

test("whatever is written to any cell's template is read again, and nothing else changes", () => {
  const bodies = [...kinds.values()].filter(({ language }) => language === "yaml").map(({ template }) => template);
  const value = fc.oneof(
    fc.integer({ min: -1000, max: 1000 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
    fc.string({ maxLength: 20 }),
    fc.array(fc.string({ maxLength: 8 }), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z-]{1,8}$/), fc.integer({ min: 0, max: 9 }), { maxKeys: 4 }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...bodies), fc.nat(), fc.boolean(), value, (body, nth, isNew, given) => {
      const before = readFields(body)!;
      const keys = Object.keys(before);
      const key = isNew ? "another" : keys[nth % keys.length]!;
      expect(readFields(writeField(body, key, given))).toEqual({ ...before, [key]: given });
    }),
    { numRuns: 300 },
  );
});
