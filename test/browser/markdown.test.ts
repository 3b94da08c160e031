import { expect, test } from "vitest";
import { renderMarkdown } from "../../src/ui/notebook/markdown.ts";

test("prose nested past the reader's stack is shown as the text that it is", () => {
  const text = `${"> ".repeat(50_000)}<b>deep</b>`;
  const shown = renderMarkdown(text);
  expect([...shown.children].map(({ tagName }) => tagName)).toEqual(["PRE"]);
  expect(shown.textContent).toBe(text);
});
