import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quietJob } from "../../../src/lib/job.ts";
import { memoryFolder } from "../../../src/tenant/memory-folder.ts";
import { ModelStore } from "../../../src/tenant/model-store.ts";
import { lockedSince, Vault } from "../../../src/tenant/vault/vault.ts";

const job = quietJob();
const options = { tenant: "ours", isWritable: true, rounds: 3 };
const codec = {
  pack: (words: readonly string[]) => ({ header: {}, sections: new Map([["words", words]]) }),
  unpack: ({ sections }: { sections: ReadonlyMap<string, unknown> }) => sections.get("words") as readonly string[],
};
const first = "a first passphrase";
const second = "a second passphrase";
const planted = "Planted-Token-4711";

const storeOf = (vault: Vault) => new ModelStore<readonly string[], string>(vault.folder, { tenant: "ours", codec });
const open = (files: Map<string, Blob>, passphrase: string | null = null) =>
  Vault.open(memoryFolder(files), passphrase, options);
const save = (vault: Vault, about: string) => storeOf(vault).save([planted, about], about, { name: planted, job });
const abouts = async (vault: Vault) => (await storeOf(vault).list()).map(({ about }) => about);

async function contents(files: Map<string, Blob>): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, file] of files) texts[name] = Buffer.from(await file.arrayBuffer()).toString("latin1");
  return texts;
}

/** A tenant with a model, and a passphrase. */
async function locked(): Promise<Map<string, Blob>> {
  const files = new Map<string, Blob>();
  const vault = await open(files);
  await save(vault, "monday");
  await vault.setPassphrase({ current: null, next: first });
  return files;
}

describe("a passphrase", () => {
  test("hides what a tenant's files hold and how they are named, but for their kind", async () => {
    const files = await locked();
    await save(await open(files, first), "tuesday");
    const all = JSON.stringify(await contents(files));
    for (const word of [planted, "monday", "tuesday", "sgmodel", "sections", 'generation\\": 2,\\"tenant'])
      expect(all).not.toContain(word);
    const kinds = [...files.keys()].map((name) => name.replace(/[0-9a-f]{32}/, "*")).sort();
    expect(kinds).toEqual([
      "manifest-*.locked",
      "manifest-*.locked",
      "model-*.locked",
      "model-*.locked",
      "passphrase.json",
      "passphrase.other.json",
    ]);
    expect(await abouts(await open(files, first))).toEqual(["monday", "tuesday"]);
  });

  test("that is wrong or missing opens nothing and leaves every byte as it was", async () => {
    const files = await locked();
    const before = await contents(files);
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 30 }), async (guess) => {
        await expect(open(files, guess)).rejects.toThrow(/does not open the tenant.*Nothing was changed/);
      }),
      { numRuns: 30 },
    );
    await expect(open(files)).rejects.toThrow(/locked/);
    const vault = await open(files, first);
    await expect(vault.setPassphrase({ current: second, next: null })).rejects.toThrow(/does not open/);
    await expect(vault.setPassphrase({ current: null, next: second })).rejects.toThrow(/does not open/);
    await expect(vault.setPassphrase({ current: first, next: "short" })).rejects.toThrow(/at least 10 characters/);
    expect(await contents(files)).toEqual(before);
    expect(await abouts(await open(files, first))).toEqual(["monday"]);
  });

  test("is changed without a file being written anew, and the old one opens nothing then", async () => {
    const files = await locked();
    const before = await contents(files);
    await (await open(files, first)).setPassphrase({ current: first, next: second });
    const after = await contents(files);
    expect(
      Object.keys(before)
        .filter((name) => before[name] !== after[name])
        .sort(),
    ).toEqual(["passphrase.json", "passphrase.other.json"]);
    await expect(open(files, first)).rejects.toThrow(/does not open/);
    expect(await abouts(await open(files, second))).toEqual(["monday"]);
  });

  test("is set, used and removed while the tenant stays open", async () => {
    const files = new Map<string, Blob>();
    const vault = await open(files);
    await save(vault, "monday");
    await vault.setPassphrase({ current: null, next: first });
    expect(vault.isLocked).toBe(true);
    await save(vault, "tuesday");
    expect(await lockedSince(memoryFolder(files))).toMatch(/^20\d\d-/);
    await vault.setPassphrase({ current: first, next: null });
    expect(vault.isLocked).toBe(false);
    await save(vault, "wednesday");
    expect(await abouts(vault)).toEqual(["monday", "tuesday", "wednesday"]);
    expect(await abouts(await open(files))).toEqual(["monday", "tuesday", "wednesday"]);
    expect([...files.keys()].filter((name) => /locked|passphrase/.test(name))).toEqual([]);
  });

  test("set on a tenant that has nothing yet locks what comes later", async () => {
    const files = new Map<string, Blob>();
    const vault = await open(files);
    await vault.setPassphrase({ current: null, next: first });
    await save(vault, "monday");
    expect(JSON.stringify(await contents(files))).not.toContain(planted);
    expect(await abouts(await open(files, first))).toEqual(["monday"]);
  });

  test("of another tenant opens no file here, nor do its files", async () => {
    const ours = await locked();
    const theirs = new Map<string, Blob>();
    const vault = await Vault.open(memoryFolder(theirs), null, { ...options, tenant: "theirs" });
    await vault.setPassphrase({ current: null, next: first });
    await vault.folder.write("model-x.sgmodel", new Blob(["theirs"]));
    for (const [name, file] of theirs) if (name.startsWith("model-")) ours.set(name, file);
    const opened = await open(ours, first);
    expect(await opened.folder.names()).not.toContain("model-x.sgmodel");
    for (const [name, file] of theirs) ours.set(name, file);
    await expect(open(ours, first)).rejects.toThrow(/another tenant/);
  });

  test("whose header is lost is said to be so, and nothing of the folder goes", async () => {
    const files = await locked();
    for (const name of ["passphrase.json", "passphrase.other.json"]) files.set(name, files.get(name)!.slice(0, 50));
    const before = await contents(files);
    for (const guess of [null, first]) await expect(open(files, guess)).rejects.toThrow(/both copies.*are damaged/);
    expect(await contents(files)).toEqual(before);
  });

  test("opens by either copy of its header, and mends the other", async () => {
    for (const name of ["passphrase.json", "passphrase.other.json"]) {
      const files = await locked();
      files.set(name, new Blob(["{"]));
      expect(await abouts(await open(files, first))).toEqual(["monday"]);
      expect(await files.get(name)!.text()).toContain("PBKDF2");
    }
  });
});
