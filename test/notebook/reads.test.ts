import { describe, expect, test } from "vitest";
import type { Cell } from "../../src/notebook/document.ts";
import { Reads } from "../../src/notebook/reads.ts";

const sql = (name: string, body: string): Cell => ({ kind: "cell", type: "sql", name, body });
const readsOf = (...cells: Cell[]) => new Reads(cells.map((block, id) => ({ id, block })));

describe("which cells a cell reads", () => {
  test("are known both ways, and follow a changed body", () => {
    const reads = readsOf(sql("a", "select 1"), sql("b", "select * from A"), sql("c", "select * from b"));
    expect([reads.of(1), reads.readersOf(0)]).toEqual([["a"], [1]]);
    expect([...reads.withReaders([0])]).toEqual([0, 1, 2]);
    reads.update(1, sql("b", "select 2"));
    expect([reads.of(1), reads.readersOf(0)]).toEqual([[], []]);
  });

  test("are looked for in a cell's body when they are asked for", () => {
    const looked: string[] = [];
    const watched = (cell: Cell): Cell => ({
      ...cell,
      get body() {
        looked.push(cell.name);
        return cell.body;
      },
    });
    const cells = [sql("a", "select 1"), sql("b", "select * from a"), sql("c", "select * from b")];
    const reads = readsOf(...cells.map(watched));
    expect(reads.of(1)).toEqual(["a"]);
    reads.update(2, watched(sql("c", "select * from a")));
    expect(new Set(looked)).toEqual(new Set(["b"]));
    expect(reads.readersOf(0)).toEqual([1, 2]);
  });

  test("a circle is named from the cell back to itself, by the shortest way", () => {
    const reads = readsOf(
      sql("a", "select * from b, c"),
      sql("b", "select * from c"),
      sql("c", "select * from a"),
      sql("d", "select * from d"),
      sql("e", "select * from a"),
    );
    expect(reads.circleOf(0)).toEqual(["a", "c", "a"]);
    expect(reads.circleOf(1)).toEqual(["b", "c", "a", "b"]);
    expect(reads.circleOf(3)).toEqual(["d", "d"]);
    expect(reads.circleOf(4)).toBeNull();
  });
});
