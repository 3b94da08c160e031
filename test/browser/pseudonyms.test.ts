import { afterEach, expect, test } from "vitest";
import { Pseudonyms } from "../../src/ui/pseudonyms.ts";

const names = ["agent07", "Updated by 908", "ann", "7"];
let pseudonyms: Pseudonyms | null = null;
afterEach(() => {
  pseudonyms?.close();
  document.body.replaceChildren();
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const page = (html: string): HTMLElement => {
  document.body.innerHTML = html;
  pseudonyms = new Pseudonyms(document.documentElement, names);
  return document.body;
};
const text = (selector: string): string => document.querySelector(selector)?.textContent ?? "";

test("names go from texts, tooltips and pictures, and come back when it ends", () => {
  const before =
    '<p title="agent07">agent07 and Updated by 908 made 7 visits; joann did not.</p><b>7</b><svg><text>ann</text><title>of ann</title></svg>';
  const body = page(before);
  expect(body.innerHTML).not.toMatch(/agent07|908|>ann</);
  expect(text("p")).toMatch(/^User \d and User \d made 7 visits; joann did not\.$/);
  expect(text("b")).toMatch(/^User \d$/);
  expect(document.querySelector("p")?.title).toMatch(/^User \d$/);
  expect(new Set([text("b"), text("svg text"), ...text("p").match(/User \d/g)!]).size).toBe(4);
  pseudonyms?.close();
  expect(body.innerHTML).toBe(before);
});

test("names that come later are hidden too; what is typed stays", async () => {
  const body = page('<p>first</p><input value="ann"><div class="cm-editor">ann</div>');
  body.querySelector("p")!.firstChild!.nodeValue = "ann again";
  body.append(Object.assign(document.createElement("i"), { textContent: "agent07", title: "agent07" }));
  await settled();
  expect(text("p")).toMatch(/^User \d again$/);
  expect(document.querySelector("i")?.outerHTML).not.toContain("agent07");
  expect(document.querySelector("input")?.value).toBe("ann");
  expect(text(".cm-editor")).toBe("ann");
});

test("one name that is revealed is shown everywhere, the others stay hidden", () => {
  page("<p>ann told agent07</p><i>ann</i>");
  pseudonyms?.reveal("ann");
  expect(text("p")).toMatch(/^ann told User \d$/);
  expect(text("i")).toBe("ann");
});
