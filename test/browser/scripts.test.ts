import { describe, expect, test } from "vitest";
import { scriptLimits } from "../../src/engine/script/limits.ts";
import { fetchQuickjs } from "../../src/engine/script/parts.ts";
import { Scripts } from "../../src/engine/script/scripts.ts";

const scripts = new Scripts(await fetchQuickjs());
const job = { signal: new AbortController().signal };
const script = (body: string) => ({ name: "cell", body, seed: 1 });
const silent = async () => "{}";
/** One call within which QuickJS doesn't look at the clock. */
const deaf = "new Array(2 ** 28).join('xx').length";

describe("a script in its worker", () => {
  test("asks across the threads and gives what it returns", async () => {
    const answer = async (what: string, text: string) => JSON.stringify({ value: `${what} ${text}` });
    expect(await scripts.run(script("return (await cell('a')) + (await sql('b'))"), answer, job)).toBe(
      '{"kind":"text","text":"cell asql b"}',
    );
  });

  test("is ended where it doesn't look at the clock", async () => {
    const started = performance.now();
    const limits = { ...scriptLimits, milliseconds: 200 };
    await expect(scripts.run(script(deaf), silent, job, limits)).rejects.toThrow(/over 0.2 s and was stopped/);
    expect(performance.now() - started).toBeLessThan(4000);
  });

  test("is ended within a second of being cancelled", async () => {
    const stopping = new AbortController();
    const running = scripts.run(script(`for (;;) { ${deaf} }`), silent, { signal: stopping.signal });
    setTimeout(() => stopping.abort(), 300);
    const started = performance.now();
    await expect(running).rejects.toMatchObject({ name: "Cancelled" });
    expect(performance.now() - started).toBeLessThan(1300);
  });

  test("has no zone: days don't shift with the machine's", async () => {
    expect(await scripts.run(script("new Date(2026, 0, 1).toISOString()"), silent, job)).toContain(
      "2026-01-01T00:00:00.000Z",
    );
  });
});
