import { escapeHidden } from "./hidden-characters.ts";
/** Every file of a drop, folders entered, hidden files left out; a folder's files are named by their path in it. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const loose = [...transfer.files];
  if (entries.every((entry) => entry === null)) return loose;
  const found = await Promise.all(entries.map((entry) => (entry ? filesOf(entry) : [])));
  return found.flat();
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [named(file, entry.fullPath.replace(/^\//, ""))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (;;) {
    // A reader gives at most 100 entries a call, and an empty list at the end.
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return found;
    for (const inner of batch) for (const file of await filesOf(inner)) found.push(file);
  }
}

/** The handles of dropped files, by their names; to be called while the drop is handled. */
export async function droppedHandles(transfer: DataTransfer): Promise<Map<string, FileSystemFileHandle>> {
  const handles = await Promise.all(
    [...transfer.items].map((item) =>
      (item as { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> })
        .getAsFileSystemHandle?.()
        .catch(() => null),
    ),
  );
  return new Map(
    handles.filter((handle): handle is FileSystemFileHandle => handle?.kind === "file").map((one) => [one.name, one]),
  );
}

/** The files of a picker; those of a folder picker are named by their path in the folder. */
export const pickedFiles = (list: FileList | null): File[] =>
  [...(list ?? [])].filter((file) => !file.name.startsWith(".")).map((file) => named(file, file.webkitRelativePath));

const named = (file: File, path: string): File =>
  path === "" || path === file.name ? file : new File([file], path, { lastModified: file.lastModified });

/** Saves a text as a file of the analyst's machine. */
export function download(name: string, text: string, type: string): void {
  saveBlob(name, new Blob([text], { type }));
}

/** Saves bytes as a file of the analyst's machine. */
export function saveBlob(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = escapeHidden(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
