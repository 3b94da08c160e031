import type { Folder } from "../../src/tenant/folder.ts";
import { memoryFolder } from "../../src/tenant/memory-folder.ts";
import { type Passphrases, Vault } from "../../src/tenant/vault/vault.ts";
import { type Failure, failingFolder } from "./failing-folder.ts";
import { type KeptKind, keptKinds } from "./kept-kinds.ts";

/** What is saved, and what stops it. */
export interface Crash {
  readonly save: string;
  readonly leaves: Failure;
  /** Whether only that step fails, and the tab goes on. */
  readonly once: boolean;
  readonly error?: () => Error;
}

/** How a crash at one step ended. */
export interface CrashResult {
  readonly step: number;
  /** What the folder was found to hold by somebody who opens it anew. */
  readonly state: "old" | "new" | "neither";
  /** What the save said; null where it went through. */
  readonly said: string | null;
  readonly note: string;
}

const tenant = "ours";
const first = "a first passphrase";
const second = "a second passphrase";

interface State {
  /** What opens the folder. */
  readonly passphrase: string | null;
  readonly words: readonly string[];
}

interface Save {
  readonly kind: KeptKind;
  readonly before: State;
  readonly after: State;
  readonly work: (vault: Vault) => Promise<unknown>;
}

const open = (folder: Folder, passphrase: string | null) =>
  Vault.open(folder, passphrase, { tenant, isWritable: true, rounds: 1 });

const saves: Record<string, Save> = {};
const old = { model: ["monday", "the next"], work: ["monday"], chunk: ["monday", "the next"] };
const left = { model: ["the next"], work: [], chunk: ["monday"] };
for (const [locked, passphrase] of [
  ["", null],
  [" under a passphrase", first],
] as const)
  for (const [name, kind] of Object.entries(keptKinds) as [keyof typeof keptKinds, KeptKind][]) {
    const add = (words: readonly string[], word: string): Save => ({
      kind,
      before: { passphrase, words },
      after: { passphrase, words: kind.beside(words, word) },
      work: ({ folder }) => kind.keep(folder, word),
    });
    saves[`first ${name}${locked}`] = add([], "monday");
    saves[`${name}${locked}`] = add(["monday"], "the next");
    if (kind.remove)
      saves[`delete a ${name}${locked}`] = {
        kind,
        before: { passphrase, words: old[name] },
        after: { passphrase, words: left[name] },
        work: ({ folder }) => kind.remove!(folder),
      };
  }
for (const [name, { current, next }] of Object.entries({
  set: { current: null, next: first },
  change: { current: first, next: second },
  remove: { current: first, next: null },
} satisfies Record<string, Passphrases>))
  saves[`passphrase ${name}`] = {
    kind: keptKinds.model,
    before: { passphrase: current, words: old.model },
    after: { passphrase: next, words: old.model },
    work: (vault) => vault.setPassphrase({ current, next }),
  };

/** The kinds of saves that `crashes` knows. */
export const saveKinds: readonly string[] = Object.keys(saves);

/** What a folder holds; null where it does not open by that passphrase, or something of it is not whole. */
async function look(
  files: ReadonlyMap<string, Blob>,
  kind: KeptKind,
  passphrase: string | null,
): Promise<readonly string[] | null> {
  try {
    const vault = await open(memoryFolder(new Map(files)), passphrase);
    return vault.isLocked === (passphrase !== null) ? await kind.read(vault.folder) : null;
  } catch {
    return null;
  }
}

/** What a folder holds, where that is not what it should; empty where it is. */
async function otherThan(
  files: ReadonlyMap<string, Blob>,
  kind: KeptKind,
  { passphrase, words }: State,
): Promise<string> {
  const found = JSON.stringify(await look(files, kind, passphrase));
  return found === JSON.stringify(words) ? "" : found;
}

/** What is wrong with a folder after the crash; empty where nothing is. */
async function faultOf(files: Map<string, Blob>, kind: KeptKind, { passphrase, words }: State): Promise<string> {
  const vault = await open(memoryFolder(files), passphrase);
  const plain = [...files].filter(([name]) => passphrase !== null && !/\.locked$|^passphrase/.test(name));
  if (plain.length > 0) return `${plain[0]![0]} lies open`;
  const word = "and on again";
  await kind.keep(vault.folder, word);
  const other = await otherThan(files, kind, { passphrase, words: kind.beside(words, word) });
  return other && `the next save left ${other}`;
}

async function start({ kind, before: { passphrase, words } }: Save): Promise<Map<string, Blob>> {
  const files = new Map<string, Blob>();
  const vault = await open(memoryFolder(files), null);
  if (passphrase !== null) await vault.setPassphrase({ current: null, next: passphrase });
  for (const word of words) await kind.keep(vault.folder, word);
  return files;
}

/** Stops a save at each of its steps in turn, and says what was there afterwards; the last result is the save that went through. */
export async function crashes({ save, leaves, once, error }: Crash): Promise<CrashResult[]> {
  const { kind, before, after, work } = saves[save]!;
  const begun = await start(saves[save]!);
  const results: CrashResult[] = [];
  for (let step = 1; ; step++) {
    const files = new Map(begun);
    const folder = failingFolder(files, step, { leaves, once, ...(error ? { error } : {}) });
    const vault = await open(folder, before.passphrase);
    const said = await work(vault).then(
      () => null,
      (thrown: Error) => thrown.message,
    );
    const isState = async (wanted: State) => (await otherThan(files, kind, wanted)) === "";
    const state = (await isState(after)) ? "new" : (await isState(before)) ? "old" : "neither";
    const found = state === "new" ? after : before;
    let note = state === "neither" ? "" : await faultOf(new Map(files), kind, found);
    if (note === "" && once && state !== "neither") {
      const word = "in the same tab";
      const again = () => kind.keep(vault.folder, word);
      await again().catch(again);
      const { passphrase, words } = found;
      const other = await otherThan(files, kind, { passphrase, words: kind.beside(words, word) });
      if (other) note = `the same tab's next save left ${other}`;
    }
    if (said === null && state !== "new") note ||= "it said that it went through";
    results.push({ step, state, said, note });
    if (folder.steps() < step) return results;
  }
}
