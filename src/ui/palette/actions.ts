/** Something that the page can do, as the palette offers it. */
export interface Action {
  /** What it does, beginning with a verb: `Run all cells`. */
  readonly title: string;
  /** The part of the page that it belongs to: `Notebook`. */
  readonly group: string;
  /** Its shortcut, as the help panel writes it. */
  readonly keys?: readonly string[];
  run(): unknown;
}

/** Gives what can be done now; asked each time that the palette opens. */
export type ActionSource = () => readonly Action[];

const sources = new Set<ActionSource>();

/** Adds actions to the palette; gives the way to take them out again. */
export function offerActions(source: ActionSource): () => void {
  sources.add(source);
  return () => void sources.delete(source);
}

/** Everything that can be done now, in the order in which it was offered. */
export const offeredActions = (): Action[] => [...sources].flatMap((source) => source());
