import { expect, test } from "vitest";
import { kernels, type LossResult, losses } from "../support/gpu-loss.ts";

const isAll = import.meta.env.VITE_GPU_LOSS === "all";
/** Every so manieth step is tried: TensorFlow.js takes many that are alike. The fuzzing tries them all. */
const strides: Record<string, number> = isAll ? {} : { subspace: 2, classifier: 40, training: 23 };

/** A row of the fuzzing's table, which reads the console. */
function tell(what: string, results: readonly LossResult[]): void {
  const faults = results.flatMap(({ step, fault }) => (fault === "" ? [] : [`step ${step}: ${fault}`]));
  const late = results.filter(({ ended }) => ended === "gpu").length;
  const note = faults[0] ?? `${results.length - late} times the CPU took over, ${late} times the GPU was through`;
  console.log(`gpu-loss ${JSON.stringify({ what, tried: results.length, failed: faults.length, note })}`);
}

test.each(Object.keys(kernels))(
  "%s: a GPU that goes away, at whatever step, is followed by the CPU with the same numbers",
  async (name) => {
    for (const isAfter of [false, true]) {
      const results = await losses(name, { stride: strides[name] ?? 1, isAfter });
      if (isAll) tell(`the GPU is lost ${isAfter ? "after" : "at"} each step of ${name}`, results);
      expect(results.length).toBeGreaterThan(1);
      expect(results.filter(({ fault }) => fault !== "")).toEqual([]);
      expect(results.some(({ ended }) => ended === "cpu")).toBe(true);
    }
  },
  1_800_000,
);
