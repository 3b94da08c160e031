import type { Acts } from "./acts.ts";

/** What can be done with the block that has the focus, and the keys that do it there. */
export interface Command {
  readonly title: string;
  /** As `Shift+M`, `Mod+Enter`, `D D` (twice in a row); Mod is Ctrl, or ⌘ on a Mac. */
  readonly keys: readonly string[];
  readonly run: (acts: Acts, id: number) => void;
}

/** Keys of a block outside its editor, by the habits of notebooks. */
export const commands: readonly Command[] = [
  { title: "Run the cell and move on", keys: ["Shift+Enter"], run: (acts, id) => acts.runOn(id) },
  { title: "Run the cell in place", keys: ["Mod+Enter"], run: (acts, id) => acts.run(id) },
  { title: "Add a cell below", keys: ["B", "Alt+Enter"], run: (acts, id) => acts.insert(acts.placeOf(id) + 1) },
  { title: "Add a cell above", keys: ["A"], run: (acts, id) => acts.insert(acts.placeOf(id)) },
  { title: "Delete", keys: ["D D"], run: (acts, id) => acts.remove(id) },
  { title: "Merge with the next", keys: ["Shift+M"], run: (acts, id) => acts.merge(id) },
  { title: "Next", keys: ["ArrowDown", "J"], run: (acts, id) => acts.go(id, 1) },
  { title: "Previous", keys: ["ArrowUp", "K"], run: (acts, id) => acts.go(id, -1) },
  { title: "First", keys: ["Home"], run: (acts, id) => acts.go(id, Number.NEGATIVE_INFINITY) },
  { title: "Last", keys: ["End"], run: (acts, id) => acts.go(id, Number.POSITIVE_INFINITY) },
  { title: "Move up", keys: ["Alt+ArrowUp"], run: (acts, id) => acts.move(id, acts.placeOf(id) - 1) },
  { title: "Move down", keys: ["Alt+ArrowDown"], run: (acts, id) => acts.move(id, acts.placeOf(id) + 1) },
  { title: "Fold the body", keys: ["H"], run: (acts, id) => acts.fold(id, "body") },
  { title: "Fold the output", keys: ["O"], run: (acts, id) => acts.fold(id, "output") },
];

/** A key press as the commands name it: `Mod+Shift+Z`. */
export function keyOf(event: KeyboardEvent): string {
  const isLetter = event.key.length === 1;
  const parts = [
    event.ctrlKey || event.metaKey ? "Mod" : "",
    event.altKey ? "Alt" : "",
    event.shiftKey ? "Shift" : "",
    isLetter ? event.key.toUpperCase() : event.key,
  ];
  return parts.filter((part) => part !== "").join("+");
}

/** Finds the command of a key press; two presses that make one must follow each other within a second. */
export class CommandKeys {
  readonly #byKey = new Map(commands.flatMap((command) => command.keys.map((key) => [key, command] as const)));
  #last = { key: "", at: 0 };

  /** The command; `started` where the key is the first of two. */
  take(event: KeyboardEvent): Command | "started" | null {
    const key = keyOf(event);
    const isSecond = this.#last.key === key && event.timeStamp - this.#last.at < 1000;
    this.#last = { key: isSecond ? "" : key, at: event.timeStamp };
    const twice = this.#byKey.get(`${key} ${key}`);
    if (twice) return isSecond ? twice : "started";
    return this.#byKey.get(key) ?? null;
  }
}
