import { syntaxTree } from "@codemirror/language";
import { type Diagnostic, forceLinting, linter } from "@codemirror/lint";
import { type Extension, StateEffect, StateField } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { CellKind } from "../../../notebook/kinds/kind.ts";
import { placeOf, rangeOf } from "./place.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { type Fault, yamlFaults } from "./yaml-lint.ts";

const setFailure = StateEffect.define<string | null>();

/** What the last run said of the text, until the text is changed. */
const failure = StateField.define<string | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setFailure)) return effect.value;
    return transaction.docChanged ? null : value;
  },
});

/** Marks the place that a run's error names; null takes the mark away. */
export function showFailure(view: EditorView, message: string | null): void {
  if (view.state.field(failure, false) === message) return;
  view.dispatch({ effects: setFailure.of(message) });
  forceLinting(view);
}

/** The first place at which JavaScript can't be read. */
function scriptFaults(view: EditorView): Fault[] {
  const faults: Fault[] = [];
  syntaxTree(view.state).iterate({
    enter({ type, from, to }) {
      if (type.isError && faults.length === 0)
        faults.push({ from, to, message: "JavaScript can't be read from here." });
    },
  });
  return faults;
}

function failureFaults(view: EditorView): Fault[] {
  const message = view.state.field(failure, false);
  const place = message && placeOf(message);
  const range = place ? rangeOf(view.state.doc.toString(), place) : null;
  return message && range ? [{ ...range, message }] : [];
}

/** What of a body is checked while it is written. */
export interface LintOptions {
  readonly language: "sql" | "yaml" | "javascript" | "markdown";
  readonly kind: CellKind | undefined;
  readonly words: () => Vocabulary;
}

/** Marks errors at their place, a moment after the last key: those of the text itself, and what the last run said of it. */
export function faultMarks({ language, kind, words }: LintOptions): Extension {
  if (language === "markdown") return [];
  const source = (view: EditorView): Diagnostic[] => {
    const own =
      language === "yaml"
        ? yamlFaults(view.state.doc.toString(), kind, words())
        : language === "javascript"
          ? scriptFaults(view)
          : [];
    const { length } = view.state.doc;
    return [...own, ...(own.length > 0 ? [] : failureFaults(view))].map(({ from, to, message }) => ({
      from: Math.min(from, length),
      to: Math.min(to, length),
      severity: "error",
      message,
    }));
  };
  return [
    failure,
    linter(source, {
      delay: 400,
      needsRefresh: ({ startState, state }) => startState.field(failure) !== state.field(failure),
    }),
  ];
}
