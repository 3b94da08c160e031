/** The most of a file that is looked at. */
const head = 4096;

/** Whether a text begins as a notebook does: with front matter that names the format. */
export function isNotebookText(text: string): boolean {
  const [first, ...lines] = text
    .slice(0, head)
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
  const end = lines.indexOf("---");
  return first === "---" && lines.slice(0, Math.max(0, end)).some((line) => /^shadowgraph:\s*\d/.test(line));
}

/** Whether a file is a notebook, by what is in it. */
export async function isNotebookFile(file: File): Promise<boolean> {
  if (!/\.(md|markdown|txt)$/i.test(file.name)) return false;
  return isNotebookText(await file.slice(0, head).text());
}
