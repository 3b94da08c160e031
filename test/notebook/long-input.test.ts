import { expect, test } from "vitest";
import { parseNotebook } from "../../src/notebook/document.ts";
import { readFields } from "../../src/notebook/fields.ts";
import { scriptReads } from "../../src/notebook/js/reads.ts";
import { Reads } from "../../src/notebook/reads.ts";
import { readYaml } from "../../src/notebook/settings.ts";
import { longestYaml } from "../../src/notebook/yaml.ts";
import { outlineOf } from "../../src/ui/notebook/outline-lines.ts";

const settings = (n: number): string => Array.from({ length: n }, (_, i) => `k${i}: 1`).join("\n");
const cells = (n: number): string => "```sql same\nselect 1\n```\n".repeat(n);

/** Each takes minutes where the time grows with the square of the length, or ends the stack. */
const long: readonly [what: string, read: () => unknown][] = [
  ["blanks within prose", () => parseNotebook(`a${" ".repeat(400_000)}b`)],
  ["lines of nothing within prose", () => parseNotebook(`a${"\n".repeat(400_000)}b`)],
  ["blanks behind a cell's name", () => parseNotebook(`\`\`\`sql a${" ".repeat(400_000)}b\n\`\`\``)],
  ["a front matter of many settings", () => parseNotebook(`---\n${settings(100_000)}\n---\n`)],
  ["a body of many settings", () => readYaml("cell", settings(100_000))],
  ["a form over many settings", () => readFields(settings(100_000))],
  ["cells of one name", () => new Reads(parseNotebook(cells(100_000)).blocks.map((block, id) => ({ id, block })))],
  [
    "lines of a blank in the outline",
    () => outlineOf([{ id: 1, block: { kind: "markdown", text: `a\n${" \n".repeat(200_000)}b` } }]),
  ],
  ["a script of patterns that never end", () => scriptReads("/[".repeat(200_000), ["a"])],
  ["a script of templates in templates", () => scriptReads("`${".repeat(200_000), ["a"])],
  [
    "a script's template that holds a long piece of code",
    () => scriptReads(`\`\${${"f(1),".repeat(200_000)}}\``, ["a"]),
  ],
];

test.each(long)("%s: read, or refused in words, at once", (_, read) => {
  const start = performance.now();
  try {
    read();
  } catch (error) {
    expect((error as Error).message).toMatch(/up to 65536 are read as settings/);
  }
  expect(performance.now() - start).toBeLessThan(5000);
});

test("settings are read up to their longest", () => {
  const body = `a: "${"x".repeat(longestYaml - 5)}"`;
  expect(Object.keys(readYaml("cell", body))).toEqual(["a"]);
  expect(() => readYaml("cell", `${body} `)).toThrow(/Not YAML/);
});
