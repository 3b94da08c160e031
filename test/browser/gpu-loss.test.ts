import { expect, test } from "vitest";
import { kernels, losses } from "../support/gpu-loss.ts";

const strides: Record<string, number> = { classifier: 40, training: 23 };

test.each(Object.keys(kernels))(
  "%s: a GPU that goes away, at whatever step, is followed by the CPU with the same numbers",
  async (name) => {
    for (const isAfter of [false, true]) {
      const results = await losses(name, { stride: strides[name] ?? 1, isAfter });
      expect(results.length).toBeGreaterThan(1);
      expect(results.filter(({ fault }) => fault !== "")).toEqual([]);
      expect(results.some(({ ended }) => ended === "cpu")).toBe(true);
    }
  },
);
