import { indentRange } from "@codemirror/language";
import { EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { basicSetup } from "codemirror";
import type { CellKind } from "../../notebook/kinds/kind.ts";
import { formatBody } from "./edit/format-body.ts";
import { jsLanguage } from "./edit/js-completion.ts";
import { faultMarks, showFailure } from "./edit/lint.ts";
import { look } from "./edit/look.ts";
import { sqlLanguage } from "./edit/sql-completion.ts";
import { typedOver } from "./edit/typing.ts";
import { emptyVocabulary, type Vocabulary } from "./edit/vocabulary.ts";
import { yamlLanguage } from "./edit/yaml-completion.ts";
import { setText } from "./editor-text.ts";

export type Language = "sql" | "yaml" | "javascript" | "markdown";

/** What an editor is made of. */
export interface EditorOptions {
  readonly text: string;
  readonly label: string;
  readonly language: Language;
  /** The kind of cell, whose settings are offered and checked. */
  readonly kind?: CellKind | undefined;
  /** Names around the cell; asked when something is completed or checked, never at a key. */
  readonly words?: () => Vocabulary;
  readonly onChange: (text: string) => void;
  readonly onRun: (moveOn: boolean) => void;
  readonly onLeave: () => void;
}

/**
 * A CodeMirror editor in a shadow root, where its rules are adopted style sheets: in the page itself they would be a style element, which the
 * page's policy refuses.
 * Mod+Enter runs in place, Shift+Enter runs and moves on, Shift+Alt+F lays the text out, Escape leaves it.
 */
export function makeEditor(parent: HTMLElement, options: EditorOptions): EditorView {
  const { text, label, language, kind, words = () => emptyVocabulary, onChange, onRun, onLeave } = options;
  const does = (act: (view: EditorView) => unknown) => (view: EditorView) => {
    act(view);
    return true;
  };
  const keys = Prec.highest(
    keymap.of([
      { key: "Mod-Enter", run: does(() => onRun(false)) },
      { key: "Shift-Enter", run: does(() => onRun(true)) },
      { key: "Shift-Alt-f", run: does((view) => void format(view, language)) },
    ]),
  );
  const shadow = parent.shadowRoot ?? parent.attachShadow({ mode: "open" });
  const view = new EditorView({
    parent: shadow,
    root: shadow,
    doc: text,
    extensions: [
      keys,
      basicSetup,
      Prec.low(keymap.of([{ key: "Escape", run: does(onLeave) }])),
      typedOver,
      look,
      languageOf(language, kind, words),
      faultMarks({ language, kind, words }),
      EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
    ],
  });
  editors.set(parent, { view, language });
  return view;
}

const editors = new WeakMap<Element, { readonly view: EditorView; readonly language: Language }>();

/** Lays out the text of the editor that has the focus; gives whether there is one. */
export function formatFocused(): boolean {
  const found = document.activeElement && editors.get(document.activeElement);
  if (found) void format(found.view, found.language);
  return found !== undefined && found !== null;
}

function languageOf(language: Language, kind: CellKind | undefined, words: () => Vocabulary): Extension {
  if (language === "sql") return sqlLanguage(words);
  if (language === "yaml") return yamlLanguage(kind, words);
  if (language === "javascript") return jsLanguage(words);
  return [];
}

/** Lays the text out anew as one step of its history; what can't be read is marked and stays as it is. */
async function format(view: EditorView, language: Language): Promise<void> {
  if (language === "javascript") {
    const changes = indentRange(view.state, 0, view.state.doc.length);
    if (!changes.empty) view.dispatch({ changes, userEvent: "format" });
    return;
  }
  const before = view.state.doc.toString();
  try {
    const after = await formatBody(language, before);
    // What was typed meanwhile is not written over.
    if (view.state.doc.toString() === before && after !== before) setText(view, after);
  } catch (error) {
    showFailure(view, error instanceof Error ? error.message : String(error));
  }
}
