import { expect, test } from "vitest";
import { ComputePool } from "../../src/engine/compute-pool.ts";
import { identityRange } from "../../src/gpu/identity.cpu.ts";
import { quietJob } from "../../src/lib/job.ts";
import { identityCase } from "../gpu/identityCases.ts";

const samples = (count: number, dim: number) => ({
  values: Float32Array.from({ length: count * dim }, (_, i) => Math.sin(i)),
  dim,
  label: Uint8Array.from({ length: count }, (_, i) => i % 2),
  rows: Int32Array.from({ length: count }, (_, i) => i),
});

test("learning stops when it is cancelled, and the pool goes on with new workers", async () => {
  const pool = new ComputePool({ most: 1 });
  try {
    const stop = new AbortController();
    const learning = pool.trainer().train(samples(20_000, 64), { job: { signal: stop.signal, report: () => {} } });
    setTimeout(() => stop.abort(), 100);
    await expect(learning).rejects.toMatchObject({ name: "Cancelled" });
    expect(await pool.trainer().train(samples(40, 4), {})).toBeDefined();
  } finally {
    pool.close();
  }
});

test("the identity's days come back from the workers as they are here", async () => {
  const pool = new ComputePool({ most: 2 });
  try {
    const input = identityCase();
    expect(await pool.identity(quietJob()).work(input)).toEqual(identityRange(input, 0, input.self.length));
  } finally {
    pool.close();
  }
});
