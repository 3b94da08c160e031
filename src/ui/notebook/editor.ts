import { StandardSQL, sql } from "@codemirror/lang-sql";
import { yaml } from "@codemirror/lang-yaml";
import { type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { basicSetup } from "codemirror";

/** What an editor is made of. */
export interface EditorOptions {
  readonly text: string;
  readonly label: string;
  readonly language: "sql" | "yaml" | "markdown";
  /** Tables and their columns, for completion in SQL. */
  readonly schema: Readonly<Record<string, readonly string[]>>;
  readonly onChange: (text: string) => void;
  readonly onRun: (moveOn: boolean) => void;
  readonly onLeave: () => void;
}

/** A CodeMirror editor: Mod+Enter runs in place, Shift+Enter runs and moves on, Escape leaves it. */
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
    markdown: [],
  };
  return new EditorView({
    parent,
    doc: text,
    extensions: [
      keys,
      basicSetup,
      languages[language],
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
    ],
  });
}
