import { expect, test } from "vitest";
import { demoSupportDesk } from "../../src/demo/support-desk.ts";
import { rootFeatures, separation } from "./hardness.ts";
import { readTable } from "./table.ts";

const types = ["DataTool.Query", "Refund.Issue"];
const lastWeek = new Set(Array.from({ length: 7 }, (_, day) => `${String(11 + day).padStart(2, "0")}/08/2025`));

function desk(options: Parameters<typeof demoSupportDesk>[0]): { text: string; bad: ReadonlySet<string> } {
  const utf8 = new TextDecoder();
  let text = "";
  const chunks = demoSupportDesk(options);
  for (;;) {
    const next = chunks.next();
    if (next.done) return { text, bad: new Set(next.value.map(({ id }) => id)) };
    text += utf8.decode(next.value.bytes);
  }
}

test("a support desk has about as many roots and bad roots as asked, and no column, count or hour tells them apart", () => {
  const { text, bad } = desk({ agents: 600, rootsPerWeek: 18_000, badShare: 0.015, days: 14, seed: 5 });
  const { bad: marks, features } = rootFeatures(readTable(text), bad, { types, dates: lastWeek });
  expect(marks.length / 18_000).toBeGreaterThan(0.85);
  expect(marks.length / 18_000).toBeLessThan(1.15);
  const share = marks.filter(Boolean).length / marks.length;
  expect(share).toBeGreaterThan(0.01);
  expect(share).toBeLessThan(0.02);
  expect(marks.filter(Boolean).length).toBeGreaterThan(0.97 * bad.size);
  for (const [name, values] of features) {
    expect(separation(values, marks), name).toBeLessThan(0.85);
  }
});

test("the same seed gives the same support desk", () => {
  const options = { agents: 60, rootsPerWeek: 1500, days: 10 };
  expect(desk({ ...options, seed: 1 })).toEqual(desk({ ...options, seed: 1 }));
  expect(desk({ ...options, seed: 1 }).text).not.toBe(desk({ ...options, seed: 2 }).text);
});
