import { quietJob } from "../../src/lib/job.ts";
import type { Folder } from "../../src/tenant/folder.ts";
import { memoryFolder } from "../../src/tenant/memory-folder.ts";
import { ModelStore } from "../../src/tenant/model-store.ts";
import { type Passphrases, Vault } from "../../src/tenant/vault/vault.ts";
import { type Failure, failingFolder } from "./failing-folder.ts";

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

const job = quietJob();
const tenant = "ours";
const codec = {
  pack: (values: Int32Array) => ({ header: {}, sections: new Map([["values", values]]) }),
  unpack: ({ sections }: { sections: ReadonlyMap<string, unknown> }) => sections.get("values") as Int32Array,
};
const first = "a first passphrase";
const second = "a second passphrase";

interface State {
  /** What opens the folder. */
  readonly passphrase: string | null;
  readonly models: readonly string[];
}

interface Save {
  readonly before: State;
  readonly after: State;
  readonly work: (vault: Vault) => Promise<unknown>;
}

const open = (folder: Folder, passphrase: string | null) =>
  Vault.open(folder, passphrase, { tenant, isWritable: true, rounds: 1 });
const storeOf = (vault: Vault) => new ModelStore<Int32Array, string>(vault.folder, { tenant, codec });
const keep = (vault: Vault, about: string) =>
  storeOf(vault).save(new Int32Array(4).fill(about.length), about, { name: "Ours", job });

async function forget(vault: Vault, about: string): Promise<void> {
  const store = storeOf(vault);
  const found = (await store.list()).find((one) => one.about === about);
  await store.delete(found!.id);
}

const both = ["monday", "the next"];
const saves: Record<string, Save> = {};
for (const [kind, passphrase] of [
  ["", null],
  [" under a passphrase", first],
] as const) {
  saves[`model${kind}`] = {
    before: { passphrase, models: ["monday"] },
    after: { passphrase, models: both },
    work: (vault) => keep(vault, "the next"),
  };
  saves[`first model${kind}`] = {
    before: { passphrase, models: [] },
    after: { passphrase, models: ["monday"] },
    work: (vault) => keep(vault, "monday"),
  };
  saves[`delete${kind}`] = {
    before: { passphrase, models: both },
    after: { passphrase, models: ["the next"] },
    work: (vault) => forget(vault, "monday"),
  };
}
for (const [kind, { current, next }] of Object.entries({
  set: { current: null, next: first },
  change: { current: first, next: second },
  remove: { current: first, next: null },
} satisfies Record<string, Passphrases>))
  saves[`passphrase ${kind}`] = {
    before: { passphrase: current, models: both },
    after: { passphrase: next, models: both },
    work: (vault) => vault.setPassphrase({ current, next }),
  };

/** The kinds of saves that `crashes` knows. */
export const saveKinds: readonly string[] = Object.keys(saves);

/** What a folder holds; null where it does not open by that passphrase, or a model of it is not whole. */
async function look(files: ReadonlyMap<string, Blob>, passphrase: string | null): Promise<State["models"] | null> {
  try {
    const vault = await open(memoryFolder(new Map(files)), passphrase);
    if (vault.isLocked !== (passphrase !== null)) return null;
    const store = storeOf(vault);
    const found = await store.list();
    for (const { id, about } of found) if ((await store.load(id, job))[0] !== about.length) return null;
    return found.map(({ about }) => about);
  } catch {
    return null;
  }
}

const isState = async (files: ReadonlyMap<string, Blob>, { passphrase, models }: State): Promise<boolean> =>
  JSON.stringify(await look(files, passphrase)) === JSON.stringify(models);

/** What is wrong with a folder after the crash; empty where nothing is. */
async function faultOf(files: Map<string, Blob>, { passphrase, models }: State): Promise<string> {
  const vault = await open(memoryFolder(files), passphrase);
  const plain = [...files].filter(([name]) => passphrase !== null && !/\.locked$|^passphrase/.test(name));
  if (plain.length > 0) return `${plain[0]![0]} lies open`;
  await keep(vault, "and on again");
  const now = JSON.stringify(await look(files, passphrase));
  if (now !== JSON.stringify([...models, "and on again"])) return `the next save left ${now}`;
  return "";
}

async function start({ passphrase, models }: State): Promise<Map<string, Blob>> {
  const files = new Map<string, Blob>();
  const vault = await open(memoryFolder(files), null);
  if (passphrase !== null) await vault.setPassphrase({ current: null, next: passphrase });
  for (const about of models) await keep(vault, about);
  return files;
}

/** Stops a save at each of its steps in turn, and says what was there afterwards; the last result is the save that went through. */
export async function crashes({ save, leaves, once, error }: Crash): Promise<CrashResult[]> {
  const { before, after, work } = saves[save]!;
  const begun = await start(before);
  const results: CrashResult[] = [];
  for (let step = 1; ; step++) {
    const files = new Map(begun);
    const folder = failingFolder(files, step, { leaves, once, ...(error ? { error } : {}) });
    const vault = await open(folder, before.passphrase);
    const said = await work(vault).then(
      () => null,
      (thrown: Error) => thrown.message,
    );
    const state = (await isState(files, after)) ? "new" : (await isState(files, before)) ? "old" : "neither";
    const found = state === "new" ? after : before;
    let note = state === "neither" ? "" : await faultOf(new Map(files), found);
    if (note === "" && once && state !== "neither") {
      const again = () => keep(vault, "in the same tab");
      await again().catch(again);
      const now = JSON.stringify(await look(files, found.passphrase));
      if (now !== JSON.stringify([...found.models, "in the same tab"])) note = `the same tab's next save left ${now}`;
    }
    if (said === null && state !== "new") note ||= "it said that it went through";
    results.push({ step, state, said, note });
    if (folder.steps() < step) return results;
  }
}
