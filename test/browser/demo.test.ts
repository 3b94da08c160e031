import { proxy, wrap } from "comlink";
import { expect, test } from "vitest";
import type { DemoWorker } from "../../src/demo/demo.worker.ts";
import DemoThread from "../../src/demo/demo.worker.ts?worker&inline";
import { collectFiles } from "../../src/demo/files.ts";
import { generateDemo } from "../../src/demo/generate.ts";

test("the worker generates the demo tenant as files, the same bytes as outside a worker", async () => {
  const thread = new DemoThread();
  try {
    const heard: number[] = [];
    const { files, mappings, planted } = await wrap<DemoWorker>(thread).generate(
      7,
      proxy((bytes) => heard.push(bytes)),
    );
    expect(files.map(({ name }) => name).sort()).toEqual(Object.keys(mappings).sort());
    expect(planted.length).toBeGreaterThanOrEqual(7);
    expect(heard.length).toBeGreaterThan(10);
    expect(heard.at(-1)).toBe(files.reduce((sum, { size }) => sum + size, 0));
    const same = collectFiles(generateDemo({ seed: 7 })).files;
    for (const [i, file] of files.entries()) expect(await digest(file), file.name).toEqual(await digest(same[i]!));
    const head = await files
      .find(({ name }) => name === "support_desk.csv")!
      .slice(0, 60)
      .text();
    expect(head).toMatch(/^event_id,time,agent,action,ticket,customer,amount,network/);
  } finally {
    thread.terminate();
  }
});

const digest = async (file: File): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
