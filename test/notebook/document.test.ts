import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Block, parseNotebook, writeNotebook } from "../../src/notebook/document.ts";

const text =
  "---\nshadowgraph: 1\ntitle: A look\n---\n\n# Nights\n\nProse with `code`.\n\n```sql nights\nselect 1\n```\n\n```js\nnot a cell\n```\n";

describe("a notebook file", () => {
  test("is prose and named cells; an unnamed block stays prose", () => {
    const notebook = parseNotebook(text);
    expect(notebook.title).toBe("A look");
    expect(notebook.blocks).toEqual([
      { kind: "markdown", text: "# Nights\n\nProse with `code`." },
      { kind: "cell", type: "sql", name: "nights", body: "select 1" },
      { kind: "markdown", text: "```js\nnot a cell\n```" },
    ]);
  });

  test("may have a block of more lines than a call takes arguments", () => {
    const long = `\`\`\`js\n${"a\n".repeat(400_000)}\`\`\``;
    expect(parseNotebook(`---\nshadowgraph: 1\ntitle: Long\n---\n\n${long}\n`).blocks).toEqual([
      { kind: "markdown", text: long },
    ]);
    const body = "```\n".repeat(400_000);
    expect(writeNotebook({ title: "", tenant: "", blocks: [{ kind: "cell", type: "js", name: "a", body }] })).toContain(
      "````js a",
    );
  });

  test("reads back what it wrote, fences in bodies included", () => {
    const block: fc.Arbitrary<Block> = fc.record({
      kind: fc.constant("cell" as const),
      type: fc.constantFrom("sql", "plot", "profile"),
      name: fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/),
      body: fc
        .array(fc.constantFrom("select 1", "```", "````sql x", "a: b", "---", "", "'text'"), { maxLength: 5 })
        .map((lines) => lines.join("\n")),
    });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), fc.stringMatching(/^[A-Za-z:#' -]{1,20}$/), (blocks, title) => {
        const notebook = { title, tenant: "", blocks };
        expect(parseNotebook(writeNotebook(notebook))).toEqual(notebook);
      }),
    );
  });

  test("closes a fence that prose leaves open, so that the cells below stay cells", () => {
    const cell = { kind: "cell", type: "sql", name: "a", body: "select 1" } as const;
    const text = writeNotebook({
      title: "",
      tenant: "",
      blocks: [{ kind: "markdown", text: "As in\n````js\nx" }, cell],
    });
    expect(parseNotebook(text).blocks).toEqual([{ kind: "markdown", text: "As in\n````js\nx\n````" }, cell]);
  });

  test("says which fence is open and which version is too new", () => {
    expect(() => parseNotebook("a\n```sql x\nselect")).toThrow(/line 2.*never closed/);
    expect(() => parseNotebook("---\nshadowgraph: 99\n---\n")).toThrow(/version 99/);
    expect(() => parseNotebook("---\na: [\n---\n")).toThrow(/not YAML/);
  });
});
