import fc from "fast-check";
import { UserError } from "../../src/lib/errors.ts";
import { parseNotebook, writeNotebook } from "../../src/notebook/document.ts";
import { readFields, writeField } from "../../src/notebook/fields.ts";
import { kinds } from "../../src/notebook/kinds/registry.ts";
import { readYaml } from "../../src/notebook/settings.ts";
import { type FuzzOptions, type FuzzRow, tryProperty } from "./support/part.ts";
import { startWatchdog } from "./support/watchdog.ts";

export const cases = 250_000;

const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      "---",
      "shadowgraph: 1",
      "shadowgraph: 99",
      "title: &a [*a, *a]",
      "a: &a {b: *a}",
      "a: &x [1]",
      "b: [*x, *x, *x]",
      "<<: *x",
      "title: !!js/function 'x'",
      "title: !!binary aGk=",
      "__proto__: {polluted: true}",
      "constructor: {prototype: {polluted: true}}",
      "? [a, b]\n: c",
      "title: {toString: 1, valueOf: 2}",
      "shadowgraph: {valueOf: 1, toString: 2}",
      "tenant: [[1], {a: 2}]",
      "- a",
      "key: |",
      "  text",
      "a: 'b",
      '"a": "\\uD800"',
      "window: last",
      "from: 2024-01-01",
      "rank: 3",
      "{a: 1, a: 2}",
      "%YAML 9.9",
      "\t",
      "",
    ),
  },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...["sql", "js", "plot", "input", "profile", "subspace", "graph", "model", "queue", "nokind"].map(
        (kind) => `\`\`\`${kind} a`,
      ),
      "```sql __proto__ fold=body",
      "```sql constructor",
      "````sql b",
      "```",
      "````",
      "~~~",
      "``` ",
      "# <script>alert(1)</script>",
      "[x](javascript:alert(1))",
      "![x](https://leak.invalid/x.png)",
      "<img src=x onerror=alert(1)>",
      "select 1",
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("`", "[", "{", "- ", "  ", "a: ", "*", "> ", "\u202e"), fc.nat(200))
      .map(([s, n]) => s.repeat(n)),
  },
);
const lines = fc.array(line, { maxLength: 10 });
const front = fc.array(line, { maxLength: 3 }).map((inner) => ["---", ...inner, "---"]);
const text = fc
  .tuple(fc.oneof(front, fc.constant([])), lines, fc.constantFrom("\n", "\r\n", "\r"))
  .map(([top, rest, end]) => [...top, ...rest].join(end));

const refusedInWords = (error: unknown): void => {
  if (!(error instanceof UserError)) throw error;
  if (error.what === "") throw new Error("an error that says nothing");
};

/** A notebook of any text is read or refused in words; what was read is written and read again as the same. */
export async function fuzz({ cases: all, seed }: FuzzOptions): Promise<readonly FuzzRow[]> {
  const watchdog = startWatchdog();
  const utf8 = new TextEncoder();
  const reader = fc.asyncProperty(text, (content) =>
    watchdog.within(utf8.encode(content), () => {
      try {
        const notebook = parseNotebook(content);
        const again = parseNotebook(writeNotebook(notebook));
        if (JSON.stringify(again.blocks) !== JSON.stringify(notebook.blocks))
          throw new Error("read differently once written");
        if (again.title !== notebook.title)
          throw new Error(`the title ${JSON.stringify(notebook.title)} became ${JSON.stringify(again.title)}`);
      } catch (error) {
        refusedInWords(error);
      }
      if (Object.hasOwn(Object.prototype, "polluted")) throw new Error("the prototype of all objects was changed");
    }),
  );
  const bodies = fc.asyncProperty(text, fc.constantFrom(...kinds.keys()), (body, type) =>
    watchdog.within(utf8.encode(body), () => {
      try {
        readYaml("cell", body);
      } catch (error) {
        refusedInWords(error);
      }
      const fields = readFields(body);
      if (fields !== null) writeField(body, "window", "last");
      kinds.get(type)!.reads(body, ["a", "__proto__", "constructor"]);
      if (Object.hasOwn(Object.prototype, "polluted")) throw new Error("the prototype of all objects was changed");
    }),
  );
  const rows = [
    await tryProperty("notebooks: read, or refused in words; written and read again the same", reader, {
      cases: Math.ceil(all * 0.6),
      seed,
    }),
    await tryProperty("notebooks: bodies of cells", bodies, { cases: Math.ceil(all * 0.4), seed }),
  ];
  await watchdog.close();
  return rows;
}
