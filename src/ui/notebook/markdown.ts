import DOMPurify from "dompurify";
import { Marked, type Token } from "marked";

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

/** Markdown nested so deep that reading it would end the stack: shown as the text that it is. */
const asText = (text: string): string => `<pre>${escaped(text)}</pre>`;

function orIfTooDeep<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return otherwise;
    throw error;
  }
}

/** Markdown as nodes: prose only. Raw HTML of a notebook is shown as it is written; links and images keep their words alone. */
export function renderMarkdown(text: string): DocumentFragment {
  const markup = orIfTooDeep(() => marked.parse(text, { async: false }), asText(text));
  return DOMPurify.sanitize(markup, { ALLOWED_TAGS: allowed, ALLOWED_ATTR: [], RETURN_DOM_FRAGMENT: true });
}

/** A text that is one heading without any markup in it, as most are. */
const plainHeading = /^(#{1,6}) ([\p{L}\p{N}](?:[\p{L}\p{N} ,.?’-]*[\p{L}\p{N}?])?)$/u;

/** The headings of a Markdown text, for the outline. */
export function headingsOf(text: string): { level: number; title: string }[] {
  const [, marks, title] = plainHeading.exec(text) ?? [];
  if (marks && title) return [{ level: marks.length, title }];
  return orIfTooDeep<readonly Token[]>(() => marked.lexer(text), []).flatMap((token) =>
    token.type === "heading" ? [{ level: Number(token.depth), title: String(token.text) }] : [],
  );
}
