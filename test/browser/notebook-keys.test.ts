import { beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { commands } from "../../src/ui/notebook/commands.ts";
import { uiPage } from "../support/ui-page.ts";
import { until } from "../support/until.ts";

const cell = (type: string, name: string, body: string) => `\`\`\`${type} ${name}\n${body}\n\`\`\`\n\n`;
const small =
  "# Nights\n\n" +
  cell("sql", "days", "select 1 as one") +
  "# Mornings\n\n" +
  cell("sql", "second", "select one from days") +
  cell("sql", "third", "select 3 as one");

const ui = uiPage({ hasNotebook: true });
async function open(text: string): Promise<void> {
  await ui.desk.openFile(new File([`---\nshadowgraph: 1\ntitle: A test\n---\n\n${text}`], "test.md"));
  await ui.one(".nb-list :is(.nb-cell, .nb-prose)");
}

beforeEach(async () => {
  await ui.openNotebook();
  await ui.session.openDemo();
  await ui.openPlace("notebook", "main.place-notebook sg-notebook");
  await open(small);
  await until(() => names().join() === "text,days,text,second,third");
});

const names = () => ui.desk.runner?.entries.map(({ block }) => (block.kind === "cell" ? block.name : "text")) ?? [];
const bodies = () =>
  ui.desk.runner?.entries.map(({ block }) => (block.kind === "cell" ? block.body : block.text)) ?? [];
const shown = () =>
  [...ui.host.querySelectorAll<HTMLElement>("sg-cell, sg-prose")].map(
    (one) => one.querySelector<HTMLInputElement>(".nb-name")?.value ?? "text",
  );
const section = (name: string) =>
  [...ui.host.querySelectorAll<HTMLElement>(".nb-cell")].find(
    (one) => one.querySelector<HTMLInputElement>(".nb-name")?.value === name,
  );
const focused = () => document.activeElement?.getAttribute("aria-label") ?? "";
const isFocused = (label: string) => until(() => focused() === label);
const button = (name: string) => page.getByRole("button", { name, exact: true });
const focus = async (name: string) => {
  (await until(() => section(name))).focus();
  await isFocused(`sql cell ${name}`);
};

describe("the notebook by keyboard", () => {
  test("arrows, J and K, Home and End go from block to block; Enter goes into the editor and Esc out", async () => {
    await focus("days");
    await userEvent.keyboard("{ArrowDown}");
    await isFocused("Text");
    await userEvent.keyboard("j");
    await isFocused("sql cell second");
    await userEvent.keyboard("k{ArrowUp}");
    await isFocused("sql cell days");
    await userEvent.keyboard("{End}");
    await isFocused("sql cell third");
    await userEvent.keyboard("{Enter}");
    await until(() => document.activeElement?.classList.contains("nb-body"));
    await userEvent.keyboard("7");
    expect(bodies().at(-1)).toContain("7");
    // The first closes what the editor may offer.
    await userEvent.keyboard("{Escape}{Escape}");
    await isFocused("sql cell third");
    await userEvent.keyboard("{Home}");
    await until(() => focused() === "Text");
  });

  test("a letter typed in an editor is text, and no key of the page", async () => {
    const theme = document.documentElement.dataset.theme;
    await focus("third");
    await userEvent.keyboard("{Enter}");
    await until(() => document.activeElement?.classList.contains("nb-body"));
    await userEvent.keyboard("ddd");
    expect(document.documentElement.dataset.theme).toBe(theme);
    expect(names()).toHaveLength(5);
  });

  test("A and B add above and below, Alt+Enter below; each is undone and done again", async () => {
    await focus("second");
    await userEvent.keyboard("a");
    await until(() => names()[3] === "sql_1");
    await until(() => document.activeElement?.classList.contains("nb-body"));
    await userEvent.keyboard("{Alt>}{Enter}{/Alt}");
    await until(() => names()[4] === "sql_2");
    await until(() => document.activeElement?.closest(".nb-cell")?.getAttribute("aria-label") === "sql cell sql_2");
    await userEvent.keyboard("{Escape}");
    await isFocused("sql cell sql_2");
    await userEvent.keyboard("b");
    await until(() => names()[5] === "sql_3");
    await userEvent.keyboard("{Escape}");
    await isFocused("sql cell sql_3");
    await userEvent.keyboard("{Control>}zzz{/Control}");
    await until(() => names().join() === "text,days,text,second,third");
    await until(() => shown().join() === "text,days,text,second,third");
    await userEvent.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    await until(() => names()[3] === "sql_1");
  });

  test("a kind is chosen from what is offered below a cell", async () => {
    const adder = section("second")?.parentElement?.querySelector<HTMLDetailsElement>(".nb-add");
    adder?.querySelector("summary")?.click();
    const text = await until(() =>
      [...(adder?.querySelectorAll("button") ?? [])].find((one) => one.textContent === "Text"),
    );
    text.click();
    await until(() => shown().join() === "text,days,text,second,text,third");
    expect(adder?.open).toBe(false);
  });

  test("D D deletes, and Mod+Z brings the cell back where it was, with the focus", async () => {
    await focus("second");
    await userEvent.keyboard("dkjdd");
    await until(() => shown().join() === "text,days,text,third");
    await isFocused("sql cell third");
    await userEvent.keyboard("{Control>}z{/Control}");
    await until(() => shown().join() === "text,days,text,second,third");
    await isFocused("sql cell second");
  });

  test("what is typed into a new cell takes the place of its template; Ctrl+Shift+Enter runs all, from within it too", async () => {
    await focus("third");
    await userEvent.keyboard("b");
    await until(() => document.activeElement?.classList.contains("nb-body"));
    await userEvent.keyboard("select 5 as five");
    expect(bodies().at(-1)).toBe("select 5 as five");
    await userEvent.keyboard("{Control>}{Shift>}{Enter}{/Shift}{/Control}");
    await until(() => ui.host.querySelectorAll(".nb-cell.done").length === 4);
    expect(bodies().at(-1)).toBe("select 5 as five");
  });

  test("Shift+M merges with the cell below, and says why it can't", async () => {
    await focus("second");
    await userEvent.keyboard("{Shift>}m{/Shift}");
    await until(() => bodies().includes("select one from days\nselect 3 as one"));
    await userEvent.keyboard("{Shift>}m{/Shift}");
    await until(() => ui.host.querySelector(".nb-said")?.textContent?.includes("nothing below"));
    await userEvent.keyboard("{Control>}z{/Control}");
    await until(() => names().join() === "text,days,text,second,third");
  });

  test("Alt and an arrow move a block, the grip's arrows too, and the focus goes with it", async () => {
    await focus("third");
    await userEvent.keyboard("{Alt>}{ArrowUp}{ArrowUp}{/Alt}");
    await until(() => shown().join() === "text,days,third,text,second");
    await isFocused("sql cell third");
    section("third")?.querySelector<HTMLElement>(".nb-grip")?.focus();
    await userEvent.keyboard("{ArrowDown}");
    await until(() => shown().join() === "text,days,text,third,second");
    await isFocused("Move third");
  });

  test("a block that was moved, or left and come back to, shows its text as before, where it was read", async () => {
    const texts = () =>
      ["days", "second", "third"].map(
        (name) => section(name)?.querySelector(".nb-body")?.shadowRoot?.querySelector(".cm-content")?.textContent ?? "",
      );
    const asWritten = () =>
      ["select 1 as one", "select one from days", "select 3 as one"].every((text, i) => texts()[i] === text);
    await until(asWritten);
    await focus("second");
    await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await until(() => names().join() === "text,days,text,third,second");
    await until(asWritten);
    await page.viewport(900, 400);
    const main = ui.host.querySelector<HTMLElement>("main")!;
    main.scrollTop = 90;
    await until(() => main.scrollTop === 90);
    await new Promise(requestAnimationFrame);
    await ui.openPlace("queue", "main.place-queue");
    await ui.openPlace("notebook", "main.place-notebook sg-notebook");
    await until(asWritten);
    await until(() => ui.host.querySelector("main")!.scrollTop === 90);
    await page.viewport(1280, 720);
  });

  test("H and O fold body and output, which the file keeps", async () => {
    await focus("days");
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await until(() => section("days")?.querySelector("sg-table"));
    await userEvent.keyboard("ho");
    await until(() => section("days")?.querySelectorAll(".nb-folded").length === 2);
    expect(section("days")?.querySelector<HTMLElement>(".nb-body")?.hidden).toBe(true);
    expect(section("days")?.querySelector("sg-table")).toBeNull();
    expect(ui.desk.text).toContain("```sql days fold=both");
    expect(section("days")?.classList.contains("stale")).toBe(false);
    await userEvent.keyboard("{Enter}");
    await until(() => !section("days")?.querySelector<HTMLElement>(".nb-body")?.hidden);
  });

  test("Ctrl+Shift+minus splits a cell at the cursor", async () => {
    await focus("third");
    await userEvent.keyboard("{Enter}");
    await until(() => document.activeElement?.classList.contains("nb-body"));
    await userEvent.keyboard("{Control>}{Home}{/Control}{ArrowRight>6/}");
    await userEvent.keyboard("{Control>}{Shift>}-{/Shift}{/Control}");
    await until(() => names().includes("third_1"));
    expect(bodies().slice(-2)).toEqual(["select", " 3 as one"]);
  });

  test("Shift+Enter runs and moves on, and below the last cell adds one; a cell shows rows and time", async () => {
    await focus("second");
    await userEvent.keyboard("{Shift>}{Enter}{/Shift}");
    await isFocused("sql cell third");
    await until(() => /30 rows · \d/.test(section("second")?.querySelector(".nb-facts")?.textContent ?? ""));
    expect(section("days")?.querySelector(".nb-facts")?.textContent).toContain("30 rows");
    await userEvent.keyboard("{Shift>}{Enter}{/Shift}");
    await until(() => names().length === 6);
  });

  test("what an edit made stale is marked, and Run stale runs it with its readers only", async () => {
    await button("Run all").click();
    await until(() => ui.host.querySelector(".nb-counts")?.textContent === "all up to date");
    await focus("days");
    await userEvent.keyboard("{Enter}{Control>}{End}{/Control}");
    await userEvent.keyboard("0");
    await until(() => section("second")?.classList.contains("stale"));
    expect(section("third")?.classList.contains("stale")).toBe(false);
    expect(section("second")?.querySelector(".nb-reads")?.textContent).toContain("days");
    await button("Run stale").click();
    await until(() => ui.host.querySelector(".nb-counts")?.textContent === "all up to date");
  });

  test("a circle is explained at each of its cells", async () => {
    await open(cell("sql", "hen", "select * from egg") + cell("sql", "egg", "select * from hen"));
    await button("Run all").click();
    await until(() =>
      section("hen")?.querySelector(".nb-error")?.textContent?.includes("hen reads egg, egg reads hen"),
    );
    await until(() =>
      section("egg")?.querySelector(".nb-error")?.textContent?.includes("egg reads hen, hen reads egg"),
    );
  });

  test("find counts, goes on, replaces one and all, and one undo takes all of it back", async () => {
    const before = bodies();
    await focus("days");
    await userEvent.keyboard("{Control>}f{/Control}");
    await isFocused("Find in the notebook");
    await userEvent.keyboard("ONE");
    const found = () => ui.host.querySelector(".nb-found")?.textContent ?? "";
    await until(() => found() === "Found in 3 places");
    await userEvent.keyboard("{Enter}");
    await until(() => found() === "1 of 3 · in days");
    await userEvent.keyboard("{Enter}{Enter}{Enter}");
    await until(() => found() === "1 of 3 · in days");
    await button("Match capitals").click();
    await until(() => found() === "Found nowhere");
    await button("Match capitals").click();
    await button("Regular expression").click();
    await page.getByLabelText("Find in the notebook").fill("(o)ne(");
    await until(() => found().startsWith("This is no regular expression"));
    await page.getByLabelText("Find in the notebook").fill("o(n)e");
    await page.getByLabelText("Replace with").fill("tw$1");
    await button("Next place").click();
    await button("Replace").click();
    await until(() => found() === "1 of 2 · in second");
    expect(bodies()[1]).toBe("select 1 as twn");
    await button("Replace all").click();
    await until(() => found() === "Found nowhere");
    expect(bodies().slice(-2)).toEqual(["select twn from days", "select 3 as twn"]);
    page.getByRole("button", { name: "Close find" }).element().focus();
    await userEvent.keyboard("{Control>}z{/Control}");
    await until(() => bodies().slice(-2).join() === "select one from days,select 3 as one");
    await userEvent.keyboard("{Control>}z{/Control}");
    await until(() => bodies().join() === before.join());
  });

  test("the outline marks where one is, and goes elsewhere by keys", async () => {
    await focus("second");
    const lines = () => [...ui.host.querySelectorAll<HTMLElement>(".nb-outline .nb-line")];
    const current = () => lines().find((line) => line.getAttribute("aria-current"))?.title;
    await until(() => current() === "second");
    expect(lines().map((line) => line.title)).toEqual(["Nights", "days", "Mornings", "second", "third"]);
    lines()
      .find(({ tabIndex }) => tabIndex === 0)
      ?.focus();
    await userEvent.keyboard("{ArrowUp}{ArrowUp}");
    await until(() => document.activeElement?.getAttribute("title") === "days");
    await userEvent.keyboard("{Enter}");
    await isFocused("sql cell days");
    await page.viewport(390, 844);
    await button("Outline").click();
    await until(() => ui.host.querySelector(".nb-outline-sheet[open] .nb-line"));
    ui.host.querySelector<HTMLElement>(".nb-outline-sheet .nb-line[title=third]")?.click();
    await isFocused("sql cell third");
  });

  test("every key of a cell is in the help", async () => {
    ui.host.querySelector<HTMLElement & { show(): void }>("sg-help")?.show();
    const section = [...ui.host.querySelectorAll("sg-help section")].find(
      (one) => one.querySelector("h3")?.textContent === "Notebook",
    );
    const help = [...(section?.querySelectorAll("dt") ?? [])].map((dt) => dt.textContent);
    const signs: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", Mod: "Ctrl" };
    const text = help.join(" ") + [...(section?.querySelectorAll("dd") ?? [])].map((dd) => dd.textContent).join(" ");
    for (const key of commands.flatMap(({ keys }) => keys).flatMap((keys) => keys.split(/[+ ]/)))
      expect(text).toContain(signs[key] ?? key);
  });

  /** Takes a block by its grip and holds it over the upper edge of another. */
  async function drag(name: string, over: string): Promise<() => void> {
    const list = await ui.one(".nb-list");
    const grip = await until(() => section(name)?.querySelector<HTMLElement>(".nb-grip"));
    grip.setPointerCapture = () => {};
    const at = (await until(() => section(over))).getBoundingClientRect();
    const pointer = (type: string, target: Element) =>
      target.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0, clientX: at.x + 50, clientY: at.y + 4 }));
    pointer("pointerdown", grip);
    pointer("pointermove", list);
    await ui.one(".drop-before");
    return () => pointer("pointerup", list);
  }

  test("a block is dragged by its grip to where the line shows, and undone", async () => {
    const drop = await drag("third", "days");
    drop();
    await until(() => shown().join() === "text,third,days,text,second");
    expect(ui.host.querySelector(".drop-after, .drop-before, .moving")).toBeNull();
    await focus("days");
    await userEvent.keyboard("{Control>}z{/Control}");
    await until(() => shown().join() === "text,days,text,second,third");
  });

  test("Escape in the middle of a drag leaves all as it was", async () => {
    const drop = await drag("third", "days");
    await userEvent.keyboard("{Escape}");
    expect(ui.host.querySelector(".drop-before, .moving")).toBeNull();
    drop();
    expect(shown()).toEqual(["text", "days", "text", "second", "third"]);
  });
});

describe("what the page asks of the notebook", () => {
  test("what would have been caught is one cell, added once, by the palette and by the import's button", async () => {
    await userEvent.keyboard("{Escape}{Control>}k{/Control}");
    await until(() => ui.host.querySelector("dialog.palette[open]"));
    await userEvent.keyboard("what would I{Enter}");
    await until(() => names().at(-1)?.startsWith("evaluate"));
    const asked = () => {
      const entry = ui.desk.runner?.entries.at(-1);
      return entry && ui.desk.stateOf(entry).status;
    };
    await until(() => asked() !== "stale" && asked() !== undefined);
    const before = names();
    await ui.openPlace("import", ".imported");
    await button("What would I have caught?").click();
    await until(() => location.hash === "#/notebook");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(names()).toEqual(before);
  });

  test("other days to score are one change of every detector cell, taken back at once", async () => {
    await open(
      `${cell("profile", "p", "from: last  # a day\nto: last")}${cell("sql", "q", "select 1")}${cell("graph", "g", "seed: 1")}`,
    );
    await until(() => names().join() === "p,q,g");
    const before = bodies();
    ui.desk.scoreDays({ from: "2016-05-13", to: "2016-05-19" });
    expect(bodies()).toEqual([
      "from: 2016-05-13  # a day\nto: 2016-05-19",
      "select 1",
      "seed: 1\nfrom: 2016-05-13\nto: 2016-05-19",
    ]);
    ui.desk.runner?.undo();
    expect(bodies()).toEqual(before);
  });
});
