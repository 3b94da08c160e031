import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDrawing } from "../../src/casework/drawing.ts";
import {
  type EvidenceLog,
  evidenceOf,
  type Finding,
  moveEvidence,
  noEvidence,
  withEvidence,
  withNote,
  withoutEvidence,
} from "../../src/casework/evidence.ts";
import { readEvidence } from "../../src/casework/evidence-file.ts";

const ann = { actor: "ann", day: "2026-01-01" };
const bob = { actor: "bob", day: "2026-01-01" };
const now = "2026-01-02T03:04:05.000Z";
const fact = (title: string): Finding => ({ title, source: "headline", content: { kind: "fact" } });
const logOf = (...titles: readonly string[]): EvidenceLog =>
  titles.reduce((log, title) => withEvidence(log, title.startsWith("b") ? bob : ann, fact(title), now), noEvidence);
const titles = (log: EvidenceLog, key = ann) => evidenceOf(log, key).map(({ title }) => title);

describe("a case's evidence", () => {
  test("is in the order in which it was kept, and has a finding once", () => {
    const log = logOf("a1", "b1", "a2", "a1");
    expect(titles(log)).toEqual(["a1", "a2"]);
    expect(titles(log, bob)).toEqual(["b1"]);
    expect(new Set(log.items.map(({ id }) => id)).size).toBe(3);
  });

  test("keeps its order when another case's piece moves, and a piece stops at both ends", () => {
    const log = logOf("a1", "b1", "a2", "b2", "a3");
    const [first, , last] = evidenceOf(log, ann);
    const moved = moveEvidence(log, last!.id, -1);
    expect(titles(moved)).toEqual(["a1", "a3", "a2"]);
    expect(titles(moved, bob)).toEqual(["b1", "b2"]);
    expect(moveEvidence(log, first!.id, -1)).toBe(log);
    expect(titles(moveEvidence(log, first!.id, 99))).toEqual(["a2", "a3", "a1"]);
  });

  test("a note stays with its piece, and a piece taken out is gone with its note", () => {
    const log = logOf("a1", "a2");
    const { id } = log.items[0]!;
    const noted = moveEvidence(withNote(log, id, "the first refund"), id, 1);
    expect(evidenceOf(noted, ann).map(({ note }) => note)).toEqual(["", "the first refund"]);
    expect(titles(withoutEvidence(noted, id))).toEqual(["a2"]);
  });

  test("a piece kept after another was taken out has an id of its own", () => {
    const log = logOf("a1", "a2", "a3");
    const after = withEvidence(withoutEvidence(log, log.items[1]!.id), ann, fact("a4"), now);
    expect(new Set(after.items.map(({ id }) => id)).size).toBe(3);
  });
});

describe("evidence from a file", () => {
  const text = fc.string({ unit: "binary", maxLength: 20 });
  const table = fc
    .tuple(fc.array(text, { maxLength: 4 }), fc.nat(5))
    .map(([columns, n]) => ({ columns, rows: Array.from({ length: n }, () => columns.map(() => n)), total: n }));
  const content = fc.oneof(
    fc.constant({ kind: "fact" as const }),
    fc.record({ kind: fc.constant("table" as const), table }),
    fc.record({ kind: fc.constant("chart" as const), drawing: fc.constant(null), table: fc.option(table) }),
    fc.record({
      kind: fc.constant("row" as const),
      file: text,
      line: fc.nat(),
      time: text,
      actor: text,
      type: text,
      details: fc.array(fc.record({ name: text, value: text }), { maxLength: 3 }),
      raw: fc.option(text),
    }),
  );

  test("comes back as it was", () => {
    const finding = fc.record({ title: text, source: text, content });
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 6 }), (findings) => {
        const log = findings.reduce<EvidenceLog>((given, one) => withEvidence(given, ann, one, now), noEvidence);
        expect(readEvidence(JSON.parse(JSON.stringify(log)))).toEqual({ log, unread: 0 });
      }),
    );
  });

  test("whatever a file holds is read, or left out and counted, and never thrown at", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue(), { maxLength: 5 }), (any, items) => {
        readEvidence(any);
        expect(readEvidence({ version: 1, items })?.unread).toBe(items.length);
      }),
    );
    expect(readEvidence({ version: 2, items: [] })).toBeNull();
  });
});

describe("a picture from a file", () => {
  const svg = (...children: unknown[]) => ({ name: "svg", attributes: { viewBox: "0 0 9 9" }, children });

  test("keeps shapes and texts", () => {
    const drawing = svg({ name: "text", attributes: { x: "1", fill: "var(--ink)" }, children: ["<b>41</b>"] });
    expect(readDrawing(drawing)).toEqual(drawing);
  });

  test.each([
    ["a script", { name: "script", attributes: {}, children: ["alert(1)"] }],
    ["foreign content", { name: "foreignObject", attributes: {}, children: [] }],
    ["a picture from elsewhere", { name: "image", attributes: { href: "https://a.invalid/" }, children: [] }],
    ["a use of another file", { name: "use", attributes: { href: "a.svg#b" }, children: [] }],
    ["a style", { name: "style", attributes: {}, children: ["@import 'a'"] }],
  ])("leaves out %s", (_, child) => {
    expect(readDrawing(svg(child))).toEqual(svg());
  });

  test("leaves out what acts or refers", () => {
    const attributes = {
      onload: "alert(1)",
      style: "x",
      href: "javascript:alert(1)",
      fill: "url(https://a.invalid/#a)",
      "clip-path": "url(#clip)",
      x: "1",
    };
    expect(readDrawing(svg({ name: "rect", attributes, children: [] }))?.children).toEqual([
      { name: "rect", attributes: { "clip-path": "url(#clip)", x: "1" }, children: [] },
    ]);
  });

  test("is none beyond its bounds", () => {
    expect(
      readDrawing(svg(...Array.from({ length: 7000 }, () => ({ name: "g", attributes: {}, children: [] })))),
    ).toBeNull();
    expect(readDrawing({ name: "g", attributes: {}, children: [] })).toBeNull();
    expect(readDrawing("<svg>")).toBeNull();
  });
});
