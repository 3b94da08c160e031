import { describe, expect, it } from "vitest";
import { claimants, readOne } from "../../support/events.ts";

const audit = {
  CreationTime: "2031-02-03T04:05:06",
  Id: "a-1",
  Operation: "New-InboxRule",
  OrganizationId: "o",
  RecordType: 1,
  UserId: "ana@example.test",
  UserKey: "k",
  Workload: "Exchange",
  ClientIP: "[2001:db8:7::5]:443",
  ObjectId: "rule 1",
};

describe("Microsoft 365 unified audit log", () => {
  it("reads the management API's JSON", () => {
    expect(claimants([audit])).toEqual(["m365-audit"]);
    const read = readOne("m365-audit", audit);
    expect(read).toMatchObject({
      ms: Date.UTC(2031, 1, 3, 4, 5, 6),
      actor: "ana@example.test",
      type: "New-InboxRule",
      id: "a-1",
      isRoot: true,
    });
    expect(read.entities).toEqual(["acts on object rule 1", "in workload Exchange"]);
    expect(read.attributes.network).toBe("2001:db8:7::/48");
  });

  it("enters the AuditData text of Purview's CSV", () => {
    const row = {
      CreationDate: "2/3/2031 4:05:06 AM",
      UserIds: "ana@example.test",
      Operations: "New-InboxRule",
      AuditData: JSON.stringify(audit),
    };
    expect(claimants([row])).toEqual(["m365-audit"]);
    const { attributes, ...read } = readOne("m365-audit", row);
    const { attributes: _, ...direct } = readOne("m365-audit", audit);
    expect(read).toEqual(direct);
    expect(attributes.network).toBe("2001:db8:7::/48");
  });

  it("does without AuditData where the cell is cut off", () => {
    const row = {
      CreationDate: "2/3/2031 4:05:06 PM",
      UserIds: "ana@example.test",
      Operations: "FileDownloaded",
      AuditData: '{"CreationTime":"2031',
    };
    expect(readOne("m365-audit", row)).toMatchObject({ ms: Date.UTC(2031, 1, 3, 16, 5, 6), actor: "ana@example.test" });
  });

  it("reads lower-case names, and Sentinel's OfficeActivity", () => {
    const lower = Object.fromEntries(Object.entries(audit).map(([name, value]) => [name.toLowerCase(), value]));
    expect(claimants([lower])).toEqual(["m365-audit"]);
    expect(readOne("m365-audit", lower)).toMatchObject({ actor: "ana@example.test", type: "New-InboxRule", id: "a-1" });
    const table = {
      TimeGenerated: "2031-02-03T04:05:06Z",
      Operation: "Send",
      OfficeWorkload: "Exchange",
      UserId: "ana",
      UserKey: "k",
      RecordType: "2",
    };
    expect(claimants([table])).toEqual(["m365-audit"]);
    expect(readOne("m365-audit", table)).toMatchObject({
      actor: "ana",
      type: "Send",
      ms: Date.UTC(2031, 1, 3, 4, 5, 6),
    });
  });

  it("finds the user agent in Entra's extended properties", () => {
    const row = {
      ...audit,
      ExtendedProperties: [{ Name: "UserAgent", Value: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" }],
    };
    expect(readOne("m365-audit", row).attributes.agent).toBe("Firefox, Linux");
  });
});
