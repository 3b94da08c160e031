import fc from "fast-check";
import { expect, test } from "vitest";
import type { Mapping } from "../../src/ingest/mapping.ts";
import * as form from "../../src/ui/mapping-form.ts";

const mapping: Mapping = { time: "at", actor: ["user", "actor.email"], type: ["action"], zone: "Europe/Berlin" };

test("what a line of the form shows is what it reads back", () => {
  const name = fc
    .string({ minLength: 1 })
    .map((text) => text.replace(/[|]/g, "_").trim())
    .filter((text) => text !== "");
  fc.assert(
    fc.property(fc.oneof(name, fc.array(name, { minLength: 2 })), (reference) => {
      expect(form.parseReference(form.referenceText(reference))).toEqual(reference);
    }),
  );
});

test("attributes keep their own names and alternatives", () => {
  const attributes = [
    "location",
    { name: "country", column: "geo.country" },
    { name: "network", column: ["ip", "client_ip"] },
  ];
  expect(form.attributesText(attributes)).toBe("location | country: geo.country | network: ip, client_ip");
  expect(form.parseAttributes(form.attributesText(attributes))).toEqual(attributes);
});

test("an optional part that is emptied is taken out; a required one stays, empty", () => {
  expect(form.withPart(mapping, "zone", "")).toEqual({ time: "at", actor: ["user", "actor.email"], type: ["action"] });
  expect(form.withPart(mapping, "time", "")).toEqual({ ...mapping, time: "" });
  expect(form.withPart(mapping, "id", "event_id").id).toBe("event_id");
});

test("JSON is taken as a mapping, or what is wrong with it is said", () => {
  expect(form.parseMapping(JSON.stringify(mapping))).toEqual({ mapping });
  for (const [text, wrong] of [
    ["{", /not JSON/],
    ["[]", /object/],
    ['{"actor": "a", "type": ["t"]}', /“time”/],
    ['{"time": "t", "type": ["t"]}', /“actor”/],
    ['{"time": "t", "actor": "a", "type": "t"}', /“type”/],
  ] as const)
    expect(form.parseMapping(text)).toEqual({ wrong: expect.stringMatching(wrong) });
});
