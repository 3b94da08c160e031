import { expect, test } from "vitest";
import { hashText } from "../../src/lib/hash.ts";
import golden from "../golden/hash.json";

test.each([
  ["", 0, 0],
  ["", 1, 0x514e28b7],
  ["", 0xffffffff, 0x81f16f39],
  ["hello", 0, 0x248bfa47],
  ["hello, world", 0, 0x149bbb7f],
  ["The quick brown fox jumps over the lazy dog", 0, 0x2e4ff723],
  ["The quick brown fox jumps over the lazy dog", 0x9747b28c, 0x2fa826cd],
])("it is MurmurHash3 x86 32: %j, seed %i", (text, seed, expected) => {
  expect(hashText(text, seed)).toBe(expected);
});

test("it is the hash of scikit-learn's FeatureHasher", () => {
  for (const { text, seed, hash } of golden) expect(hashText(text, seed)).toBe(hash);
});
