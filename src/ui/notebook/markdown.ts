import DOMPurify from "dompurify";
import { Marked } from "marked";

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const marked = new Marked({
  async: false,
  gfm: true,
  renderer: {
    html: ({ text, block }) => (block ? `<p>${escaped(text)}</p>` : escaped(text)),
    image: ({ text }) => escaped(text),
    link({ tokens }) {
      return this.parser.parseInline(tokens);
    },
  },
});
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

/** Markdown as nodes: prose only. Raw HTML of a notebook is shown as it is written; links and images keep their words alone. */
export function renderMarkdown(text: string): DocumentFragment {
  const markup = marked.parse(text, { async: false });
  return DOMPurify.sanitize(markup, { ALLOWED_TAGS: allowed, ALLOWED_ATTR: [], RETURN_DOM_FRAGMENT: true });
}

/** A text that is one heading without any markup in it, as most are. */
const plainHeading = /^(#{1,6}) ([\p{L}\p{N}](?:[\p{L}\p{N} ,.?’-]*[\p{L}\p{N}?])?)$/u;

/** The headings of a Markdown text, for the outline. */
export function headingsOf(text: string): { level: number; title: string }[] {
  const [, marks, title] = plainHeading.exec(text) ?? [];
  if (marks && title) return [{ level: marks.length, title }];
  return marked
    .lexer(text)
    .flatMap((token) => (token.type === "heading" ? [{ level: Number(token.depth), title: String(token.text) }] : []));
}
