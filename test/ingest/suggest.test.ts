import { describe, expect, test } from "vitest";
import { defaultRoots } from "../../src/ingest/roots.ts";
import { suggestMapping } from "../../src/ingest/suggest.ts";

const table = (name: string, rows: readonly Record<string, unknown>[]) => ({
  name,
  columns: Object.keys(rows[0] ?? {}),
  records: rows,
});
const many = (row: (i: number) => Record<string, unknown>) => Array.from({ length: 100 }, (_, i) => row(i));

describe("a suggested mapping", () => {
  test("finds time, actor, type, entities, attributes and id by names and values", () => {
    const rows = many((i) => ({
      id: `e${i}`,
      opened_at: "2024-01-01 10:00:00",
      updated_at: `2024-01-${10 + (i % 9)} 10:${10 + (i % 50)}:00`,
      created_by: "root",
      updated_by: `user ${i % 7}`,
      status: i % 3 ? "open" : "closed",
      file_path: `/srv/${i % 23}.txt`,
      client_ip: `10.0.0.${i % 5}`,
      description: `some long words about event ${i}`,
      amount: i,
    }));
    const { mapping, reasons, problem } = suggestMapping(table("changes.csv", rows));
    expect(problem).toBeNull();
    expect(mapping).toMatchObject({
      time: "updated_at",
      timeFormat: "iso",
      actor: "updated_by",
      type: ["status"],
      id: "id",
      attributes: ["client_ip"],
    });
    expect(mapping!.entities!.map(({ column, type }) => [column, type])).toEqual([["file_path", "file_path"]]);
    for (const part of ["time", "actor", "type", "id", "attribute client_ip"]) {
      expect(reasons.find((reason) => reason.part === part)?.text.length).toBeGreaterThan(20);
    }
  });

  test("follows paths into nested records", () => {
    const rows = many((i) => ({
      eventTime: 1_704_103_200 + i,
      actor: { email: `u${i % 4}@x.y` },
      event: { name: ["get", "put"][i % 2] },
    }));
    const columns = ["eventTime", "actor.email", "event.name"];
    const { mapping } = suggestMapping({ name: "log.ndjson", columns, records: rows });
    expect(mapping).toMatchObject({ time: "eventTime", timeFormat: "epoch_s", actor: "actor.email" });
  });

  test("takes what a row is about by the word that its column's name ends in, also where few rows have it", () => {
    const rows = many((i) => ({
      timestamp: `2026-03-02T10:${10 + (i % 50)}:00Z`,
      actor_email: `user${i % 9}@corp.example`,
      event_name: ["view", "download", "login"][i % 3],
      target_document: i % 3 === 2 ? "" : `doc-${i % 17}`,
      destination_server: `srv-${i % 3}`,
      sort_order: `${i % 2}`,
      sent_to_note: "",
    }));
    const { mapping } = suggestMapping(table("audit.csv", rows));
    expect(mapping!.entities!.map(({ column }) => column)).toEqual(["target_document", "destination_server"]);
  });

  test("a table that names no type is of one type, by its own name", () => {
    const rows = many((i) => ({ date: `01/${10 + (i % 20)}/2010 08:00:00`, user: `U${i % 5}`, pc: `PC-${i % 9}` }));
    const { mapping, reasons } = suggestMapping(table("r4.2/logon.csv", rows));
    expect(mapping).toMatchObject({ timeFormat: "%m/%d/%Y %H:%M:%S", type: ["=logon"] });
    expect(reasons.find(({ part }) => part === "type")!.text).toContain("logon");
  });

  test("says which part can't be found, and what to do", () => {
    const noTime = suggestMapping(table("a.csv", [{ user: "ann", city: "Bonn" }]));
    expect(noTime.mapping).toBeNull();
    expect(noTime.problem?.what).toContain("“user”, “city”");
    expect(noTime.problem?.next).toContain("--mapping");
    const noActor = suggestMapping(table("a.csv", [{ time: "2024-01-01T00:00:00Z", city: "Bonn" }]));
    expect(noActor.problem?.what).toContain("who did it");
    expect(suggestMapping({ name: "empty.csv", columns: [], records: [] }).mapping).toBeNull();
  });
});

describe("default roots", () => {
  const types = (counts: Record<string, number>) =>
    Object.entries(counts).map(([name, events], id) => ({ id, name, events }));

  test("are sensitive verbs, unless they are everyday", () => {
    const roots = defaultRoots(types({ read: 900, DeleteUser: 3, grant_role: 2, file_download: 600, logon: 500 }));
    expect(roots.map(({ name }) => name).sort()).toEqual(["DeleteUser", "grant_role"]);
  });

  test("are the rarest types where no verb is sensitive", () => {
    expect(defaultRoots(types({ alpha: 900, beta: 500, gamma: 3 })).map(({ name }) => name)).toEqual(["gamma"]);
    expect(defaultRoots(types({ only: 5 }))).toEqual([]);
  });
});
