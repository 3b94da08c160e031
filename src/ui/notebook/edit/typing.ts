import { EditorView } from "@codemirror/view";

/**
 * Writes over a selection by a transaction. Left to the browser, the text would take on the look of what it replaces by way of a style attribute,
 * which the page's policy refuses.
 */
export const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType, isComposing } = event;
    const { from, to, empty } = view.state.selection.main;
    if (inputType !== "insertText" || data === null || isComposing || view.composing || empty) return false;
    const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: "input.type" });
    if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, insert)))
      view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});
