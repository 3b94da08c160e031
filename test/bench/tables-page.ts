import { openDuckdb } from "../../src/db/duckdb.ts";
import { fetchDuckdbParts } from "../../src/db/parts.ts";
import { TableDesk } from "../../src/engine/table-desk.ts";
import { storeQuery } from "../../src/engine/tables.ts";
import { engineSource } from "../../src/ui/table/engine-source.ts";
import "../../src/ui/styles/tokens.css";
import "../../src/ui/styles/theme.css";
import "../../src/ui/styles/table.css";
import "../../src/ui/styles/table-panel.css";
import "../../src/ui/table.ts";
import rowsOf from "./tables-rows.sql?raw";

const rows = Number(new URLSearchParams(location.search).get("rows") ?? 3_000_000);
const db = await openDuckdb(await fetchDuckdbParts());
const desk = new TableDesk(db);
const info = await storeQuery(db, "made_up", rowsOf.replace("{rows}", String(rows)));

/** Milliseconds that something takes. */
async function took(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const by = (column: string) => ({ orderBy: { column, descending: true } });
const range = { kind: "range", column: "bytes", from: "250000", to: "500000", isBelow: true } as const;

/** Times of what a table asks, ms; the windows lie at places drawn evenly from the whole table. */
async function measure() {
  const windows = async (view: object, total: number): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 15; i++) {
      const at = Math.floor(((i + 0.5) / 15) * total);
      times.push(await took(() => desk.window("made_up", at, 120, view)));
    }
    return times.toSorted((a, b) => a - b)[7] ?? 0;
  };
  const plain = await windows({}, rows);
  const number = await took(() => desk.arrange("made_up", by("bytes"), "a"));
  const sorted = await windows(by("bytes"), rows);
  const time = await took(() => desk.arrange("made_up", by("at_time"), "a"));
  const text = await took(() => desk.arrange("made_up", by("actor"), "a"));
  const filter = await took(() => desk.arrange("made_up", { where: [range] }, "a"));
  const search = await took(() => desk.arrange("made_up", { search: "77" }, "a"));
  const histogram = await took(() => desk.summarise("made_up", { column: "bytes", view: {} }, "s"));
  const top = await took(() => desk.summarise("made_up", { column: "actor", view: {} }, "s"));
  return { rows, plain, number, sorted, time, text, filter, search, histogram, top };
}

const remote = {
  window: desk.window.bind(desk),
  arrangeTable: desk.arrange.bind(desk),
  summariseColumn: desk.summarise.bind(desk),
  exportTable: desk.export.bind(desk),
  stopTable: async (ask: string) => desk.stop(ask),
};

/** Puts the table on the page and scrolls it by the wheel's way for some frames; gives the longest of them and the long tasks, ms. */
async function scroll() {
  const long: number[] = [];
  new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: "longtask",
  });
  const table = document.createElement("sg-table");
  const source = engineSource(remote as unknown as Parameters<typeof engineSource>[0], info);
  Object.assign(table, { source, columns: info.columns, label: "Events" });
  document.body.append(table);
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  while (!table.querySelector("tbody td")) await frame();
  const box = table.querySelector(".window");
  const frames: number[] = [];
  let before = await frame();
  for (let i = 0; i < 240; i++) {
    box?.dispatchEvent(new WheelEvent("wheel", { deltaY: i % 60 === 0 ? 4_000_000 : 90, cancelable: true }));
    const now = await frame();
    frames.push(now - before);
    before = now;
  }
  const sorted = frames.toSorted((a, b) => a - b);
  return { median: sorted[120] ?? 0, most: sorted.at(-1) ?? 0, longTasks: long.length, longest: Math.max(0, ...long) };
}

Object.assign(window, { tables: { measure, scroll } });
