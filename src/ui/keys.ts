/** A shortcut as the help panel lists it. */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
  readonly where: "Everywhere" | "Queue and case" | "Notebook" | "Tables";
}

/** Every shortcut of the page. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ["?"], does: "Show these keys", where: "Everywhere" },
  { keys: ["G", "then I N Q U R"], does: "Go to import, notebook, queue, users, report", where: "Everywhere" },
  { keys: ["Esc"], does: "Close a panel; cancel what is running", where: "Everywhere" },
  { keys: ["D"], does: "Light or dark", where: "Everywhere" },
  { keys: ["P"], does: "Hide names behind pseudonyms, or show them", where: "Everywhere" },
  { keys: ["J"], does: "Next case", where: "Queue and case" },
  { keys: ["K"], does: "Previous case", where: "Queue and case" },
  { keys: ["Enter"], does: "Into the case", where: "Queue and case" },
  { keys: ["Y"], does: "Worth auditing: its root joins the interesting set", where: "Queue and case" },
  { keys: ["N"], does: "Not worth auditing", where: "Queue and case" },
  { keys: ["M"], does: "Unsure: maybe", where: "Queue and case" },
  { keys: ["U"], does: "Undo the last verdict", where: "Queue and case" },
  { keys: ["X"], does: "Mark the case: the next verdict is given on all that are marked", where: "Queue and case" },
  { keys: ["F"], does: "Narrow the queue by detector, type or day", where: "Queue and case" },
  { keys: ["C", "T"], does: "Note, tags", where: "Queue and case" },
  { keys: ["S"], does: "Star: its roots join the interesting set", where: "Queue and case" },
  { keys: ["Shift", "Enter"], does: "Run the cell and move on", where: "Notebook" },
  { keys: ["Ctrl", "Enter"], does: "Run the cell in place", where: "Notebook" },
  { keys: ["Alt", "Enter"], does: "Add a cell below", where: "Notebook" },
  { keys: ["↑ ↓", "Page", "Home End"], does: "Move through the rows; with Shift, select them", where: "Tables" },
  { keys: ["Space"], does: "Pick a row, or leave it", where: "Tables" },
  { keys: ["Ctrl", "A"], does: "Select every row", where: "Tables" },
  { keys: ["Ctrl", "C"], does: "Copy the selected rows, or all, tab-separated", where: "Tables" },
  { keys: ["Enter"], does: "On a column's name sort by it; on its arrow, open its menu", where: "Tables" },
  {
    keys: ["← →"],
    does: "In the header from column to column; with Alt move it, with Alt and Shift resize it",
    where: "Tables",
  },
];

/** Whether a key press belongs to whatever has the focus (a field, an editor, an open dialog). */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector("dialog[open]")) return true;
  const target = event.target;
  if (!(target instanceof Element)) return false;
  return target.closest("input, textarea, select, [contenteditable]:not([contenteditable='false'])") !== null;
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
