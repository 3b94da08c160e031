import type { Action } from "../palette/actions.ts";
import { problemOf } from "../problem.ts";
import { go } from "../route.ts";
import { commands } from "./commands.ts";
import type { Desk } from "./desk.ts";
import { formatFocused } from "./editor.ts";
import { chooseFile } from "./files/pickers.ts";
import { blankNotebook, shippedNotebooks } from "./files/shipped.ts";
import type { NotebookElement } from "./view.ts";

const group = "Notebook";
const keyNames: Readonly<Record<string, string>> = { Mod: "Ctrl", ArrowUp: "↑", ArrowDown: "↓" };

/** `Mod+Enter` as the help panel writes it. */
const written = (keys: string): string[] => keys.split(/[+ ]/).map((key) => keyNames[key] ?? key);

/** What the palette offers of the notebook: its runs, its file, other notebooks, every cell by name, and what can be done with the current one. */
export function notebookActions(desk: Desk, view: NotebookElement): readonly Action[] {
  const { runner, files, session } = desk;
  /** Shows the notebook first; what goes wrong is said at the top of the page. */
  const there = (work: () => unknown) => async () => {
    go("notebook");
    await placed(view);
    try {
      await work();
    } catch (error) {
      session.update({ problem: problemOf(error) });
    }
  };
  const choose = async () => {
    const chosen = await chooseFile();
    if (chosen) await desk.openFile(chosen.file, chosen.handle);
  };
  const others: Action[] = [
    { title: "New notebook", group, run: there(() => files.open(blankNotebook.fileName, blankNotebook.text)) },
    { title: "Open a notebook file…", group, run: there(choose) },
    ...shippedNotebooks().map(({ title, fileName, text }) => ({
      title: `Open notebook: ${title}`,
      group,
      run: there(() => files.open(fileName, text)),
    })),
    ...files.recent.map(({ fileName, text, isSaved }) => ({
      title: `Open recent: ${fileName}${isSaved ? "" : " (not saved)"}`,
      group,
      run: there(() => files.open(fileName, text)),
    })),
  ];
  if (!runner) return others;
  const cells = runner.entries.flatMap(({ id, block }) => (block.kind === "cell" ? [{ id, ...block }] : []));
  const current = runner.draft.blockOf(view.current) ? view.current : null;
  return [
    { title: "Run all cells", group, keys: ["Ctrl", "Shift", "Enter"], run: there(() => view.acts?.runAll()) },
    { title: "Run stale cells", group, run: there(() => view.acts?.runStale()) },
    { title: "What would I have caught?", group, run: () => tellCaught(view) },
    { title: "Stop the cells that run", group, run: there(() => view.acts?.stop()) },
    { title: "Save the notebook", group, keys: ["Ctrl", "S"], run: there(() => files.save()) },
    { title: "Save the notebook as…", group, keys: ["Ctrl", "Shift", "S"], run: there(() => files.saveAs()) },
    { title: "Undo", group, keys: ["Ctrl", "Z"], run: there(() => view.acts?.undo()) },
    { title: "Redo", group, keys: ["Ctrl", "Shift", "Z"], run: there(() => view.acts?.redo()) },
    { title: "Find and replace", group, keys: ["Ctrl", "F"], run: there(() => view.find()) },
    { title: "Lay out the text of the cell", group, keys: ["Shift", "Alt", "F"], run: () => formatFocused() },
    ...others,
    ...(current === null
      ? []
      : commands.map(({ title, keys, run }) => ({
          title,
          group: "Cell",
          keys: written(keys[0]!),
          run: there(() => view.acts && run(view.acts, current)),
        }))),
    ...cells.flatMap(({ id, type, name }) => [
      { title: `Go to cell ${name}`, group: type, run: there(() => view.acts?.go(id, 0)) },
      { title: `Run cell ${name}`, group: type, run: there(() => view.acts?.run(id)) },
    ]),
  ];
}

/** Goes to the notebook and runs its cell that tells what would have been caught. */
export async function tellCaught(view: NotebookElement): Promise<void> {
  go("notebook");
  await placed(view);
  view.acts?.tellCaught();
}

/** Waits until the view stands on the page. */
async function placed(view: NotebookElement): Promise<void> {
  for (let frames = 0; frames < 60 && !view.isConnected; frames++) await new Promise(requestAnimationFrame);
  await view.updateComplete;
}
