import { javascript } from "@codemirror/lang-javascript";
import { StandardSQL, sql } from "@codemirror/lang-sql";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";

/** What an editor is made of. */
export interface EditorOptions {
  readonly text: string;
  readonly label: string;
  readonly language: "sql" | "yaml" | "javascript" | "markdown";
  /** Tables and their columns, for completion in SQL. */
  readonly schema: Readonly<Record<string, readonly string[]>>;
  readonly onChange: (text: string) => void;
  readonly onRun: (moveOn: boolean) => void;
  readonly onLeave: () => void;
}

/** The look of an editor; the colours follow the page's theme. */
const look = EditorView.theme({
  "&": { font: "12.5px/1.6 var(--mono)", color: "var(--ink)", background: "none" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)" },
  ".cm-gutters": { display: "none" },
  ".cm-activeLine": { background: "none" },
  ".cm-content": { caretColor: "var(--ink)", padding: "2px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--usual-soft)",
  },
  ".cm-tooltip": {
    background: "var(--surface)",
    color: "var(--ink)",
    border: "1px solid var(--line-strong)",
    borderRadius: "4px",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--ink)", color: "var(--paper)" },
  ".cm-panels": { background: "var(--sunken)", color: "var(--ink)" },
});

const highlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.propertyName, tags.definition(tags.propertyName)], color: "var(--usual-ink)" },
    { tag: [tags.string, tags.number, tags.bool, tags.null], color: "var(--good)" },
    { tag: tags.comment, color: "var(--ink-3)", fontStyle: "italic" },
  ]),
);

/**
 * A CodeMirror editor in a shadow root, where its rules are adopted style sheets: in the page itself they would be a style element, which the
 * page's policy refuses.
 * Mod+Enter runs in place, Shift+Enter runs and moves on, Escape leaves it.
 */
export function makeEditor(parent: HTMLElement, options: EditorOptions): EditorView {
  const { text, label, language, schema, onChange, onRun, onLeave } = options;
  const run = (moveOn: boolean) => () => {
    onRun(moveOn);
    return true;
  };
  const keys = Prec.highest(
    keymap.of([
      { key: "Mod-Enter", run: run(false) },
      { key: "Shift-Enter", run: run(true) },
      {
        key: "Escape",
        run: () => {
          onLeave();
          return true;
        },
      },
    ]),
  );
  const languages: Record<EditorOptions["language"], Extension> = {
    sql: sql({ dialect: StandardSQL, schema: schema as Record<string, string[]> }),
    yaml: yaml(),
    javascript: javascript(),
    markdown: [],
  };
  const shadow = parent.shadowRoot ?? parent.attachShadow({ mode: "open" });
  return new EditorView({
    parent: shadow,
    root: shadow,
    doc: text,
    extensions: [
      keys,
      basicSetup,
      look,
      highlighting,
      languages[language],
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
    ],
  });
}
