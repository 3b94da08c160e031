import type { EditorView } from "@codemirror/view";

/** Makes an editor hold a text: only what differs is changed, so that the cursor stays where it was. */
export function setText(editor: EditorView, text: string): void {
  const before = editor.state.doc.toString();
  if (before === text) return;
  const most = Math.min(before.length, text.length);
  let head = 0;
  while (head < most && before[head] === text[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
  editor.dispatch({
    changes: { from: head, to: before.length - tail, insert: text.slice(head, text.length - tail) },
  });
}
