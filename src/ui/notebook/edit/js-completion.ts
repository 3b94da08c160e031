import { type Completion, type CompletionSource, ifNotIn } from "@codemirror/autocomplete";
import { javascript, javascriptLanguage } from "@codemirror/lang-javascript";
import { LanguageSupport } from "@codemirror/language";
import type { Vocabulary } from "./vocabulary.ts";

const calls: readonly Completion[] = [
  { label: "sql", type: "function", detail: "(text)", info: "Rows of a query over the tenant and the other cells." },
  { label: "cell", type: "function", detail: '("name")', info: "What another cell gave." },
  { label: "model", type: "function", detail: '("name")', info: "What a detector or model cell found." },
];

/** Offers cells' names within `cell("…")` and `model("…")`. */
function nameSource(words: () => Vocabulary): CompletionSource {
  return (context) => {
    const call = context.matchBefore(/\b(?:cell|model)\(\s*["'`][\w-]*$/);
    if (!call) return null;
    return {
      from: call.from + /["'`][\w-]*$/.exec(call.text)!.index + 1,
      options: words().cells.map(({ name, type }) => ({ label: name, type: "variable", detail: type })),
      validFor: /^[\w-]*$/,
    };
  };
}

const outsideText = ["String", "TemplateString", "LineComment", "BlockComment", "PropertyName"];

const callSource: CompletionSource = ifNotIn(outsideText, (context) => {
  const word = context.matchBefore(/\w+$/);
  if (!word && !context.explicit) return null;
  return { from: word?.from ?? context.pos, options: calls, validFor: /^\w*$/ };
});

/** JavaScript for the editor, with what a cell can call and the names of the other cells. */
export function jsLanguage(words: () => Vocabulary): LanguageSupport {
  const sources = [nameSource(words), callSource];
  return new LanguageSupport(javascriptLanguage, [
    javascript().support,
    sources.map((autocomplete) => javascriptLanguage.data.of({ autocomplete })),
  ]);
}
