import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { memoryFolder } from "../../../src/tenant/memory-folder.ts";
import { Autosave } from "../../../src/ui/notebook/files/autosave.ts";
import { type Draft, Drafts } from "../../../src/ui/notebook/files/drafts.ts";
import { type Recent, remember, withRecent } from "../../../src/ui/notebook/files/recent.ts";
import { failingFolder } from "../../support/failing-folder.ts";

const free = async () => true;
const draft = (text: string, when = "2026-11-22T08:00:00.000Z") => ({ fileName: "a.md", text, when });
/** What a tab takes over, the newest first; the others are kept elsewhere. */
async function claim(drafts: Drafts): Promise<Draft[]> {
  const others: Draft[] = [];
  const newest = await drafts.claim(async (other) => others.push(other));
  return newest ? [newest, ...others] : others;
}
const texts = async (drafts: Drafts) => (await claim(drafts)).map(({ text }) => text);

describe("what was not saved", () => {
  test("is there again for the tab that comes after", async () => {
    const folder = memoryFolder();
    const first = new Drafts(folder, free);
    await first.write(draft("one"));
    await first.write(draft("two"));
    expect(await claim(new Drafts(folder, free))).toEqual([draft("two")]);
  });

  test("is there after every crash, until it is cleared", async () => {
    const folder = memoryFolder();
    await new Drafts(folder, free).write(draft("one"));
    expect(await texts(new Drafts(folder, free))).toEqual(["one"]);
    const third = new Drafts(folder, free);
    expect(await texts(third)).toEqual(["one"]);
    await third.write(draft("one, and more"));
    const fourth = new Drafts(folder, free);
    expect(await texts(fourth)).toEqual(["one, and more"]);
    await fourth.clear();
    expect(await folder.names()).toEqual([]);
  });

  test("stays with a tab that still has it", async () => {
    const folder = memoryFolder();
    await new Drafts(folder, free).write(draft("mine"));
    expect(await texts(new Drafts(folder, async () => false))).toEqual([]);
    expect((await folder.names()).length).toBe(1);
  });

  test("of several tabs is given newest first; the newest stays on disk", async () => {
    const folder = memoryFolder();
    await new Drafts(folder, free).write(draft("old", "2026-11-20T08:00:00.000Z"));
    await new Drafts(folder, free).write(draft("new", "2026-11-22T08:00:00.000Z"));
    expect(await texts(new Drafts(folder, free))).toEqual(["new", "old"]);
    expect(await texts(new Drafts(folder, free))).toEqual(["new"]);
  });

  test("of several tabs waits for the next tab where the disk has no room to keep it elsewhere", async () => {
    const folder = memoryFolder();
    await new Drafts(folder, free).write(draft("old", "2026-11-20T08:00:00.000Z"));
    await new Drafts(folder, free).write(draft("new", "2026-11-22T08:00:00.000Z"));
    const full = async () => Promise.reject(new Error("The disk is full."));
    expect((await new Drafts(folder, free).claim(full))?.text).toBe("new");
    expect(await texts(new Drafts(folder, free))).toEqual(["new", "old"]);
  });

  test("is the write before or the last one, whichever write the disk refuses", async () => {
    for (let n = 1; n <= 4; n++)
      for (const once of [false, true]) {
        const files = new Map<string, Blob>();
        const drafts = new Drafts(failingFolder(files, n, { once }), free);
        let held: string[] = [];
        for (const text of ["one", "two", "three"])
          await drafts.write(draft(text)).then(
            () => {
              held = [text];
            },
            () => {},
          );
        expect(await texts(new Drafts(memoryFolder(files), free))).toEqual(held);
      }
  });

  test("is the write before, where a crash tore the last one anywhere", async () => {
    const files = new Map<string, Blob>();
    const drafts = new Drafts(memoryFolder(files), free);
    await drafts.write(draft("before"));
    const before = new Set(files.keys());
    await drafts.write(draft("after"));
    const last = [...files.keys()].find((name) => !before.has(name))!;
    const whole = await files.get(last)!.text();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (cut) => {
        const torn = new Map(files).set(last, new Blob([whole.slice(0, cut)]));
        expect(await texts(new Drafts(memoryFolder(torn), free))).toEqual(["before"]);
      }),
    );
  });
});

describe("autosave", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("waits for a pause, and not for longer than some seconds", () => {
    const write = vi.fn();
    const autosave = new Autosave(write);
    for (let i = 0; i < 100; i++) {
      autosave.touch(performance.now());
      vi.advanceTimersByTime(100);
    }
    expect(write.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(write.mock.calls.length).toBeLessThanOrEqual(4);
    vi.advanceTimersByTime(1000);
    const after = write.mock.calls.length;
    vi.advanceTimersByTime(10_000);
    expect(write.mock.calls.length).toBe(after);
  });

  test("writes at once when the page goes, and nothing when nothing waits", () => {
    const write = vi.fn();
    const autosave = new Autosave(write);
    autosave.flush();
    expect(write).not.toHaveBeenCalled();
    autosave.touch();
    autosave.flush();
    expect(write).toHaveBeenCalledTimes(1);
    autosave.touch();
    autosave.stop();
    vi.advanceTimersByTime(10_000);
    expect(write).toHaveBeenCalledTimes(1);
  });
});

describe("recent notebooks", () => {
  test("take nothing in without a word: work in no file that is too long for them is refused", async () => {
    vi.stubGlobal("navigator", {});
    onTestFinished(() => void vi.unstubAllGlobals());
    const text = "x".repeat(2_000_001);
    const entry = { fileName: "a.md", text, when: "", isSaved: false };
    await expect(remember(memoryFolder(), entry)).rejects.toThrow(/too long/);
    expect(await remember(memoryFolder(), { ...entry, isSaved: true })).toEqual([]);
  });

  const entry = (fileName: string, text: string, isSaved = true): Recent => ({ fileName, text, isSaved, when: "" });
  const names = (list: readonly Recent[]) => list.map(({ fileName, text }) => `${fileName} ${text}`);

  test("a saved one takes the place of the one of its name; unsaved work is never written over", () => {
    let list = withRecent([], entry("a", "1"));
    list = withRecent(list, entry("b", "1"));
    list = withRecent(list, entry("a", "2"));
    expect(names(list)).toEqual(["a 2", "b 1"]);
    list = withRecent(list, entry("a", "3", false));
    list = withRecent(list, entry("a", "4"));
    expect(names(list)).toEqual(["a 4", "a 3", "b 1"]);
  });

  test("are a dozen at most", () => {
    let list: readonly Recent[] = [];
    for (let i = 0; i < 30; i++) list = withRecent(list, entry(`n${i}`, ""));
    expect(list).toHaveLength(12);
    expect(list[0]?.fileName).toBe("n29");
  });
});
