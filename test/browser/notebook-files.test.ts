import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { opfsFolder } from "../../src/tenant/opfs.ts";
import { uiPage } from "../support/ui-page.ts";
import { until } from "../support/until.ts";

const notebook = (title: string, body = "select 1") =>
  `---\nshadowgraph: 1\ntitle: ${title}\n---\n\n# ${title}\n\n\`\`\`sql days\n${body}\n\`\`\`\n`;
const file = (name: string, text = notebook(name)) => new File([text], name, { type: "text/markdown" });

const disk = () => navigator.storage.getDirectory();
async function forget(): Promise<void> {
  await (await disk()).removeEntry("notebooks", { recursive: true }).catch(() => {});
}

const ui = uiPage({ hasNotebook: true, isUp: false });
beforeEach(async () => {
  await forget();
  location.hash = "#/notebook";
  ui.start();
  await ui.openNotebook();
  await ui.desk.files.ready;
});

afterEach(() => {
  ui.desk.files.discard();
  Reflect.deleteProperty(globalThis, "showSaveFilePicker");
});

const said = () => ui.host.querySelector(".nb-file")?.textContent?.trim() ?? "";
const button = (text: string) =>
  [...ui.host.querySelectorAll<HTMLElement>("button")].find((one) => one.textContent?.trim().startsWith(text)) ?? null;
const asks = () => !dispatchEvent(new Event("beforeunload", { cancelable: true }));

/** Makes the browser's save dialog give a file of its private disk. */
async function offerPlace(name: string): Promise<FileSystemFileHandle> {
  const handle = await (await disk()).getFileHandle(name, { create: true });
  Reflect.set(globalThis, "showSaveFilePicker", async () => handle);
  return handle;
}
const inFile = async (handle: FileSystemFileHandle) => (await handle.getFile()).text();

describe("a notebook's file", () => {
  test("is opened without a tenant, read, changed, and says why a cell can't run", async () => {
    await ui.desk.openFile(file("nights.md"));
    await until(() => said() === "nights.md · saved");
    await until(() => ui.host.querySelector("sg-cell"));
    await ui.desk.runner!.runAll();
    await until(() => ui.host.querySelector(".nb-error")?.textContent?.includes("No tenant is open."));
  });

  test("is saved by Mod+S to where it was saved before, and the dot says what is not saved", async () => {
    await ui.desk.openFile(file("nights.md"));
    const handle = await offerPlace("chosen.md");
    expect(asks()).toBe(false);
    ui.desk.touch();
    await until(() => said().includes("changed since it was saved"));
    expect(ui.host.querySelector(".nb-dot.unsaved")).not.toBeNull();
    expect(asks()).toBe(true);
    await userEvent.keyboard("{Control>}s{/Control}");
    await until(() => said() === "chosen.md · saved");
    expect(await inFile(handle)).toBe(ui.desk.text);
    expect(asks()).toBe(false);
    Reflect.deleteProperty(globalThis, "showSaveFilePicker");
    const { id, block } = ui.desk.runner!.entries[0]!;
    ui.desk.runner!.edit(id, { ...block, ...{ text: "# Changed" } });
    ui.desk.touch();
    await userEvent.keyboard("{Control>}s{/Control}");
    await until(() => said() === "chosen.md · saved");
    expect(await inFile(handle)).toContain("# Changed");
  });

  test("stays unsaved where the dialog is closed, and says what the disk says where it fails", async () => {
    await ui.desk.openFile(file("nights.md"));
    await until(() => said() === "nights.md · saved");
    ui.desk.touch();
    Reflect.set(globalThis, "showSaveFilePicker", () => Promise.reject(new DOMException("no", "AbortError")));
    await ui.desk.files.save();
    expect(ui.desk.files.isSaved).toBe(false);
    Reflect.set(globalThis, "showSaveFilePicker", () =>
      Promise.reject(new DOMException("The disk is full.", "QuotaExceededError")),
    );
    await userEvent.keyboard("{Control>}s{/Control}");
    await until(() => ui.host.querySelector("sg-notebook-files .nb-error")?.textContent?.includes("The disk is full."));
    expect(ui.desk.files.isSaved).toBe(false);
  });

  test("that is opened over unsaved work leaves that work among the recent ones", async () => {
    await ui.desk.openFile(file("first.md"));
    const { id, block } = ui.desk.runner!.entries[0]!;
    ui.desk.runner!.edit(id, { ...block, ...{ text: "# Not to be lost" } });
    ui.desk.touch();
    await ui.desk.openFile(file("second.md"));
    expect(ui.desk.files.isSaved).toBe(true);
    const left = ui.desk.files.recent.find(({ isSaved }) => !isSaved);
    expect(left?.text).toContain("# Not to be lost");
    (await until(() => button("Notebooks"))).click();
    const item = await until(() =>
      [...ui.host.querySelectorAll<HTMLElement>('[role="menuitem"]')].find((one) =>
        one.textContent?.includes("not saved"),
      ),
    );
    item.click();
    await until(() => ui.desk.text.includes("# Not to be lost"));
  });

  test("that lies in no file is not given up where the disk is full, and that it is not kept is said", async () => {
    await ui.desk.openFile(file("first.md"));
    const { createWritable } = FileSystemFileHandle.prototype;
    FileSystemFileHandle.prototype.createWritable = () =>
      Promise.reject(new DOMException("No room.", "QuotaExceededError"));
    try {
      const { id, block } = ui.desk.runner!.entries[0]!;
      ui.desk.runner!.edit(id, { ...block, ...{ text: "# Not to be lost" } });
      ui.desk.touch();
      ui.desk.files.flush();
      const alert = () => ui.host.querySelector("sg-notebook-files .nb-error")?.textContent ?? "";
      await until(() => /not kept in this browser.*used up.*Delete tenants/.test(alert()));
      await expect(ui.desk.openFile(file("second.md"))).rejects.toThrow(/used up/);
      expect(ui.desk.text).toContain("# Not to be lost");
      expect(ui.desk.files.isSaved).toBe(false);
      ui.desk.files.restored = { fileName: "first.md", text: ui.desk.text, when: new Date().toISOString() };
      await ui.desk.files.setAside();
      expect(ui.desk.text).toContain("# Not to be lost");
    } finally {
      FileSystemFileHandle.prototype.createWritable = createWritable;
    }
    ui.desk.touch();
    ui.desk.files.flush();
    await until(() => ui.host.querySelector("sg-notebook-files .nb-error") === null);
  });

  test("is begun anew from the menu, gets another title in its place, and undo takes that back", async () => {
    button("Notebooks")!.click();
    await until(() => ui.host.querySelector('[role="menuitem"]'));
    button("New notebook")!.click();
    const title = await until(() => {
      const heading = ui.host.querySelector<HTMLElement>(".nb-title");
      return heading?.textContent === "Untitled investigation" ? heading : null;
    });
    title.focus();
    await userEvent.keyboard("{Control>}a{/Control}Nights{Enter}");
    await until(() => ui.desk.runner?.title === "Nights");
    expect(ui.desk.text).toContain("title: Nights");
    await until(() => said().includes("untitled.md · changed since it was saved"));
    await userEvent.keyboard("{Control>}z{/Control}");
    await until(() => title.textContent === "Untitled investigation");
    title.focus();
    await userEvent.keyboard("never{Escape}");
    expect([title.textContent, ui.desk.runner?.title]).toEqual(["Untitled investigation", "Untitled investigation"]);
  });

  test("that was restored and ranks no cases makes room for the standard investigation, and is one press away", async () => {
    await ui.desk.openFile(file("nights.md"));
    ui.desk.touch();
    ui.desk.files.restored = { fileName: "nights.md", text: notebook("nights.md"), when: new Date().toISOString() };
    await ui.session.openDemo();
    await until(() => ui.session.state.cases);
    await ui.openPlace("notebook", "main.place-notebook sg-notebook");
    expect(said()).toContain("standard-investigation.md");
    (await until(() => button("Open nights.md"))).click();
    await until(() => said() === "nights.md · saved");
  });

  test("that is open and ranks no cases says so, and what to do", async () => {
    await ui.desk.openFile(file("nights.md"));
    await ui.session.openDemo();
    expect(ui.session.state.problem).toMatchObject({
      what: "This notebook has no queue cell, so no cases were ranked.",
    });
    expect(ui.desk.files.fileName).toBe("nights.md");
  });

  test("that is no notebook is refused, and the one that lies open stays", async () => {
    await ui.desk.openFile(file("first.md"));
    await expect(ui.desk.openFile(file("empty.md", "---\nshadowgraph: 1\n---\n"))).rejects.toThrow(
      "The notebook is empty.",
    );
    await expect(ui.desk.openFile(file("new.md", "---\nshadowgraph: 9\n---\n\nx"))).rejects.toThrow(
      "newer Shadowgraph",
    );
    await until(() => said() === "first.md · saved");
  });
});

describe("a drop", () => {
  const drop = (...files: File[]) => {
    const transfer = new DataTransfer();
    for (const one of files) transfer.items.add(one);
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, cancelable: true, bubbles: true }));
  };

  test("of a notebook opens it, and looks at no log", async () => {
    drop(file("dropped.md"));
    await until(() => said() === "dropped.md · saved");
    expect(ui.session.state.plans).toEqual([]);
  });

  test("of a notebook with logs opens the one and looks at the others", async () => {
    drop(file("dropped.md"), new File(["x"], "actions.csv"));
    await until(() => ui.session.state.plans.length === 1);
    expect(ui.session.state.plans[0]?.name).toBe("actions.csv");
    expect(ui.desk.files.fileName).toBe("dropped.md");
  });
});

describe("the menu of notebooks", () => {
  test("is gone through by arrows, and Escape gives the focus back", async () => {
    await ui.desk.openFile(file("before.md"));
    await ui.desk.openFile(file("first.md"));
    await until(() => ui.host.querySelector(".nb-head"));
    (await until(() => button("Notebooks"))).click();
    await until(() => document.activeElement?.textContent?.includes("New notebook"));
    await userEvent.keyboard("{ArrowDown}");
    expect(document.activeElement?.textContent).toContain("Open a file");
    await userEvent.keyboard("{Home}{ArrowUp}");
    expect(document.activeElement?.textContent).toContain("Forget these");
    await userEvent.keyboard("{Escape}");
    await until(() => !ui.host.querySelector('[role="menu"]'));
    expect(document.activeElement?.textContent).toContain("Notebooks");
  });
});

test("a locked tenant's notebook is in no draft and not among the recent ones, and the draft from before goes", async () => {
  const texts = async () => {
    const folder = opfsFolder(await (await disk()).getDirectoryHandle("notebooks", { create: true }));
    const read = (await folder.names()).map(async (name) => (await (await folder.read(name))?.text()) ?? "");
    return (await Promise.all(read.map((text) => text.catch(() => "")))).join();
  };
  const untilDisk = async (holds: (text: string) => boolean) => {
    for (let i = 0; i < 300 && !holds(await texts()); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(holds(await texts())).toBe(true);
  };
  await ui.session.openDemo();
  location.hash = "#/notebook";
  await until(() => ui.desk.runner?.entries.length);
  ui.desk.touch();
  ui.desk.files.flush();
  await untilDisk((text) => text.includes("shadowgraph"));
  await ui.session.setPassphrase({ current: null, next: "four words in a row" });
  await untilDisk((text) => !text.includes("shadowgraph: 1"));
  ui.desk.touch();
  ui.desk.files.flush();
  await ui.desk.openFile(file("secret.md", notebook("zqsecret")));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await texts()).not.toContain("zqsecret");
});
