import { afterEach, beforeEach, expect, test } from "vitest";
import { startApp } from "../../src/ui/start-app.ts";
import { fixtureServices } from "../support/fixture-engine.ts";
import { until } from "../support/until.ts";

let host: HTMLElement;
const open = async () => {
  host = document.createElement("div");
  document.body.append(host);
  const session = startApp(host, fixtureServices(), { notebook: () => document.createElement("sg-notebook") });
  await session.openDemo();
  await until(() => host.querySelector(".case .raw tbody tr"));
};
const button = (words: string): HTMLButtonElement | undefined =>
  [...host.querySelectorAll<HTMLButtonElement>(".tour button")].find(({ textContent }) => textContent === words);
const says = (words: string) => until(() => host.querySelector(".tour p")?.textContent?.includes(words));

beforeEach(() => {
  localStorage.clear();
  location.hash = "#/";
});
afterEach(() => {
  host.remove();
  localStorage.clear();
});

test("the demo is shown in five steps, each pointing at what it is about, and does not come again", async () => {
  await open();
  for (const [i, words] of ["The queue", "Why", "The raw rows", "Your verdict", "notebook"].entries()) {
    await says(`${i + 1} of 5`);
    await says(words);
    await until(() => host.querySelector("[data-toured]"));
    expect(host.querySelectorAll("[data-toured]")).toHaveLength(1);
    button(i === 4 ? "Done" : "Next")!.click();
  }
  await until(() => !host.querySelector(".tour"));
  expect(location.hash).toBe("#/notebook");
  host.remove();
  await open();
  expect(host.querySelector(".tour")).toBeNull();
});

test("it can be skipped at once, and gone back in", async () => {
  await open();
  await says("1 of 5");
  button("Next")!.click();
  await says("2 of 5");
  button("Back")!.click();
  await says("1 of 5");
  button("Skip the tour")!.click();
  await until(() => !host.querySelector(".tour"));
  expect(host.querySelector("[data-toured]")).toBeNull();
});
