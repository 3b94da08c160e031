import { expect, test } from "vitest";
import { writeNotebook } from "../../src/notebook/document.ts";
import { isNotebookFile, isNotebookText } from "../../src/notebook/recognise.ts";

const text = writeNotebook({ title: "A", tenant: "", blocks: [{ kind: "markdown", text: "Hello" }] });

test("a notebook is told by its front matter, with any line ends", () => {
  expect(isNotebookText(text)).toBe(true);
  expect(isNotebookText(`\uFEFF${text.replaceAll("\n", "\r\n")}`)).toBe(true);
  expect(isNotebookText("---\n\ntitle: x\nshadowgraph: 1\n---\n")).toBe(true);
});

test("other Markdown, logs and later mentions are none", () => {
  for (const other of [
    "# A\n\nshadowgraph: 1",
    "---\ntitle: x\n---\n\nshadowgraph: 1\n",
    "a,b\n1,2\n",
    "",
    "--- shadowgraph: 1",
  ])
    expect(isNotebookText(other), other).toBe(false);
});

test("a log is a log whatever it begins with", async () => {
  expect(await isNotebookFile(new File([text], "a.md"))).toBe(true);
  expect(await isNotebookFile(new File([text], "a.csv"))).toBe(false);
  expect(await isNotebookFile(new File(["a,b"], "a.md"))).toBe(false);
});
