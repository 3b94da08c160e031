import type { Entry } from "../../notebook/runner.ts";
import { headingsOf } from "./markdown.ts";

/** A part of a notebook under a heading: where the heading stands among the blocks, and the cells up to the next one. */
export interface Section {
  readonly title: string;
  readonly at: number;
  readonly cells: readonly Entry[];
}

/** A notebook's sections, each begun by a block of text whose first heading names it; cells before the first are in none. */
export function sectionsOf(entries: readonly Entry[]): Section[] {
  const sections: { title: string; at: number; cells: Entry[] }[] = [];
  entries.forEach((entry, at) => {
    if (entry.block.kind === "cell") {
      sections.at(-1)?.cells.push(entry);
      return;
    }
    const heading = headingsOf(entry.block.text)[0];
    if (heading) sections.push({ title: heading.title, at, cells: [] });
  });
  return sections.filter(({ title }) => title !== "");
}
