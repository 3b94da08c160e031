/** A shortcut as the help panel lists it. */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
  readonly where: "Everywhere" | "Queue and case" | "Notebook" | "Tables";
}

/** Every shortcut of the page. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ["Ctrl", "K"], does: "Do anything by its name", where: "Everywhere" },
  { keys: ["?"], does: "Show these keys", where: "Everywhere" },
  { keys: ["G", "then I N Q U R"], does: "Go to import, notebook, queue, users, report", where: "Everywhere" },
  { keys: ["Esc"], does: "Close a panel; cancel what is running", where: "Everywhere" },
  { keys: ["D"], does: "Light or dark", where: "Everywhere" },
  { keys: ["P"], does: "Hide names behind pseudonyms, or show them", where: "Everywhere" },
  {
    keys: ["E"],
    does: "Into the evidence: the row, chart, table or sentence that has the focus; else to the tray",
    where: "Everywhere",
  },
  { keys: ["J"], does: "Next case", where: "Queue and case" },
  { keys: ["K"], does: "Previous case", where: "Queue and case" },
  { keys: ["Enter"], does: "Into the case", where: "Queue and case" },
  { keys: ["Y"], does: "Worth auditing: its root joins the interesting set", where: "Queue and case" },
  { keys: ["N"], does: "Not worth auditing", where: "Queue and case" },
  { keys: ["M"], does: "Unsure: maybe", where: "Queue and case" },
  { keys: ["L"], does: "More like this: rank the queue again, or no longer", where: "Queue and case" },
  { keys: ["U"], does: "Undo the last verdict, star, likeness or change of the evidence", where: "Queue and case" },
  { keys: ["X"], does: "Mark the case: the next verdict is given on all that are marked", where: "Queue and case" },
  { keys: ["F"], does: "Narrow the queue by detector, type or day", where: "Queue and case" },
  { keys: ["C", "T"], does: "Note, tags", where: "Queue and case" },
  { keys: ["W"], does: "Who: the page of the case’s user", where: "Queue and case" },
  { keys: ["S"], does: "Star: its root joins the interesting set", where: "Queue and case" },
  { keys: ["Shift", "Enter"], does: "Run the cell and move on", where: "Notebook" },
  { keys: ["Ctrl", "Enter"], does: "Run the cell in place", where: "Notebook" },
  { keys: ["Ctrl", "Shift", "Enter"], does: "Run all cells", where: "Notebook" },
  { keys: ["Alt", "Enter"], does: "Add a cell below", where: "Notebook" },
  { keys: ["Esc"], does: "Out of the editor, to the cell", where: "Notebook" },
  { keys: ["Enter"], does: "Into the editor", where: "Notebook" },
  { keys: ["↑", "↓"], does: "Previous, next cell; J and K too", where: "Notebook" },
  { keys: ["Home", "End"], does: "First, last cell", where: "Notebook" },
  { keys: ["A", "B"], does: "Add a cell above, below", where: "Notebook" },
  { keys: ["D", "D"], does: "Delete the cell", where: "Notebook" },
  { keys: ["Shift", "M"], does: "Merge with the cell below", where: "Notebook" },
  { keys: ["Ctrl", "Shift", "−"], does: "Split the cell at the cursor", where: "Notebook" },
  { keys: ["Alt", "↑ ↓"], does: "Move the cell up, down", where: "Notebook" },
  { keys: ["H", "O"], does: "Fold the body, the output", where: "Notebook" },
  { keys: ["Ctrl", "S"], does: "Save to a file; with Shift: to another", where: "Notebook" },
  { keys: ["Shift", "Alt", "F"], does: "Lay out the text that is being written", where: "Notebook" },
  { keys: ["F8"], does: "To the next error in the text", where: "Notebook" },
  { keys: ["Ctrl", "Z"], does: "Undo, a deletion too; with Shift: redo", where: "Notebook" },
  { keys: ["Ctrl", "F"], does: "Find and replace", where: "Notebook" },
  { keys: ["↑", "↓", "←", "→"], does: "Through the shapes of a chart; Enter shows the rows", where: "Everywhere" },
  { keys: ["↑ ↓", "Page", "Home End"], does: "Move through the rows; with Shift, select them", where: "Tables" },
  { keys: ["Space"], does: "Pick a row, or leave it", where: "Tables" },
  { keys: ["Ctrl", "A"], does: "Select every row", where: "Tables" },
  { keys: ["Ctrl", "C"], does: "Copy the selected rows, or all, tab-separated", where: "Tables" },
  { keys: ["Enter"], does: "The events behind the row; a double click too", where: "Tables" },
  { keys: ["Enter"], does: "On a column's name sort by it; on its arrow, open its menu", where: "Tables" },
  {
    keys: ["← →"],
    does: "In the header from column to column; with Alt move it, with Alt and Shift resize it",
    where: "Tables",
  },
];

const fields = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";

/** Whether a key press goes into a field or an editor, one inside a shadow root too. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof Element && target.closest(fields) !== null;
}

/** Whether a key press belongs to whatever has the focus (a field, an editor, an open dialog). */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  return document.querySelector("dialog[open]") !== null || isTyping(event);
}

/** Listens on the document for single keys (`j`, `?`, `Escape`) that nothing else takes; gives the way to stop. */
export function listen(bindings: Readonly<Record<string, (event: KeyboardEvent) => void>>): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (isTaken(event)) return;
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = Object.hasOwn(bindings, name) ? bindings[name] : undefined;
    if (!act) return;
    act(event);
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
