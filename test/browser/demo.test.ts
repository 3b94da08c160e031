import { wrap } from "comlink";
import { expect, test } from "vitest";
import type { DemoWorker } from "../../src/demo/demo.worker.ts";
import DemoThread from "../../src/demo/demo.worker.ts?worker&inline";
import { generateDemo } from "../../src/demo/generate.ts";

test("the worker generates the demo tenant as files, the same bytes as outside a worker", async () => {
  const thread = new DemoThread();
  try {
    const { files, mappings, planted } = await wrap<DemoWorker>(thread).generate(7);
    expect(files.map(({ name }) => name).sort()).toEqual(Object.keys(mappings).sort());
    expect(planted.length).toBeGreaterThanOrEqual(7);
    const sizes = new Map<string, number>();
    const chunks = generateDemo({ seed: 7 });
    for (let next = chunks.next(); !next.done; next = chunks.next()) {
      const { file, bytes } = next.value;
      sizes.set(file, (sizes.get(file) ?? 0) + bytes.length);
    }
    for (const file of files) expect(file.size, file.name).toBe(sizes.get(file.name));
    const head = await files
      .find(({ name }) => name === "support_desk.csv")!
      .slice(0, 60)
      .text();
    expect(head).toMatch(/^event_id,time,agent,action,ticket,customer,amount,network/);
  } finally {
    thread.terminate();
  }
});
