import { stringify } from "yaml";
import { UserError } from "../lib/errors.ts";
import { parseYaml } from "./yaml.ts";

/** A notebook: prose and named cells, top to bottom. It never holds data. */
export interface NotebookDocument {
  readonly title: string;
  /** Fingerprint of the tenant that it was last run on; empty if none. */
  readonly tenant: string;
  readonly blocks: readonly Block[];
}

export type Block = Prose | Cell;

export interface Prose {
  readonly kind: "markdown";
  readonly text: string;
}

/** What of a cell is folded away. */
export type Fold = "body" | "output" | "both";

/** A fenced block: its kind, the name that other cells refer to, and its body (SQL or YAML). */
export interface Cell {
  readonly kind: "cell";
  /** As written; it may be one that this version does not know. */
  readonly type: string;
  readonly name: string;
  readonly body: string;
  /** Written after the name, as `fold=body`; where it is not there, all is shown. */
  readonly fold?: Fold;
}

/** The version of the file format that this program writes. */
const formatVersion = 1;

const opening = /^(`{3,})([a-z]+) +([A-Za-z_][A-Za-z0-9_-]*)(?: +fold=(body|output|both))?\s*$/;
const fence = /^(`{3,}|~{3,})/;

/**
 * Reads a notebook file. A fenced block with a kind and a name is a cell; any other block belongs to the prose.
 * @throws UserError for front matter that is no YAML, a newer version, or a fence that is never closed
 */
export function parseNotebook(text: string): NotebookDocument {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .split("\n");
  const { front, start } = readFront(lines);
  const blocks: Block[] = [];
  let prose: string[] = [];
  const endProse = () => {
    const joined = prose.join("\n").replace(/^\n+/, "").trimEnd();
    if (joined !== "") blocks.push({ kind: "markdown", text: joined });
    prose = [];
  };
  for (let i = start; i < lines.length; i++) {
    const cell = opening.exec(lines[i]!);
    const other = cell ? null : fence.exec(lines[i]!);
    if (!cell && !other) {
      prose.push(lines[i]!);
      continue;
    }
    const mark = (cell ?? other)![1]!;
    let end = i + 1;
    while (end < lines.length && !closes(lines[end]!, mark)) end += 1;
    if (end === lines.length) {
      throw new UserError("A fenced block is opened and never closed.", {
        where: `line ${i + 1}`,
        next: `Close it with a line of ${mark}.`,
      });
    }
    const body = lines.slice(i + 1, end).join("\n");
    if (cell) {
      endProse();
      const fold = cell[4] as Fold | undefined;
      blocks.push({ kind: "cell", type: cell[2]!, name: cell[3]!, body, ...(fold ? { fold } : {}) });
    } else for (const line of lines.slice(i, end + 1)) prose.push(line);
    i = end;
  }
  endProse();
  return { title: front.title, tenant: front.tenant, blocks };
}

const closes = (line: string, mark: string): boolean => line.startsWith(mark) && line.slice(mark.length).trim() === "";

function readFront(lines: readonly string[]): { front: { title: string; tenant: string }; start: number } {
  const empty = { title: "Untitled investigation", tenant: "" };
  if (lines[0] !== "---") return { front: empty, start: 0 };
  const end = lines.indexOf("---", 1);
  if (end < 0)
    throw new UserError("The front matter is opened and never closed.", {
      where: "line 1",
      next: "Close it with a line of ---.",
    });
  let values: unknown;
  try {
    values = parseYaml(lines.slice(1, end).join("\n"));
  } catch (error) {
    throw new UserError(`The front matter is not YAML: ${error instanceof Error ? error.message : error}`, {
      where: "line 1",
      next: "Write one line a setting, as title: A name.",
    });
  }
  const record = (typeof values === "object" && values !== null ? values : {}) as Record<string, unknown>;
  const version = Number(plainText(record.shadowgraph) ?? formatVersion);
  if (version > formatVersion) {
    throw new UserError(`This notebook has format version ${version}; this program reads up to ${formatVersion}.`, {
      next: "Open it with a newer Shadowgraph.",
    });
  }
  const front = { title: plainText(record.title) ?? empty.title, tenant: plainText(record.tenant) ?? empty.tenant };
  return { front, start: end + 1 };
}

/** A setting's value as a text; null where there is none, or a list or mapping stands there. */
const plainText = (value: unknown): string | null =>
  value === null || value === undefined || typeof value === "object" ? null : String(value);

/** Writes a notebook file; `parseNotebook` reads the same notebook back. */
export function writeNotebook(notebook: NotebookDocument): string {
  const front = {
    shadowgraph: formatVersion,
    title: notebook.title,
    ...(notebook.tenant === "" ? {} : { tenant: notebook.tenant }),
  };
  const parts = [`---\n${stringify(front)}---`];
  for (const block of notebook.blocks) parts.push(block.kind === "markdown" ? closed(block.text) : fenced(block));
  return `${parts.join("\n\n")}\n`;
}

/** Prose whose last fenced block is closed: one that is still being written must not swallow the cells below. */
function closed(text: string): string {
  let open = "";
  for (const line of text.split("\n")) {
    if (open === "") open = fence.exec(line)?.[1] ?? "";
    else if (closes(line, open)) open = "";
  }
  return open === "" ? text : `${text}\n${open}`;
}

function fenced({ type, name, body, fold }: Cell): string {
  const longest = [...body.matchAll(/^`+/gm)].reduce((most, [run]) => Math.max(most, run.length), 2);
  const mark = "`".repeat(longest + 1);
  return `${mark}${type} ${name}${fold ? ` fold=${fold}` : ""}\n${body}\n${mark}`;
}
