import fc from "fast-check";
import { openSources } from "../../src/ingest/formats/sources.ts";
import { UserError } from "../../src/lib/errors.ts";
import { readWhole } from "../ingest/formats/support.ts";
import { changed, changes } from "./support/damage.ts";
import { goodFiles } from "./support/good-files.ts";
import { type FuzzOptions, type FuzzRow, tryProperty } from "./support/part.ts";
import { startWatchdog } from "./support/watchdog.ts";

export const cases = 500_000;

const damaged = Object.entries(goodFiles).map(
  ([name, bytes]) =>
    [name, changes.map((made) => made.reduce(changed, bytes))] as readonly [string, fc.Arbitrary<Uint8Array>],
);
const heads = [
  [],
  [0x1f, 0x8b, 8, 0],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x50, 0x4b, 3, 4],
  [0xff, 0xfe],
  [0xef, 0xbb, 0xbf],
  [35, 115],
];
const anything = fc
  .tuple(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 300 }))
  .map(([head, bytes]) => Uint8Array.from([...head, ...bytes]));

/**
 * A file of any bytes is read, in part or whole, or refused in words that say what to do; in whatever slices it is read, the same comes out.
 */
export async function fuzz({ cases: all, seed }: FuzzOptions): Promise<readonly FuzzRow[]> {
  const watchdog = startWatchdog();
  const read = (bytes: Uint8Array, name: string, sliceBytes: number) =>
    watchdog.within(bytes, async () => {
      const file = new File([bytes as Uint8Array<ArrayBuffer>], name);
      for await (const source of openSources([file])) {
        try {
          const whole = await readWhole(source, { sliceBytes });
          const again = await readWhole(source, {}, whole.recognised);
          if (JSON.stringify([again.lines, again.rejects]) !== JSON.stringify([whole.lines, whole.rejects]))
            throw new Error(`read differently in slices of ${sliceBytes} bytes`);
          if (whole.rejects.some(({ reason, line }) => reason === "" || line < 1))
            throw new Error("a reject says nothing");
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          if (error.next === "") throw new Error(`says nothing to do next: ${error.message}`);
        }
      }
    });
  const rows: FuzzRow[] = [];
  const inputs = [...damaged, ["any bytes", anything] as const];
  for (const [name, bytes] of inputs) {
    const property = fc.asyncProperty(bytes, fc.integer({ min: 1, max: 500 }), (content, sliceBytes) =>
      read(content, `x.${name}`, sliceBytes),
    );
    rows.push(await tryProperty(name, property, { cases: Math.ceil(all / inputs.length), seed }));
  }
  await watchdog.close();
  const broken = rows.filter(({ failed }) => failed > 0);
  return [
    {
      what: "decoders: damaged files and any bytes",
      tried: rows.reduce((sum, { tried }) => sum + tried, 0),
      failed: broken.length,
      note:
        broken.length > 0
          ? broken.map(({ what, note }) => `${what}: ${note}`).join(" ")
          : `${inputs.length} formats, none over 2 s`,
    },
  ];
}
