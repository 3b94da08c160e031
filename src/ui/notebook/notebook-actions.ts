import type { Action } from "../palette/actions.ts";
import { problemOf } from "../problem.ts";
import { go } from "../route.ts";
import type { Desk } from "./desk.ts";
import { formatFocused } from "./editor.ts";
import { chooseFile } from "./files/pickers.ts";
import { shippedNotebooks } from "./files/shipped.ts";

/** What the palette offers of the notebook: its runs, its file, other notebooks, and every cell by name. */
export function notebookActions(desk: Desk, find: (id: number) => HTMLElement | null): readonly Action[] {
  const { runner, files, session } = desk;
  const group = "Notebook";
  /** Shows the notebook, and what goes wrong at the top of the page. */
  const shown = (work: () => unknown) => async () => {
    go("notebook");
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
    { title: "Open a notebook file…", group, run: shown(choose) },
    ...shippedNotebooks().map(({ title, fileName, text }) => ({
      title: `Open notebook: ${title}`,
      group,
      run: shown(() => files.open(fileName, text)),
    })),
    ...files.recent.map(({ fileName, text, isSaved }) => ({
      title: `Open recent: ${fileName}${isSaved ? "" : " (not saved)"}`,
      group,
      run: shown(() => files.open(fileName, text)),
    })),
  ];
  if (!runner) return others;
  const cells = runner.entries.flatMap(({ id, block }) => (block.kind === "cell" ? [{ id, ...block }] : []));
  return [
    { title: "Run all cells", group, run: shown(() => runner.runAll()) },
    { title: "Save the notebook", group, keys: ["Ctrl", "S"], run: shown(() => files.save()) },
    { title: "Save the notebook as…", group, keys: ["Ctrl", "Shift", "S"], run: shown(() => files.saveAs()) },
    { title: "Lay out the cell’s text", group, keys: ["Shift", "Alt", "F"], run: () => formatFocused() },
    ...others,
    ...cells.flatMap(({ id, type, name }) => [
      { title: `Go to cell ${name}`, group: type, run: shown(() => show(() => find(id))) },
      { title: `Run cell ${name}`, group: type, run: shown(() => runner.run(id)) },
    ]),
  ];
}

/** Waits for the view to be there, then puts the focus on a cell. */
async function show(find: () => HTMLElement | null): Promise<void> {
  for (let frames = 0; frames < 60; frames++) {
    const cell = find();
    if (cell?.isConnected) {
      cell.focus();
      cell.scrollIntoView({ block: "center" });
      return;
    }
    await new Promise(requestAnimationFrame);
  }
}
