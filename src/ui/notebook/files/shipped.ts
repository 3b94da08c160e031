import { parseNotebook, writeNotebook } from "../../../notebook/document.ts";

/** A notebook that ships with the page. */
export interface Shipped {
  readonly fileName: string;
  readonly title: string;
  readonly text: string;
}

/** What a new notebook begins with: one cell to write into. */
export const blankNotebook: Omit<Shipped, "title"> = {
  fileName: "untitled.md",
  text: writeNotebook({
    title: "Untitled investigation",
    tenant: "",
    blocks: [{ kind: "cell", type: "sql", name: "sql_1", body: "from log limit 100" }],
  }),
};

const texts = import.meta.glob<string>("../../../../public/notebooks/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});

let list: readonly Shipped[] | null = null;

/** The notebooks that ship with the page, the standard investigation first. */
export function shippedNotebooks(): readonly Shipped[] {
  list ??= Object.entries(texts)
    .map(([path, text]) => ({
      fileName: path.slice(path.lastIndexOf("/") + 1),
      title: parseNotebook(text).title,
      text,
    }))
    .sort((a, b) => Number(b.fileName.startsWith("standard")) - Number(a.fileName.startsWith("standard")));
  return list;
}
