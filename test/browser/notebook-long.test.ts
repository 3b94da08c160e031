import { beforeEach, describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { uiPage } from "../support/ui-page.ts";
import { until } from "../support/until.ts";

const many = 10_000;
const long = `---\nshadowgraph: 1\ntitle: Long\n---\n\n${Array.from(
  { length: many },
  (_, i) => `\`\`\`sql cell_${i}\nselect ${i} as n${"\n".repeat(i % 7)}\n\`\`\`\n\n`,
).join("")}`;

const ui = uiPage({ hasNotebook: true });
beforeEach(async () => {
  await ui.openNotebook();
  await ui.desk.openFile(new File([long], "long.md"));
  await cell(0);
});

const cell = (i: number) =>
  until(() => ui.host.querySelector<HTMLElement>(`.nb-list .nb-cell[aria-label="sql cell cell_${i}"]`));
const isShown = (i: number) => ui.host.querySelector(`.nb-list .nb-cell[aria-label="sql cell cell_${i}"]`) !== null;
const blocks = () => ui.host.querySelectorAll(".nb-list :is(sg-cell, sg-prose)").length;
const scroller = () => ui.host.querySelector<HTMLElement>("main")!;
const settled = () => new Promise((resolve) => setTimeout(resolve, 300));

describe("a notebook of ten thousand cells", () => {
  test("has those near the window on the page, and room for the others", async () => {
    await settled();
    expect(blocks()).toBeLessThan(60);
    expect(scroller().scrollHeight).toBeGreaterThan(many * 72);
    scroller().scrollTop = scroller().scrollHeight;
    await cell(many - 1);
    await settled();
    expect(blocks()).toBeLessThan(80);
    expect(scroller().scrollHeight).toBeGreaterThan(many * 72);
  });

  test("what stands in the window stays there while what is above it is built", async () => {
    scroller().scrollTop = scroller().scrollHeight / 2;
    const middle = await until(() => {
      const { left, width } = ui.host.querySelector(".nb-list")!.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, 450)?.closest<HTMLElement>("sg-cell") ?? null;
    });
    await settled();
    const { top } = middle.getBoundingClientRect();
    expect(middle.isConnected && top > -100 && top < 900).toBe(true);
    // The outline marks where one has come.
    await until(() => {
      const current = ui.host.querySelector('.nb-outline [aria-current="location"]');
      return Math.abs(Number(/\d+/.exec(current?.textContent ?? "")?.[0]) - many / 2) < many / 10;
    });
  });

  test("the keys go to its end and back; the cell that has the focus stays, however far one scrolls", async () => {
    (await cell(0)).focus();
    await userEvent.keyboard("{End}");
    const last = await cell(many - 1);
    await until(() => document.activeElement === last);
    for (let at = 0; at < 6; at++) {
      scroller().scrollTop = at * 20_000;
      await settled();
    }
    expect(document.activeElement).toBe(last);
    await until(() => !isShown(many - 2));
    await userEvent.keyboard("{Home}");
    const first = await cell(0);
    await until(() => document.activeElement === first);
    expect(first.getBoundingClientRect().top).toBeGreaterThan(0);
  });

  test("another notebook that is opened begins anew", async () => {
    await ui.desk.openFile(new File(["# Short\n"], "short.md"));
    await until(() => blocks() === 1);
    expect(ui.host.querySelector(".nb-gap")).toBeNull();
  });
});
