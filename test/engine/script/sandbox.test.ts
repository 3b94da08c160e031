import { describe, expect, test } from "vitest";
import { runScriptHere } from "./quickjs.ts";

const columns = async (body: string) => {
  const packed = await runScriptHere(body);
  if (packed.kind !== "table") throw new Error(`${body} gave a ${packed.kind}.`);
  return packed.columns;
};

describe("a script", () => {
  test("is an expression or the body of a function, and gives a text, rows or a chart", async () => {
    expect(await runScriptHere("1 + 1")).toEqual({ kind: "text", text: "2" });
    expect(await runScriptHere("// a note\nconst n = 2;\nreturn n + ' users' // so")).toEqual({
      kind: "text",
      text: "2 users",
    });
    expect(await runScriptHere("({ a: 1 })")).toMatchObject({ kind: "table" });
    expect(await runScriptHere("({ data: 'days', marks: [{ mark: 'dot', x: 'day', y: 2n }] })")).toEqual({
      kind: "chart",
      spec: { data: "days", marks: [{ mark: "dot", x: "day", y: 2 }] },
      columns: null,
    });
    expect(await runScriptHere("return { title: 'T', data: [{ x: 1 }], marks: [{ mark: 'dot' }] }")).toEqual({
      kind: "chart",
      spec: { title: "T", marks: [{ mark: "dot" }] },
      columns: [{ name: "x", type: "integer", values: ["1"] }],
    });
  });

  test("gives each column the type of its values, and null for what is missing or no number", async () => {
    expect(
      await columns(`[
        { n: 1, x: 1.5, big: 12345678901234567890n, yes: true, day: "2026-01-31", when: new Date(0), text: "a", mixed: 1, deep: { a: [1n] } },
        { n: 2n, x: NaN, big: 1n, yes: null, day: "2026-02-01", text: "2026-01-01", mixed: "b", extra: Infinity },
      ]`),
    ).toEqual([
      { name: "n", type: "integer", values: ["1", "2"] },
      { name: "x", type: "number", values: ["1.5", null] },
      { name: "big", type: "text", values: ["12345678901234567890", "1"] },
      { name: "yes", type: "boolean", values: ["true", null] },
      { name: "day", type: "day", values: ["2026-01-31", "2026-02-01"] },
      { name: "when", type: "time", values: ["1970-01-01T00:00:00.000Z", null] },
      { name: "text", type: "text", values: ["a", "2026-01-01"] },
      { name: "mixed", type: "text", values: ["1", "b"] },
      { name: "deep", type: "text", values: ['{"a":[1]}', null] },
      { name: "extra", type: "text", values: [null, null] },
    ]);
    expect(await columns("[3, 4]")).toEqual([{ name: "value", type: "integer", values: ["3", "4"] }]);
    expect((await columns("['2026-02-30']"))[0]?.type).toBe("text");
    expect(await columns("[]")).toEqual([]);
  });

  test("asks for rows and values, and reads a refusal as an error that it may catch", async () => {
    const asked: string[] = [];
    const answer = async (what: string, text: string) => {
      asked.push(`${what} ${text}`);
      if (text === "none") throw new Error("There is no cell named none.");
      return what === "model" ? '{"value":{"items":3}}' : '{"columns":["__proto__","n"],"rows":[["a",1],["b",2]]}';
    };
    const body = `
      const rows = await sql("select 1");
      const { items } = await model("profile");
      let said = "";
      try { await cell("none") } catch (error) { said = error.message }
      return [rows.length, rows[1].n, Object.keys(rows[0])[0], items, said].join(" ")`;
    expect(await runScriptHere(body, { answer })).toEqual({
      kind: "text",
      text: "2 2 __proto__ 3 There is no cell named none.",
    });
    expect(asked).toEqual(["sql select 1", "model profile", "cell none"]);
  });

  test("gives the same each time: chance is seeded, and there is no clock and no zone", async () => {
    const draws = "return [Math.random(), Math.random()].join()";
    expect(await runScriptHere(draws)).toEqual(await runScriptHere(draws));
    await expect(runScriptHere("Date.now()")).rejects.toThrow(/no clock/);
    await expect(runScriptHere("new Date()")).rejects.toThrow(/no clock/);
    await expect(runScriptHere("new (new Date(0).constructor)()")).rejects.toThrow(/no clock/);
    expect(await runScriptHere("new Date('2026-01-01').getTime()")).toEqual({ kind: "text", text: "1767225600000" });
  });

  test("says what went wrong and in which line", async () => {
    await expect(runScriptHere("const a = 1;\nreturn a.b.c")).rejects.toThrow(/^cell, line 2: TypeError/);
    await expect(runScriptHere("return (")).rejects.toThrow(/^cell, line \d: SyntaxError/);
    await expect(runScriptHere("throw 'x'")).rejects.toThrow(/^cell: x/);
    await expect(runScriptHere("const a = 1")).rejects.toThrow(/returns nothing/);
    await expect(runScriptHere("(() => 1)")).rejects.toThrow(/returns a function/);
    await expect(runScriptHere("new Map([[1, 2]])")).rejects.toThrow(/returns a Map/);
    await expect(runScriptHere("console.log(1)")).rejects.toThrow(/no console: return what is to be seen/);
    await expect(runScriptHere("await fetch('x')")).rejects.toThrow(/sql, cell and model are all/);
  });

  test("may not give more than can be shown", async () => {
    await expect(runScriptHere("new Array(200_000).fill(1)")).rejects.toThrow(/200000 rows.*up to 100000/);
    await expect(
      runScriptHere("Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ['c' + i, i]))"),
    ).rejects.toThrow(/over 500 columns/);
    await expect(runScriptHere("'x'.repeat(1e6)")).rejects.toThrow(/text of 1000000 characters/);
    await expect(
      runScriptHere("let marks = []; for (let i = 0; i < 50; i++) marks = [marks]; return { marks }"),
    ).rejects.toThrow(/nested too deep/);
    await expect(runScriptHere("for (;;) await sql('select 1')")).rejects.toThrow(/up to 1000 times/);
  });

  test("is not charged for the time that queries take", async () => {
    const answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return '{"value":1}';
    };
    const body = "await sql('a'); await sql('b'); return 'through'";
    expect(await runScriptHere(body, { answer, limits: { milliseconds: 200 } })).toMatchObject({ text: "through" });
  });
});
