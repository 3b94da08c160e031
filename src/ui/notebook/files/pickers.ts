import { download } from "../../files.ts";

/** A notebook file that was chosen; its handle, where the browser gives one, takes what is saved later. */
export interface Chosen {
  readonly file: File;
  readonly handle: FileSystemFileHandle | null;
}

interface Pickers {
  showOpenFilePicker?(options: object): Promise<FileSystemFileHandle[]>;
  showSaveFilePicker?(options: object): Promise<FileSystemFileHandle>;
}

const types = [{ description: "Notebook", accept: { "text/markdown": [".md"] } }];

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

/** Asks for a notebook file; null where the analyst chose none. */
export async function chooseFile(): Promise<Chosen | null> {
  const { showOpenFilePicker } = globalThis as Pickers;
  if (!showOpenFilePicker) return chooseByInput();
  try {
    const [handle] = await showOpenFilePicker({ types, id: "notebooks" });
    return handle ? { file: await handle.getFile(), handle } : null;
  } catch (error) {
    if (isAbort(error)) return null;
    throw error;
  }
}

function chooseByInput(): Promise<Chosen | null> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".md,text/markdown";
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve(input.files?.[0] ? { file: input.files[0], handle: null } : null));
    input.addEventListener("cancel", () => resolve(null));
    input.click();
  });
}

/** What became of a save: the file's name and handle; null where the analyst chose no place. */
export type Saved = { readonly fileName: string; readonly handle: FileSystemFileHandle | null } | null;

/** Writes into the file of a handle, whole or not at all. */
export async function saveTo(handle: FileSystemFileHandle, text: string): Promise<Saved> {
  const stream = await handle.createWritable();
  await stream.write(text);
  await stream.close();
  return { fileName: handle.name, handle };
}

/** Asks where to, where the browser can; else the file goes where downloads go. */
export async function saveAs(fileName: string, text: string): Promise<Saved> {
  const { showSaveFilePicker } = globalThis as Pickers;
  if (!showSaveFilePicker) {
    download(fileName, text, "text/markdown");
    return { fileName, handle: null };
  }
  try {
    return await saveTo(await showSaveFilePicker({ types, id: "notebooks", suggestedName: fileName }), text);
  } catch (error) {
    if (isAbort(error)) return null;
    throw error;
  }
}
