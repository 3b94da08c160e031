import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type DemoOptions, toolDay } from "../../src/demo/generate.ts";
import type { PlantedInsider } from "../../src/demo/insider.ts";
import { demoMappings } from "../../src/demo/mappings.ts";
import { generate } from "./generated.ts";
import { rootFeatures, separation } from "./hardness.ts";
import { readTable, type Table } from "./table.ts";

const hash = (options: DemoOptions): string => {
  const { texts, planted } = generate(options);
  const sha = createHash("sha256").update(JSON.stringify(planted));
  for (const [file, text] of texts) sha.update(file).update(text);
  return sha.digest("hex");
};

const small = { users: 120, days: 21 };
const dates = Array.from({ length: 60 }, (_, day) => new Date(Date.UTC(2025, 7, 4 + day)).toISOString().slice(0, 10));
const dayFirst = (iso: string): string => iso.split("-").reverse().join("/");

describe("the demo tenant", () => {
  const tables = new Map<string, Table>();
  let planted: PlantedInsider[] = [];

  beforeAll(() => {
    const demo = generate({});
    planted = demo.planted;
    for (const [file, text] of demo.texts) tables.set(file, readTable(text));
  }, 60_000);

  test("is the same for the same seed, and another for another", () => {
    const first = hash({ ...small, seed: 3 });
    expect(hash({ ...small, seed: 3 })).toBe(first);
    expect(hash({ ...small, seed: 4 })).not.toBe(first);
  });

  test("has five exports with over a million events of 300 users", () => {
    expect([...tables.keys()].sort()).toEqual(Object.keys(demoMappings).sort());
    const total = [...tables.values()].reduce((sum, { lines }) => sum + lines.length, 0);
    expect(total).toBeGreaterThanOrEqual(1_000_000);
    expect(total).toBeLessThanOrEqual(1_150_000);
    const actors = new Set([...tables].flatMap(([file, table]) => [...new Set(table.column(actorOf(file)))]));
    expect(actors.size).toBe(300);
  });

  test("gives every row as many fields as the header, a unique id and a time not before the row above", () => {
    const ids = new Set<string>();
    let rows = 0;
    for (const [file, { header, lines }] of tables) {
      rows += lines.length;
      let before = "";
      for (const line of lines) {
        let commas = 0;
        for (let i = line.indexOf(","); i >= 0; i = line.indexOf(",", i + 1)) commas++;
        if (commas !== header.length - 1) throw new Error(`${file}: ${line}`);
        const id = line.indexOf(",");
        ids.add(line.slice(0, id));
        const time = line.slice(id + 1, line.indexOf(",", id + 1));
        const key = file === "support_desk.csv" ? time.slice(3, 5) + time.slice(0, 2) + time.slice(11) : time;
        if (key < before) throw new Error(`${file}: ${line} comes after ${before}`);
        before = key;
      }
    }
    expect(ids.size).toBe(rows);
  });

  /** Times of the events of a type, which may be made of several columns. */
  const timesOf = (file: string, type: string): string[] => {
    const table = tables.get(file)!;
    const parts = demoMappings[file]!.type.map((column) => table.column(column));
    return table.column("time").filter(
      (_, row) =>
        parts
          .map((part) => part[row])
          .filter(Boolean)
          .join(" ") === type,
    );
  };

  test("is read by its mappings: every column and root type that they name is there", () => {
    for (const [file, mapping] of Object.entries(demoMappings)) {
      const table = tables.get(file)!;
      const named = [mapping.time, mapping.actor, mapping.id, ...mapping.type, ...(mapping.attributes ?? [])];
      expect(table.header).toEqual(expect.arrayContaining(named));
      expect(table.header).toEqual(expect.arrayContaining((mapping.entities ?? []).map(({ column }) => column)));
      for (const root of mapping.roots ?? []) expect(timesOf(file, root).length).toBeGreaterThan(100);
    }
  });

  test("has under 60,000 roots, some thousands of them in the last week", () => {
    const times = Object.entries(demoMappings).flatMap(([file, { roots = [] }]) =>
      roots.flatMap((root) => timesOf(file, root)),
    );
    const week = dates.slice(-7).flatMap((day) => [day, dayFirst(day)]);
    expect(times.length).toBeLessThan(60_000);
    const last = times.filter((time) => week.includes(time.slice(0, 10))).length;
    expect(last).toBeGreaterThan(3000);
    expect(last).toBeLessThan(9000);
  });

  test("is quieter on weekends and public holidays", () => {
    const perDay = new Map<string, number>();
    for (const time of tables.get("mail.csv")!.column("time")) {
      perDay.set(time.slice(0, 10), (perDay.get(time.slice(0, 10)) ?? 0) + 1);
    }
    const holiday = perDay.get("2025-08-15")!;
    const sunday = perDay.get("2025-08-17")!;
    const workday = perDay.get("2025-08-13")!;
    expect(sunday).toBeLessThan(workday / 3);
    expect(holiday).toBeLessThan(workday / 3);
  });

  test("has vacations: people who are away for a working week and come back", () => {
    const seen = daysByActor(tables.get("directory_logons.csv")!);
    const vacations = [...seen.values()].filter((days) => {
      const sorted = [...days].sort((a, b) => a - b);
      return sorted.some((day, i) => i > 0 && day - sorted[i - 1]! > 6);
    });
    expect(vacations.length).toBeGreaterThan(60);
  });

  test("gets a new tool in mid-month, everybody at once", () => {
    const rows = tables.get("cloud_drive.csv")!.where("action", "Assistant.Ask");
    const first = rows[0]![1]!.slice(0, 10);
    expect([dates[toolDay(60) - 1], dates[toolDay(60)]]).toContain(first);
    const users = new Set(rows.map((row) => row[2]));
    const seen = daysByActor(tables.get("directory_logons.csv")!);
    const there = [...seen].filter(
      ([actor, days]) => !actor.startsWith("svc-") && [...days].filter((day) => day > toolDay(60)).length > 2,
    );
    expect(there.length).toBeGreaterThan(270);
    for (const [actor] of there) expect(users).toContain(actor);
  });

  test("hides at least seven insiders of at least six kinds in the last weeks, every event of theirs in the files", () => {
    expect(planted.length).toBeGreaterThanOrEqual(7);
    expect(new Set(planted.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(6);
    const wanted = new Map(planted.flatMap(({ actionIds }, i) => actionIds.map((id) => [id, i] as const)));
    expect(wanted.size).toBe(planted.reduce((sum, { actionIds }) => sum + actionIds.length, 0));
    let found = 0;
    for (const { lines } of tables.values()) {
      for (const line of lines) {
        const insider = wanted.get(line.slice(0, 8));
        if (insider === undefined) continue;
        found++;
        expect(planted[insider]!.actors).toContain(line.split(",")[2]);
      }
    }
    expect(found).toBe(wanted.size);
    for (const { actionIds, days, actors } of planted) {
      expect(actionIds.length).toBeGreaterThan(9);
      expect(actors.length * days.length).toBeGreaterThan(0);
      for (const day of days) expect(dates.slice(-14)).toContain(day);
    }
  });

  test("stays hard: no column, count or hour alone separates the customers looked up for nobody", () => {
    const bad = new Set(planted.flatMap(({ kind, actionIds }) => (kind === "customer browsing" ? actionIds : [])));
    const { bad: marks, features } = rootFeatures(tables.get("support_desk.csv")!, bad, {
      types: ["DataTool.Query"],
      dates: new Set(dates.slice(-7).map(dayFirst)),
    });
    expect(marks.filter(Boolean).length).toBeGreaterThan(40);
    for (const [name, values] of features) expect(separation(values, marks), name).toBeLessThan(0.85);
  });

  test("refuses a tenant too small to hide anybody in", () => {
    expect(() => generate({ users: 20 })).toThrow("too small a tenant");
    expect(() => generate({ start: "yesterday" })).toThrow("is not a date");
  });
});

const actorOf = (file: string): string => (file === "support_desk.csv" ? "agent" : "user");

function daysByActor(table: Table): Map<string, Set<number>> {
  const days = new Map<string, Set<number>>();
  const times = table.column("time");
  table.column("user").forEach((user, i) => {
    const known = days.get(user) ?? new Set();
    known.add(dates.indexOf(times[i]!.slice(0, 10)));
    days.set(user, known);
  });
  return days;
}
