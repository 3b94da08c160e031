import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/lib/errors.ts";
import { quietJob } from "../../src/lib/job.ts";
import { containerVersion, packContainer, type Section, unpackContainer } from "../../src/tenant/container.ts";

const job = quietJob();
const open = (blob: Blob) => unpackContainer(blob, { where: "a.sgmodel", job });
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const sample = await bytesOf(
  await packContainer(
    {
      header: { tenant: "t" },
      sections: new Map<string, Section>([
        ["a", Int32Array.of(1, 2, 3)],
        ["b", ["x", "ü", ""]],
      ]),
    },
    job,
  ),
);

const sections = fc.dictionary(
  fc.string(),
  fc.oneof(
    fc.array(fc.double()).map((values) => Float64Array.from(values)),
    fc.array(fc.float()).map((values) => Float32Array.from(values)),
    fc.array(fc.integer()).map((values) => Int32Array.from(values)),
    fc.uint8Array(),
    fc.array(fc.string({ unit: "grapheme" })),
  ),
);

describe("a container", () => {
  test("gives back its header and every section, of any length, bit by bit", () =>
    fc.assert(
      fc.asyncProperty(sections, fc.jsonValue(), async (given, header) => {
        const names = Object.keys(given).filter((name) => !name.endsWith("#"));
        const packed = new Map<string, Section>(names.map((name) => [name, given[name]!]));
        const read = await open(await packContainer({ header, sections: packed }, job));
        expect(JSON.stringify(read.header)).toBe(JSON.stringify(header));
        expect([...read.sections.keys()].sort()).toEqual([...packed.keys()].sort());
        for (const [name, section] of packed) expect(read.sections.get(name)).toEqual(section);
      }),
    ));

  test("is refused in words wherever it is cut off", () =>
    fc.assert(
      fc.asyncProperty(fc.nat({ max: sample.length - 1 }), async (length) => {
        await expect(open(new Blob([sample.slice(0, length)]))).rejects.toThrow(UserError);
      }),
    ));

  test("is refused in words whichever bit is flipped", () =>
    fc.assert(
      fc.asyncProperty(fc.nat({ max: sample.length - 1 }), fc.nat({ max: 7 }), async (at, bit) => {
        const damaged = sample.slice();
        damaged[at]! ^= 1 << bit;
        await expect(open(new Blob([damaged]))).rejects.toThrow(UserError);
      }),
    ));

  test("says what is wrong, and what to do", async () => {
    const newer = sample.slice();
    newer[8] = containerVersion + 1;
    await expect(open(new Blob([newer]))).rejects.toThrow(
      /format version 2; this program reads up to 1.*newer Shadowgraph/,
    );
    await expect(open(new Blob([sample, "more"]))).rejects.toThrow(/bytes; it should have/);
    await expect(open(new Blob(["when,who,what\n1,2,3\n"]))).rejects.toThrow(/no model file/);
    const damaged = sample.slice();
    damaged[sample.length - 40]! ^= 1;
    await expect(open(new Blob([damaged]))).rejects.toThrow(/damaged: its checksum differs/);
  });
});
