import { beforeAll, describe, expect, test } from "vitest";
import type { InsiderKind, PlantedInsider } from "../../src/demo/insider.ts";
import { generate } from "./generated.ts";
import { readTable, type Table } from "./table.ts";

type Row = Readonly<Record<string, string>>;

describe("the planted insiders of a small tenant", () => {
  const rows = new Map<string, Row[]>();
  let planted: PlantedInsider[] = [];

  beforeAll(() => {
    const demo = generate({ users: 150, days: 30, seed: 11 });
    planted = demo.planted;
    for (const [file, text] of demo.texts) rows.set(file, records(readTable(text)));
  }, 60_000);

  const one = (kind: InsiderKind): PlantedInsider => planted.find((insider) => insider.kind === kind)!;
  const deeds = (file: string, kind: InsiderKind): Row[] => {
    const ids = new Set(one(kind).actionIds);
    return rows.get(file)!.filter(({ event_id = "" }) => ids.has(event_id));
  };
  const others = (file: string, kind: InsiderKind): Row[] => {
    const { actors, actionIds } = one(kind);
    const ids = new Set(actionIds);
    return rows
      .get(file)!
      .filter(({ event_id = "", user = "", agent = "" }) => !ids.has(event_id) && actors.includes(user || agent));
  };

  test("browsing looks up customers with whom the agent has next to nothing else to do", () => {
    const known = new Set(others("support_desk.csv", "customer browsing").map(({ customer }) => customer));
    const browsed = deeds("support_desk.csv", "customer browsing");
    expect(new Set(browsed.map(({ action }) => action))).toEqual(new Set(["DataTool.Query"]));
    expect(browsed.filter(({ customer }) => known.has(customer)).length / browsed.length).toBeLessThan(0.35);
  });

  test("refund fraud opens, pays and closes a ticket within a minute or so, and no call came before", () => {
    const fraud = deeds("support_desk.csv", "refund fraud");
    const refunds = fraud.filter(({ action }) => action === "Refund.Issue");
    expect(refunds.length).toBeGreaterThan(7);
    for (const { ticket } of refunds) {
      const steps = fraud.filter((row) => row.ticket === ticket && row.action !== "DataTool.Query");
      expect(steps.map(({ action }) => action)).toEqual(["Ticket.Open", "Refund.Issue", "Ticket.Close"]);
    }
    expect(fraud.some(({ action }) => action === "Phone.Call")).toBe(false);
  });

  test("a taken-over account comes from a network and a computer that it never used", () => {
    for (const column of ["network", "device"]) {
      const before = new Set(others("directory_logons.csv", "account takeover").map((row) => row[column]));
      const strange = deeds("directory_logons.csv", "account takeover");
      expect(strange.length).toBeGreaterThan(5);
      for (const row of strange) expect(before).not.toContain(row[column]);
    }
  });

  test("swapped ids: each is used on the other's computer", () => {
    const [left, right] = one("swapped ids").actors;
    const mine = others("directory_logons.csv", "swapped ids").filter(({ user }) => user === left);
    const computers = new Set(mine.filter(({ action }) => action === "Logon").map(({ host }) => host));
    const during = deeds("directory_logons.csv", "swapped ids").filter(({ action }) => action === "Logon");
    expect(during.some(({ user }) => user === left) && during.some(({ user }) => user === right)).toBe(true);
    for (const { user, host } of during.filter((row) => row.user === right)) {
      expect(computers, user).toContain(host);
    }
  });

  test("the administrator's errand has no request, and honest resets have an open one", () => {
    expect(deeds("directory_logons.csv", "privilege misuse").every(({ request }) => request === "")).toBe(true);
    const all = rows.get("directory_logons.csv")!;
    const ids = new Set(one("privilege misuse").actionIds);
    const opened = new Set(all.filter(({ action }) => action === "Request.Open").map(({ user }) => user));
    const honest = all.filter(({ action, event_id = "" }) => action === "Password.Reset" && !ids.has(event_id));
    expect(honest.every(({ target }) => opened.has(target))).toBe(true);
  });

  test("the leaver sends more attachments to one private address every day", () => {
    const sent = deeds("mail.csv", "leaver");
    expect(new Set(sent.map(({ correspondent }) => correspondent)).size).toBe(1);
    const perDay = one("leaver").days.map((day) => sent.filter(({ time = "" }) => time.startsWith(day)).length);
    expect(perDay).toEqual([...perDay].sort((a, b) => a - b));
    expect(perDay.at(-1)).toBeGreaterThan(perDay[0]!);
  });

  test("the snoop reads folders of other teams, the hoarder takes many documents, each in office hours", () => {
    const shares = new Set(deeds("file_shares.csv", "snooping").map(({ share }) => share));
    expect([...shares].sort()).toEqual(["legal", "people"]);
    const taken = deeds("cloud_drive.csv", "data hoarding");
    expect(new Set(taken.map(({ document }) => document)).size).toBeGreaterThan(100);
  });

  test("shared credentials work from a second computer on the same days", () => {
    const { days } = one("shared credentials");
    const second = new Set(deeds("support_desk.csv", "shared credentials").map(({ device }) => device));
    const own = others("support_desk.csv", "shared credentials");
    expect(second.size).toBe(1);
    expect(own.some(({ device }) => second.has(device))).toBe(false);
    for (const day of days) {
      const spelt = day.split("-").reverse().join("/");
      expect(own.some(({ time = "" }) => time.startsWith(spelt))).toBe(true);
    }
  });
});

function records({ header, lines }: Table): Row[] {
  return lines.map((line) => {
    const fields = line.split(",");
    return Object.fromEntries(header.map((name, i) => [name, fields[i] ?? ""]));
  });
}
