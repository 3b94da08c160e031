import DOMPurify from "dompurify";
import { Marked } from "marked";

const marked = new Marked({ async: false, gfm: true });
const allowed = [
  "h1",
  "h2",
  "h3",
  "h4",
  "p",
  "ul",
  "ol",
  "li",
  "em",
  "strong",
  "del",
  "code",
  "pre",
  "blockquote",
  "hr",
  "br",
  "table",
  "thead",
  "tbody",
  "tr",
  "th",
  "td",
];

/** Markdown as nodes: prose only. Raw HTML, links and images of a notebook never reach the page; a link keeps its words. */
export function renderMarkdown(text: string): DocumentFragment {
  const markup = marked.parse(text, { async: false });
  return DOMPurify.sanitize(markup, { ALLOWED_TAGS: allowed, ALLOWED_ATTR: [], RETURN_DOM_FRAGMENT: true });
}

/** The headings of a Markdown text, for the outline. */
export function headingsOf(text: string): { level: number; title: string }[] {
  return marked
    .lexer(text)
    .flatMap((token) => (token.type === "heading" ? [{ level: Number(token.depth), title: String(token.text) }] : []));
}
