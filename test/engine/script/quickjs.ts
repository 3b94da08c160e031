import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type ScriptLimits, scriptLimits } from "../../../src/engine/script/limits.ts";
import { type Packed, readPacked } from "../../../src/engine/script/packed.ts";
import { type Answer, runInSandbox } from "../../../src/engine/script/sandbox.ts";

const file = createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm");
const wasm = WebAssembly.compile(readFileSync(file));

/** Runs a script as an engine does, but on this thread. */
export async function runScriptHere(
  body: string,
  { answer = async () => '{"value":null}', limits = {} }: { answer?: Answer; limits?: Partial<ScriptLimits> } = {},
): Promise<Packed> {
  const all = { ...scriptLimits, ...limits };
  return readPacked("cell", await runInSandbox(await wasm, { name: "cell", body, seed: 7 }, answer, all), all);
}
