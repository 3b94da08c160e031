import fc from "fast-check";
import { parseMapping } from "../../src/ingest/parse-mapping.ts";
import { UserError } from "../../src/lib/errors.ts";
import { type FuzzOptions, type FuzzRow, tryProperty } from "./support/part.ts";

export const cases = 250_000;

const members = [
  ..."time timeFormat zone actor type id entities attributes volumes roots ignoreActors nulls".split(" "),
  "__proto__",
  "constructor",
  "toString",
];
const formats = [
  "iso",
  "epoch_s",
  "filetime",
  "%d/%m/%Y %H:%M",
  "%",
  "%Q",
  "%Y%",
  "Europe/Berlin",
  "UTC",
  "=logon",
  "",
];
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<unknown>(...formats, null, true, 0, -1, Number.NaN, undefined),
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("column", "type", "relationship", "role", "name", "x", "__proto__"), tie("any"), {
      maxKeys: 4,
    }),
  ),
})).any;
const mapping = fc.oneof(
  { weight: 1, arbitrary: value },
  { weight: 8, arbitrary: fc.dictionary(fc.constantFrom(...members), value, { maxKeys: 8 }) },
  {
    weight: 4,
    arbitrary: fc.record(
      { time: value, actor: value, type: value, entities: value, zone: value },
      { requiredKeys: [] },
    ),
  },
);

/** A mapping that a person wrote is read, or refused in words; what was read is read again as the same. */
export async function fuzz(options: FuzzOptions): Promise<readonly FuzzRow[]> {
  const readOrRefused = fc.property(mapping, (json) => {
    try {
      const parsed = parseMapping(json);
      const again = parseMapping(JSON.parse(JSON.stringify(parsed)));
      if (JSON.stringify(again) !== JSON.stringify(parsed)) throw new Error("read differently the second time");
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (error.where === "" || error.what === "") throw new Error(`says too little: ${error.message}`);
    }
  });
  return [await tryProperty("mappings: read, or refused in words", readOrRefused, options)];
}
