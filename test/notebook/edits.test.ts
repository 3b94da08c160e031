import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Block, parseNotebook, writeNotebook } from "../../src/notebook/document.ts";
import { Draft } from "../../src/notebook/draft.ts";
import {
  changingKind,
  deleting,
  folding,
  freeName,
  inserting,
  merging,
  moving,
  renaming,
  splitting,
  textOf,
  writing,
} from "../../src/notebook/edits.ts";
import { applyEdit, type Edit, type Entry, invertEdit } from "../../src/notebook/splices.ts";

const sql = (name: string, body: string): Block => ({ kind: "cell", type: "sql", name, body });
const prose = (text: string): Block => ({ kind: "markdown", text });
const entriesOf = (...blocks: Block[]): Entry[] => blocks.map((block, id) => ({ id, block }));
const blocksOf = (entries: readonly Entry[]) => entries.map(({ block }) => block);

const doings = ["insert", "delete", "move", "merge", "split", "kind", "rename", "fold", "write"] as const;
type Doing = {
  readonly does: (typeof doings)[number];
  readonly at: number;
  readonly to: number;
  readonly text: string;
};
const doing: fc.Arbitrary<Doing> = fc.record({
  does: fc.constantFrom(...doings),
  at: fc.nat(20),
  to: fc.nat(20),
  text: fc.constantFrom("select 1", "a", "b_1", "select * from a", ""),
});
const block: fc.Arbitrary<Block> = fc.oneof(
  fc
    .tuple(fc.constantFrom("a", "b", "b_1"), fc.constantFrom("select 1", "select * from a, b"))
    .map(([n, b]) => sql(n, b)),
  fc.constantFrom("# One", "Two").map(prose),
);

function editOf(entries: readonly Entry[], { does, at: place, to, text }: Doing, id: number): Edit {
  if (does === "insert")
    return inserting(Math.min(place, entries.length), { id, block: sql(freeName(entries, "sql"), text) });
  if (entries.length === 0) return [];
  const at = place % entries.length;
  if (does === "delete") return deleting(entries, at);
  if (does === "move") return moving(entries, at, to);
  if (does === "merge") return merging(entries, at) ?? [];
  if (does === "split") return splitting(entries, at, { offset: to, id });
  if (does === "kind") return changingKind(entries, at, { type: to % 2 ? "markdown" : "plot", id });
  if (does === "rename") return renaming(entries, at, text);
  if (does === "fold") return folding(entries, at, to % 2 ? "body" : "output");
  return writing(entries, at, text);
}

describe("edits of a notebook", () => {
  test("each has an inverse that takes it back", () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), doing, (blocks, one) => {
        const before = entriesOf(...blocks);
        const edit = editOf(before, one, 99);
        const after = applyEdit(before, edit);
        expect(applyEdit(after, invertEdit(edit))).toEqual(before);
      }),
    );
  });

  test("whatever is done, undoing all of it gives the first notebook back and redoing all of it the last", () => {
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 6 }),
        fc.array(fc.tuple(doing, fc.nat(2000)), { maxLength: 25 }),
        (blocks, done) => {
          let now = 0;
          const draft = new Draft({ title: "", tenant: "", blocks }, () => now);
          const seen = [draft.entries];
          for (const [one, wait] of done) {
            now += wait;
            const edit = editOf(draft.entries, one, draft.newId());
            const group = one.does === "write" ? `write ${edit[0]?.in[0]?.id}` : "";
            draft.change(edit, { what: one.does, group });
            seen.push(draft.entries);
            if (edit.length === 0) continue;
            draft.undo();
            draft.redo();
            expect(draft.entries).toEqual(seen.at(-1));
          }
          const last = draft.entries;
          while (draft.undo());
          expect(draft.entries).toEqual(seen[0]);
          expect(draft.order).toEqual(draft.entries.map(({ id }) => id));
          while (draft.redo());
          expect(draft.entries).toEqual(last);
          for (const { id, block: here } of draft.entries) expect(draft.blockOf(id)).toBe(here);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("typing in one cell is one step until there is a pause or something else is done", () => {
    let now = 0;
    const draft = new Draft({ title: "", tenant: "", blocks: [sql("a", ""), sql("b", "")] }, () => now);
    const type = (at: number, text: string, after: number) => {
      now += after;
      draft.change(writing(draft.entries, at, text), { what: "typing", group: `write ${at}` });
    };
    type(0, "s", 100);
    type(0, "se", 100);
    type(0, "sel", 100);
    type(0, "sele", 1500);
    type(1, "x", 100);
    const texts = () => blocksOf(draft.entries).map(textOf);
    draft.undo();
    expect(texts()).toEqual(["sele", ""]);
    draft.undo();
    expect(texts()).toEqual(["sel", ""]);
    draft.undo();
    expect(texts()).toEqual(["", ""]);
    expect(draft.undo()).toBeNull();
  });

  test("another title is a step like any other", () => {
    const draft = new Draft({ title: "First", tenant: "", blocks: [] });
    draft.retitle("Second");
    draft.retitle("Second");
    expect([draft.title, draft.undoes, draft.notebook.title]).toEqual(["Second", "call the notebook Second", "Second"]);
    expect([draft.undo(), draft.title, draft.undo()]).toEqual([[], "First", null]);
    expect([draft.redo(), draft.title]).toEqual([[], "Second"]);
  });

  test("a merge joins two cells of one kind or two texts, and refuses others", () => {
    const entries = entriesOf(sql("a", "select 1"), sql("b", "-- two"), prose("One"), prose("Two"));
    expect(blocksOf(applyEdit(entries, merging(entries, 0)!))[0]).toEqual(sql("a", "select 1\n-- two"));
    expect(blocksOf(applyEdit(entries, merging(entries, 2)!))[2]).toEqual(prose("One\n\nTwo"));
    expect(merging(entries, 1)).toBeNull();
    expect(merging(entries, 3)).toBeNull();
  });

  test("a split gives the second part a name of its own", () => {
    const entries = entriesOf(sql("a_1", "select 1\nselect 2"));
    const edit = splitting(entries, 0, { offset: 9, id: 7 });
    expect(blocksOf(applyEdit(entries, edit))).toEqual([sql("a_1", "select 1"), sql("a_2", "select 2")]);
  });

  test("a cell that gets another name gets it where it is read, and nowhere else", () => {
    const plot: Block = { kind: "cell", type: "plot", name: "c", body: 'data: "days"   # days\ntitle: Events by days' };
    const queue: Block = { kind: "cell", type: "queue", name: "q", body: "detectors: [profile, days]" };
    const reader = sql("b", "select t.days, 'days' as x -- days\nfrom days join \"days\" as t");
    const entries = entriesOf(sql("days", "select 1"), reader, plot, queue, sql("other", "select 1 as weekdays"));
    const texts = blocksOf(applyEdit(entries, renaming(entries, 0, "nights"))).map(textOf);
    expect(texts).toEqual([
      "select 1",
      "select t.days, 'days' as x -- days\nfrom nights join \"nights\" as t",
      'data: "nights"   # days\ntitle: Events by days',
      "detectors: [profile, nights]",
      "select 1 as weekdays",
    ]);
    expect(renaming(entries, 0, "no name")).toEqual([]);
  });

  test("folds are kept in the file, and open cells are written as ever", () => {
    const entries = entriesOf(sql("a", "select 1"), sql("b", "select 2"), sql("c", "select 3"));
    const folded = [
      folding(entries, 0, "body"),
      folding(entries, 1, "output"),
      folding(entries, 1, "body"),
      folding(entries, 2, "body"),
    ];
    const twice = folding(applyEdit(entries, folded[1]!), 1, "body");
    const blocks = blocksOf(applyEdit(applyEdit(applyEdit(entries, folded[0]!), folded[1]!), twice));
    const text = writeNotebook({ title: "T", tenant: "", blocks });
    expect(text).toContain("```sql a fold=body\n");
    expect(text).toContain("```sql b fold=both\n");
    expect(text).toContain("```sql c\n");
    expect(parseNotebook(text).blocks).toEqual(blocks);
    const opened = applyEdit(entriesOf(...blocks), folding(entriesOf(...blocks), 0, "body"));
    expect(opened[0]?.block).toEqual(sql("a", "select 1"));
  });
});
