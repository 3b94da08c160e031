import { expect, test } from "vitest";
import { GpuLost, isSoftwareAdapter, probeDevice } from "../../src/gpu/device.ts";
import { paced } from "../../src/gpu/run.ts";

const info = { vendor: "", architecture: "", device: "", description: "" };

test.each([
  [{ vendor: "google", architecture: "swiftshader" }, true],
  [{ description: "llvmpipe (LLVM 15.0.7, 256 bits)" }, true],
  [{ vendor: "microsoft", architecture: "warp" }, true],
  [{ description: "Microsoft Basic Render Driver" }, true],
  [{ vendor: "nvidia", isFallbackAdapter: true }, true],
  [{ vendor: "nvidia", architecture: "ampere" }, false],
  [{ vendor: "apple", architecture: "metal-3" }, false],
  [{ vendor: "intel", architecture: "gen-12lp", description: "Intel(R) Iris(R) Xe Graphics" }, false],
])("adapter %o is software: %s", (adapter, software) => {
  expect(isSoftwareAdapter({ ...info, ...adapter })).toBe(software);
});

test("where there is no GPU the probe says so", async () => {
  expect(await probeDevice()).toBeNull();
});

test("a lost GPU says what happened and what is done about it", () => {
  expect(new GpuLost("driver reset").message).toBe("The GPU went away (driver reset). The CPU does the work instead.");
});

test("paced work goes through everything once, in order, and takes smaller bites when they last long", async () => {
  const bites: [number, number][] = [];
  let wait = 0;
  await paced(
    100,
    async (first, count) => {
      bites.push([first, count]);
      wait = count * 2;
      await new Promise((resolve) => setTimeout(resolve, wait));
    },
    { start: 40, most: 64, milliseconds: 20 },
  );
  expect(bites[0]).toEqual([0, 40]);
  expect(bites[1]![1]).toBeLessThan(20);
  let next = 0;
  for (const [first, count] of bites) {
    expect(first).toBe(next);
    next += count;
  }
  expect(next).toBe(100);
});
