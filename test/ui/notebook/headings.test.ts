import { lexer } from "marked";
import { expect, test } from "vitest";
import { headingsOf } from "../../../src/ui/notebook/markdown.ts";

const texts = [
  "# Overview",
  "### What 3 users did, and when?",
  "# Users – who’s new",
  "#No heading",
  "####### Seven",
  "# A *marked* one",
  "# Closed #",
  "# One\n\nand prose\n\n## Two",
  "Under\n=====\n\n- # In a list",
  "# ",
  "# trailing ",
];

test("headings of one line and of whole texts are those that Markdown has", () => {
  for (const text of texts) {
    const found = lexer(text).flatMap((token) =>
      token.type === "heading" ? [{ level: Number(token.depth), title: String(token.text) }] : [],
    );
    expect(headingsOf(text), text).toEqual(found);
  }
});

test("prose nested past any reader's stack has none, and is no error", () => {
  expect(headingsOf(`${">".repeat(50_000)} deep`)).toEqual([]);
});
