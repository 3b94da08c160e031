import { describe, expect, test } from "vitest";
import { deedKinds } from "../../src/demo/desk-deeds.ts";
import { type BadRoot, demoSupportDesk } from "../../src/demo/support-desk.ts";
import { pairScores, rootFeatures, separation } from "./hardness.ts";
import { readTable } from "./table.ts";

const types = ["DataTool.Query", "Refund.Issue"];
const lastWeek = new Set(Array.from({ length: 7 }, (_, day) => `${String(15 + day).padStart(2, "0")}/08/2025`));

function desk(options: Parameters<typeof demoSupportDesk>[0]): { text: string; bad: readonly BadRoot[] } {
  const utf8 = new TextDecoder();
  let text = "";
  const chunks = demoSupportDesk(options);
  for (;;) {
    const next = chunks.next();
    if (next.done) return { text, bad: next.value };
    text += utf8.decode(next.value.bytes);
  }
}

describe("a support desk", () => {
  const { text, bad } = desk({ agents: 900, rootsPerWeek: 27_600, badShare: 0.015, days: 18, seed: 5 });
  const {
    bad: marks,
    features,
    counts,
    gaps,
  } = rootFeatures(readTable(text), new Set(bad.map(({ id }) => id)), {
    types,
    dates: lastWeek,
  });

  test("has about as many roots and bad roots as asked, the bad ones of every kind and all in the last week", () => {
    expect(marks.length / 27_600).toBeGreaterThan(0.85);
    expect(marks.length / 27_600).toBeLessThan(1.4);
    const share = marks.filter(Boolean).length / marks.length;
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.02);
    expect(marks.filter(Boolean).length).toBe(bad.length);
    for (const kind of deedKinds) expect(bad.filter((one) => one.kind === kind).length, kind).toBeGreaterThan(10);
  });

  test("is hard: no column, count or hour tells the bad roots from the others", () => {
    for (const [name, values] of [...features, ...counts]) expect(separation(values, marks), name).toBeLessThan(0.67);
    for (const [name, values] of gaps) expect(separation(values, marks), name).toBeLessThan(0.8);
  });

  test("is hard: what stands first or last by any of them is honest more often than not", () => {
    for (const [name, values] of [...features, ...counts, ...gaps]) {
      const order = [...values.keys()].sort((a, b) => values[b]! - values[a]! || a - b);
      for (const end of [order.slice(0, 200), order.slice(-200)])
        expect(end.filter((i) => marks[i]).length, name).toBeLessThan(100);
    }
  });

  test("is hard: no two columns, counts or hours together do", () => {
    const kept = [...marks.keys()].filter((i) => marks[i] || i % 6 === 0);
    const some = [...features].map(([name, values]) => ({ name, values: kept.map((i) => values[i]!) }));
    const known = kept.map((i) => marks[i]!);
    some.forEach((a, i) => {
      for (const b of some.slice(i + 1))
        expect(separation(pairScores(a.values, b.values, known), known), `${a.name}, ${b.name}`).toBeLessThan(0.7);
    });
  });

  test("is hard: even two joined counts or gaps, which do tell them apart, put honest ones first", () => {
    const joined = [...counts, ...gaps];
    joined.forEach(([first, a], i) => {
      for (const [second, b] of joined.slice(i + 1)) {
        const scores = pairScores(a, b, marks);
        expect(separation(scores, marks), `${first}, ${second}`).toBeLessThan(0.9);
        const order = [...scores.keys()].sort((x, y) => scores[y]! - scores[x]! || x - y);
        expect(order.slice(0, 50).filter((x) => marks[x]).length, `${first}, ${second}`).toBeLessThan(20);
      }
    });
  });
});

test("the same seed gives the same support desk", () => {
  const options = { agents: 60, rootsPerWeek: 1500, days: 10 };
  expect(desk({ ...options, seed: 1 })).toEqual(desk({ ...options, seed: 1 }));
  expect(desk({ ...options, seed: 1 }).text).not.toBe(desk({ ...options, seed: 2 }).text);
});
