import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { opfsFolder } from "../../src/tenant/opfs.ts";
import type { Desk } from "../../src/ui/notebook/desk.ts";
import { openNotebook } from "../../src/ui/notebook/open.ts";
import type { Session } from "../../src/ui/session.ts";
import { startApp } from "../../src/ui/start-app.ts";
import { fixtureServices } from "../support/fixture-engine.ts";

const notebook = (title: string, body = "select 1") =>
  `---\nshadowgraph: 1\ntitle: ${title}\n---\n\n# ${title}\n\n\`\`\`sql days\n${body}\n\`\`\`\n`;
const file = (name: string, text = notebook(name)) => new File([text], name, { type: "text/markdown" });

let host: HTMLElement;
let session: Session;
let desk: Desk;
const disk = () => navigator.storage.getDirectory();
const refused: string[] = [];
document.addEventListener("securitypolicyviolation", (event) => refused.push(event.violatedDirective));

async function forget(): Promise<void> {
  await (await disk()).removeEntry("notebooks", { recursive: true }).catch(() => {});
}

function start(): void {
  host = document.createElement("div");
  document.body.append(host);
  session = startApp(host, fixtureServices(), {
    notebook(of) {
      const opened = openNotebook(of);
      desk = opened.desk;
      of.useInvestigation(desk.investigate);
      return opened.view;
    },
    openNotebook: async (given, handle) => {
      location.hash = "#/notebook";
      await until(() => desk);
      await desk.openFile(given, handle);
    },
  });
}

beforeEach(async () => {
  await page.viewport(1440, 900);
  document.documentElement.lang = "en";
  document.title = "Shadowgraph";
  await forget();
  location.hash = "#/notebook";
  start();
  await until(() => desk && host.querySelector("sg-notebook"));
  await desk.files.ready;
});

afterEach(async () => {
  desk.files.discard();
  host.remove();
  location.hash = "#/";
  Reflect.deleteProperty(globalThis, "showSaveFilePicker");
});

async function until<T>(find: () => T | null | undefined | false): Promise<T> {
  for (let i = 0; i < 500; i++) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`nothing came of ${find}`);
}
const said = () => host.querySelector(".nb-file")?.textContent?.trim() ?? "";
const button = (text: string) =>
  [...host.querySelectorAll<HTMLElement>("button")].find((one) => one.textContent?.trim().startsWith(text)) ?? null;
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
    await desk.openFile(file("nights.md"));
    await until(() => said() === "nights.md · saved");
    await until(() => host.querySelector("sg-cell"));
    await desk.runner!.runAll();
    await until(() => host.querySelector(".nb-error")?.textContent?.includes("No tenant is open."));
  });

  test("is saved by Mod+S to where it was saved before, and the dot says what is not saved", async () => {
    await desk.openFile(file("nights.md"));
    const handle = await offerPlace("chosen.md");
    expect(asks()).toBe(false);
    desk.touch();
    await until(() => said().includes("changed since it was saved"));
    expect(host.querySelector(".nb-dot.unsaved")).not.toBeNull();
    expect(asks()).toBe(true);
    await userEvent.keyboard("{Control>}s{/Control}");
    await until(() => said() === "chosen.md · saved");
    expect(await inFile(handle)).toBe(desk.text);
    expect(asks()).toBe(false);
    Reflect.deleteProperty(globalThis, "showSaveFilePicker");
    const { id, block } = desk.runner!.entries[0]!;
    desk.runner!.edit(id, { ...block, ...{ text: "# Changed" } });
    desk.touch();
    await userEvent.keyboard("{Control>}s{/Control}");
    await until(() => said() === "chosen.md · saved");
    expect(await inFile(handle)).toContain("# Changed");
  });

  test("stays unsaved where the dialog is closed, and says what the disk says where it fails", async () => {
    await desk.openFile(file("nights.md"));
    desk.touch();
    Reflect.set(globalThis, "showSaveFilePicker", () => Promise.reject(new DOMException("no", "AbortError")));
    await desk.files.save();
    expect(desk.files.isSaved).toBe(false);
    Reflect.set(globalThis, "showSaveFilePicker", () =>
      Promise.reject(new DOMException("The disk is full.", "QuotaExceededError")),
    );
    await userEvent.keyboard("{Control>}s{/Control}");
    await until(() => host.querySelector("sg-notebook-files .nb-error")?.textContent?.includes("The disk is full."));
    expect(desk.files.isSaved).toBe(false);
  });

  test("that is opened over unsaved work leaves that work among the recent ones", async () => {
    await desk.openFile(file("first.md"));
    const { id, block } = desk.runner!.entries[0]!;
    desk.runner!.edit(id, { ...block, ...{ text: "# Not to be lost" } });
    desk.touch();
    await desk.openFile(file("second.md"));
    expect(desk.files.isSaved).toBe(true);
    const left = desk.files.recent.find(({ isSaved }) => !isSaved);
    expect(left?.text).toContain("# Not to be lost");
    (await until(() => button("Notebooks"))).click();
    const item = await until(() =>
      [...host.querySelectorAll<HTMLElement>('[role="menuitem"]')].find((one) =>
        one.textContent?.includes("not saved"),
      ),
    );
    item.click();
    await until(() => desk.text.includes("# Not to be lost"));
  });

  test("that is no notebook is refused, and the one that lies open stays", async () => {
    await desk.openFile(file("first.md"));
    await expect(desk.openFile(file("empty.md", "---\nshadowgraph: 1\n---\n"))).rejects.toThrow(
      "The notebook is empty.",
    );
    await expect(desk.openFile(file("new.md", "---\nshadowgraph: 9\n---\n\nx"))).rejects.toThrow("newer Shadowgraph");
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
    expect(session.state.plans).toEqual([]);
  });

  test("of a notebook with logs opens the one and looks at the others", async () => {
    drop(file("dropped.md"), new File(["x"], "actions.csv"));
    await until(() => session.state.plans.length === 1);
    expect(session.state.plans[0]?.name).toBe("actions.csv");
    expect(desk.files.fileName).toBe("dropped.md");
  });
});

describe("the menu of notebooks", () => {
  test("is gone through by arrows, and Escape gives the focus back", async () => {
    await desk.openFile(file("before.md"));
    await desk.openFile(file("first.md"));
    await until(() => host.querySelector(".nb-head"));
    (await until(() => button("Notebooks"))).click();
    await until(() => document.activeElement?.textContent?.includes("Open a file"));
    await userEvent.keyboard("{ArrowDown}");
    expect(document.activeElement?.textContent).toContain("Save as");
    await userEvent.keyboard("{Home}{ArrowUp}");
    expect(document.activeElement?.textContent).toContain("Forget these");
    await userEvent.keyboard("{Escape}");
    await until(() => !host.querySelector('[role="menu"]'));
    expect(document.activeElement?.textContent).toContain("Notebooks");
  });

  test("has no accessibility violation, wide and narrow, and asks for no inline style", async () => {
    await desk.openFile(file("first.md"));
    await until(() => host.querySelector(".nb-head"));
    (await until(() => button("Notebooks"))).click();
    await until(() => host.querySelector('[role="menu"]'));
    for (const width of [1440, 390]) {
      await page.viewport(width, 844);
      const { violations } = await axe.run(host, { resultTypes: ["violations"] });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    }
    expect(refused.filter((directive) => directive.startsWith("style"))).toEqual([]);
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
  await session.openDemo();
  location.hash = "#/notebook";
  await until(() => desk.runner?.entries.length);
  desk.touch();
  desk.files.flush();
  await untilDisk((text) => text.includes("shadowgraph"));
  await session.setPassphrase({ current: null, next: "four words in a row" });
  await untilDisk((text) => !text.includes("shadowgraph: 1"));
  desk.touch();
  desk.files.flush();
  await desk.openFile(file("secret.md", notebook("zqsecret")));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await texts()).not.toContain("zqsecret");
});
