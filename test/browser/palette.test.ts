import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { offerActions } from "../../src/ui/palette/actions.ts";
import { startApp } from "../../src/ui/start-app.ts";
import { fixtureServices } from "../support/fixture-engine.ts";

let host: HTMLElement;
let done: string[] = [];
let stop = () => {};
const refused: string[] = [];
document.addEventListener("securitypolicyviolation", (event) => refused.push(event.violatedDirective));

beforeEach(async () => {
  await page.viewport(1440, 900);
  document.documentElement.lang = "en";
  document.title = "Shadowgraph";
  location.hash = "#/";
  host = document.createElement("div");
  document.body.append(host);
  startApp(host, fixtureServices());
  done = [];
  stop = offerActions(() => [
    { title: "Count sheep", group: "Test", keys: ["Z"], run: () => done.push("sheep") },
    { title: "Fail <b>loudly</b>", group: "Test", run: () => Promise.reject(new Error("No sheep are left.")) },
  ]);
});

afterEach(() => {
  stop();
  host.remove();
  location.hash = "#/";
});

async function until<T>(find: () => T | null | undefined | false): Promise<T> {
  for (let i = 0; i < 400; i++) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`nothing came of ${find}`);
}
const open = () => host.querySelector<HTMLElement>("dialog.palette[open]");
const selected = () => host.querySelector('.palette [aria-selected="true"] .palette-title')?.textContent;

describe("the palette", () => {
  test("opens by Mod+K, finds by a few letters and does it by Enter, with the focus back where it was", async () => {
    const link = await until(() => host.querySelector<HTMLElement>(".places a"));
    link.focus();
    await userEvent.keyboard("{Control>}k{/Control}");
    await until(open);
    await userEvent.keyboard("shee");
    await until(() => selected() === "Count sheep");
    await userEvent.keyboard("{Enter}");
    await until(() => done.length === 1);
    expect(open()).toBeNull();
    expect(document.activeElement).toBe(link);
  });

  test("moves by arrows around both ends, and Escape and Mod+K close it", async () => {
    await userEvent.keyboard("{Control>}k{/Control}");
    await until(open);
    const first = await until(selected);
    await userEvent.keyboard("{ArrowUp}");
    await until(() => selected() !== first);
    await userEvent.keyboard("{ArrowDown}");
    await until(() => selected() === first);
    const input = host.querySelector("dialog.palette input")!;
    expect(document.getElementById(input.getAttribute("aria-activedescendant")!)?.getAttribute("aria-selected")).toBe(
      "true",
    );
    await userEvent.keyboard("{Escape}");
    await until(() => !open());
    await userEvent.keyboard("{Control>}k{/Control}");
    await until(open);
    await userEvent.keyboard("{Control>}k{/Control}");
    await until(() => !open());
  });

  test("goes to places, and says when nothing has the name", async () => {
    await userEvent.keyboard("{Control>}k{/Control}");
    await until(open);
    await userEvent.keyboard("go users{Enter}");
    await until(() => location.hash === "#/users");
    await userEvent.keyboard("{Control>}k{/Control}");
    await until(open);
    await userEvent.keyboard("qqqq");
    await until(() => host.querySelector(".palette-said")?.textContent?.includes("Nothing is called “qqqq”."));
    await userEvent.keyboard("{Enter}");
    expect(open()).not.toBeNull();
  });

  test("an action that fails says so on the page; its name is text", async () => {
    await userEvent.keyboard("{Control>}k{/Control}");
    await until(open);
    await userEvent.keyboard("loudly");
    await until(() => selected() === "Fail <b>loudly</b>");
    await userEvent.keyboard("{Enter}");
    await until(() => host.querySelector("sg-status")?.textContent?.includes("No sheep are left."));
  });

  test("has no accessibility violation, wide and narrow, and asks for no inline style", async () => {
    await userEvent.keyboard("{Control>}k{/Control}");
    await until(open);
    for (const width of [1440, 390]) {
      await page.viewport(width, 844);
      const { violations } = await axe.run(host, { resultTypes: ["violations"] });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    }
    expect(refused.filter((directive) => directive.startsWith("style"))).toEqual([]);
  });
});
