import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../../src/lib/errors.ts";
import { runScriptHere } from "./quickjs.ts";

/** Scripts that run away: each ends with a sentence that says why. */
const runaways: Readonly<Record<string, readonly [body: string, said: RegExp]>> = {
  "an endless loop": ["for (;;);", /ran for .* stopped/],
  "an endless loop that catches": ["for (;;) try { for (;;); } catch {}", /ran for .* stopped/],
  "an endless loop in finally": ["try { throw 1 } finally { for (;;); }", /ran for .* stopped/],
  "an endless loop while it is read": ["[{ get a() { for (;;); } }]", /ran for .* stopped/],
  "an endless loop in a chart's toJSON": ["({ marks: [{ toJSON() { for (;;); } }] })", /ran for .* stopped/],
  "an endless loop in a proxy": ["[new Proxy({}, { ownKeys() { for (;;); } })]", /ran for .* stopped/],
  "an endless loop in an error": ["throw { get message() { for (;;); } }", /ran for .* stopped/],
  "promises that never end": ["const f = () => Promise.resolve().then(f); await f()", /ran for .* stopped/],
  "async calls that catch and go on": [
    "const f = async () => { try { for (;;); } catch {} finally { return f() } }; await f()",
    /stopped/,
  ],
  "an endless generator": ["function* g() { for (;;) yield 1 } return [...g()]", /MiB and was stopped/],
  "a promise that is never settled": ["await new Promise(() => {})", /never comes/],
  "a thenable that is never settled": ["return { then() {} }", /never comes/],
  "memory in arrays": ["const a = []; for (;;) a.push(new Array(1e4).fill(a))", /MiB and was stopped/],
  "memory in buffers": ["const a = []; for (;;) a.push(new Uint8Array(1e6))", /MiB and was stopped/],
  "memory in one buffer": ["new ArrayBuffer(2 ** 31)", /invalid array buffer length|MiB/],
  "memory in a text": ["'x'.repeat(2 ** 29)", /MiB and was stopped/],
  "a text that doubles": ["let s = 'x'; for (;;) s += s", /string too long|MiB/],
  "memory in a map": ["const m = new Map(); for (let i = 0; ; i++) m.set(i, { i })", /MiB and was stopped/],
  "a number that doubles": ["let n = 3n; for (;;) n *= n", /too large|stopped/],
  "memory in closures": ["let f = () => 0; for (;;) { const g = f; f = () => g() }", /stopped/],
  "deep recursion": ["const f = () => f() + 1; return f()", /too deep/],
  "deep recursion through the library": ["const f = () => [1].map(f); return f()", /too deep/],
  "deep recursion through a proxy": [
    "const p = new Proxy({}, { getPrototypeOf: () => Object.getPrototypeOf(p) }); return p instanceof Object",
    /too deep/,
  ],
  "deep recursion in a getter": ["const o = { get a() { return this.a } }; return o.a", /too deep/],
  "deep JSON": ["JSON.parse('['.repeat(1e6))", /too deep|SyntaxError/],
  "a deep value": ["let a = []; for (let i = 0; i < 3e5; i++) a = [a]; return [{ a }]", /too deep|stopped/],
  "a deep pattern": ["new RegExp('('.repeat(1e5) + ')'.repeat(1e5))", /SyntaxError|too deep/],
  "a pattern that backtracks": ["/^(a+)+$/.test('a'.repeat(40) + '!')", /ran for .* stopped/],
  "a pattern of patterns": ["/(?:(?:(?:a?){50}){50}){50}b/.test('a'.repeat(200))", /ran for .* stopped/],
  "a pattern over a long text": ["/(a|a)*b/.test('a'.repeat(1e7))", /stopped/],
  "a sort that lies": ["Array.from({ length: 1e6 }, () => 1).sort(() => { for (;;); })", /stopped/],
};

/** Scripts that look for a way out: what each must find. */
const probes: Readonly<Record<string, readonly [body: string, found: string | RegExp]>> = {
  "constructor.constructor": ["({}).constructor.constructor('return globalThis')()", /can't make code/],
  "the constructor of an async function": ["(async () => {}).constructor('return 1')()", /can't make code/],
  "the constructor of a generator": ["(function* () {}).constructor('return 1')()", /can't make code/],
  "the constructor of what it is given": ["sql.constructor('return 1')()", /can't make code/],
  "the constructor of a rejection": [
    "try { await cell() } catch (e) { return e.constructor.constructor('1')() }",
    /can't make code|nothing/,
  ],
  "a restored constructor": [
    "Object.defineProperty(Object.getPrototypeOf(() => 0), 'constructor', { value: 1 })",
    /TypeError/,
  ],
  eval: ["eval('1')", /ReferenceError/],
  Function: ["new Function('return 1')()", /ReferenceError/],
  "import()": ["await import('data:text/javascript,export default 1')", /TypeError|ReferenceError|module/],
  "import() of a site": ["await import('https://example.com/x.js')", /TypeError|ReferenceError|module/],
  "import.meta": ["import.meta.url", /SyntaxError/],
  "a static import": ["import x from 'x'", /SyntaxError/],
  "the host's names": [
    "['process', 'require', 'module', 'fetch', 'XMLHttpRequest', 'WebSocket', 'importScripts', 'postMessage', 'self', 'window', 'document', 'navigator', 'indexedDB', 'caches', 'crypto', 'performance', 'setTimeout', 'setInterval', 'queueMicrotask', 'console', 'Worker', 'Blob', 'URL', 'TextDecoder', 'structuredClone', 'WebAssembly', 'Atomics', 'SharedArrayBuffer', 'WeakRef', 'FinalizationRegistry', 'std', 'os', 'bjson', 'print', 'scriptArgs', 'load', 'Intl'].filter((name) => name in globalThis || typeof globalThis[name] !== 'undefined').join()",
    "",
  ],
  "what is new in the global object": [
    "Object.getOwnPropertyNames(globalThis).filter((name) => /^[a-z]/.test(name) && !/^(parse|is|decode|encode|un)?[eE]?(Int|Float|NaN|Finite|URI|URIComponent|scape|undefined)?$/.test(name)).sort().join()",
    /^cell,globalThis,model,sql(,undefined)?$/,
  ],
  "Atomics.wait": ["Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)", /ReferenceError/],
  WebAssembly: ["new WebAssembly.Module(new Uint8Array())", /ReferenceError/],
  "the caller's frame": ["return (function () { return arguments.callee.caller })()", /TypeError/],
  "this outside a function": ["return typeof (function () { return this })()", "undefined"],
  "the stack": ["return new Error().stack.includes('/')", "false"],
  "a stack that is prepared": [
    "let frames = 0; Error.prepareStackTrace = (_, all) => { frames = all; return '' }; new Error().stack; return String(typeof frames)",
    /number|object/,
  ],
  "rows without a way to the host": [
    "const v = await cell('a'); return String(Object.getPrototypeOf(sql) === Object.getPrototypeOf(async () => {}))",
    "true",
  ],
  "a changed JSON": ["JSON.parse = JSON.stringify = () => { throw new Error('mine') }; return 'packed'", "packed"],
  "a changed Object.prototype": ["Object.prototype.kind = 'chart'; Object.prototype.columns = 1; return 'x'", "x"],
  "a setter on Array.prototype": [
    "Object.defineProperty(Array.prototype, '0', { set() { throw new Error('seen') } }); return 'x'",
    /^x$|seen/,
  ],
};

const realms = [globalThis, Object.prototype, Array.prototype, Function.prototype, Promise.prototype, String.prototype];
const hostAsItIs = () => realms.map((one) => Reflect.ownKeys(one).map(String).sort().join());
let before: string[];
beforeAll(async () => {
  await runScriptHere("1");
  before = hostAsItIs();
});
afterAll(() => expect(hostAsItIs()).toEqual(before));

describe("a script that runs away", () => {
  test.each(Object.entries(runaways))("%s is stopped, and says so", async (_, [body, said]) => {
    const milliseconds = /MiB|deep/.test(said.source) ? 5000 : 100;
    const error = await runScriptHere(body, { limits: { milliseconds, bytes: 24 * 2 ** 20 } }).catch((why) => why);
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toMatch(said);
  });
});

describe("a script that looks for a way out", () => {
  test.each(Object.entries(probes))("%s leads nowhere", async (_, [body, found]) => {
    const said = await runScriptHere(body, { limits: { milliseconds: 500 } }).then(
      (packed) => (packed.kind === "text" ? packed.text : packed.kind),
      (error: Error) => error.message,
    );
    if (typeof found === "string") expect(said).toBe(found);
    else expect(said).toMatch(found);
  });

  test("__proto__ in what it returns is a column like any other, and pollutes nothing", async () => {
    const packed = await runScriptHere(
      `return JSON.parse('[{"__proto__": {"polluted": 1}, "constructor": 2, "toString": 3}]')`,
    );
    expect(packed).toMatchObject({
      columns: [{ name: "__proto__", values: ['{"polluted":1}'] }, { name: "constructor" }, { name: "toString" }],
    });
    const chart = await runScriptHere(
      `return { ...JSON.parse('{"__proto__": {"polluted": 1}, "x": {"__proto__": {"polluted": 1}}}'), marks: [] }`,
    );
    expect(chart).toEqual({ kind: "chart", spec: { x: {}, marks: [] }, columns: null });
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("markup in what it returns stays text", async () => {
    const text = "<img src=x onerror=alert(1)>";
    expect(await runScriptHere(`return ${JSON.stringify(text)}`)).toEqual({ kind: "text", text });
  });
});
