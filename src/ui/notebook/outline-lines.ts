import type { CellState } from "../../notebook/cell-state.ts";
import type { Block } from "../../notebook/document.ts";
import type { Entry } from "../../notebook/splices.ts";
import { duration } from "../format.ts";
import { headingsOf } from "./markdown.ts";

/** A heading or a named cell; `level` is 1 to 6 for headings, and one deeper than its heading for a cell. */
export interface OutlineLine {
  readonly id: number;
  readonly title: string;
  readonly level: number;
  readonly isHeading: boolean;
}

const headings = new WeakMap<Block, readonly { readonly level: number; readonly title: string }[]>();

function headingsIn(block: Block): readonly { readonly level: number; readonly title: string }[] {
  if (block.kind === "cell" || !/^ {0,3}(#|.+\n {0,3}(=|-)+)/m.test(block.text)) return [];
  const known = headings.get(block) ?? headingsOf(block.text);
  headings.set(block, known);
  return known;
}

/** The notebook's outline: its headings, and under each its cells. */
export function outlineOf(entries: readonly Entry[]): OutlineLine[] {
  let level = 0;
  return entries.flatMap(({ id, block }): OutlineLine[] => {
    if (block.kind === "cell") return [{ id, title: block.name, level: level + 1, isHeading: false }];
    return headingsIn(block).map((heading) => {
      level = heading.level;
      return { id, ...heading, isHeading: true };
    });
  });
}

const byUrgency = ["failed", "running", "waiting", "stale"] as const;

/** What most needs to be known of a line: a cell's own status, or the worst of a heading's section; empty where all is well. */
export function statusOf(lines: readonly OutlineLine[], at: number, stateOf: (id: number) => CellState): string {
  const line = lines[at];
  if (!line) return "";
  const found = new Set<string>();
  if (!line.isHeading) found.add(stateOf(line.id).status);
  else
    for (let i = at + 1; i < lines.length && !(lines[i]!.isHeading && lines[i]!.level <= line.level); i++)
      if (!lines[i]!.isHeading) found.add(stateOf(lines[i]!.id).status);
  return byUrgency.find((status) => found.has(status)) ?? "";
}

/** What stands beside a cell's name: how far it is while it runs, else its status, or the time that it took. */
export function toldOf({ progress, milliseconds }: CellState, status: string): string {
  if (status === "running" && progress && progress.total > 0)
    return `running ${Math.floor((100 * progress.done) / progress.total)} %`;
  return status === "" && milliseconds !== null ? duration(milliseconds) : status;
}
