import { describe, expect, it } from "vitest";
import { claimants, readOne } from "../../support/events.ts";

const nxlog = {
  EventTime: "2031-02-03 04:05:06",
  EventReceivedTime: "2031-02-03 04:05:08",
  "@timestamp": "2031-02-03T09:05:08.250Z",
  Hostname: "desk9.example.test",
  Channel: "Security",
  SourceName: "Microsoft-Windows-Security-Auditing",
  EventID: 4720,
  RecordNumber: 77,
  SubjectUserName: "ana",
  TargetUserName: "intruder",
};
const beat = {
  "@timestamp": "2031-02-03T09:05:08.250Z",
  computer_name: "dc1.example.test",
  log_name: "Security",
  source_name: "Microsoft-Windows-Security-Auditing",
  event_id: 4624,
  record_number: "12",
  event_data: { SubjectUserName: "DC1$", TargetUserName: "ana", IpAddress: "192.0.2.9", LogonType: "3" },
};

describe("Windows Security events", () => {
  it("reads NXLog's record with the person who acted, the account concerned and the root", () => {
    const read = readOne("windows-security", nxlog);
    expect(claimants([nxlog])).toEqual(["windows-security"]);
    expect(read).toMatchObject({
      actor: "ana",
      type: "4720",
      isRoot: true,
      id: "desk9.example.test/Security/77/2031-02-03 04:05:06",
    });
    expect(read.entities).toEqual(["on host DESK9", "concerns user intruder"]);
  });

  it("gives the wall clock of EventTime the offset that @timestamp shows", () => {
    expect(readOne("windows-security", nxlog).ms).toBe(Date.UTC(2031, 1, 3, 9, 5, 6));
  });

  it("prefers a zoned @timestamp to an EventTime that it can't be reconciled with", () => {
    const late = { ...nxlog, "@timestamp": "2031-03-09T10:00:00.000Z" };
    expect(readOne("windows-security", late).ms).toBe(Date.UTC(2031, 2, 9, 10));
  });

  it("reads winlogbeat 6: nested event_data, and the target of a logon as the actor", () => {
    expect(claimants([beat])).toEqual(["windows-security"]);
    expect(readOne("windows-security", beat)).toMatchObject({
      ms: Date.UTC(2031, 1, 3, 9, 5, 8, 250),
      actor: "ana",
      type: "4624",
      isRoot: false,
      attributes: { network: "192.0.2.0/24", host: "DC1", logon: "3" },
    });
  });

  it("reads winlogbeat 7: everything under winlog", () => {
    const row = {
      "@timestamp": "2031-02-03T09:05:08.250Z",
      winlog: {
        event_id: 4732,
        channel: "Security",
        record_id: 5,
        computer_name: "dc1.example.test",
        event_data: { SubjectUserName: "ana", TargetUserName: "Administrators" },
      },
    };
    expect(claimants([row])).toEqual(["windows-security"]);
    expect(readOne("windows-security", row)).toMatchObject({ actor: "ana", type: "4732", isRoot: true });
    expect(readOne("windows-security", row).entities).toContain("concerns user Administrators");
  });

  it("falls back to the machine's account where no user is named, also for Sentinel's XML", () => {
    const row = {
      TimeGenerated: "2031-02-03T09:05:08.25Z",
      Computer: "web1.example.test",
      Channel: "Security",
      EventSourceName: "Microsoft-Windows-Security-Auditing",
      EventID: 5156,
      EventData: '<EventData><Data Name="SourceAddress">192.0.2.77</Data></EventData>',
    };
    expect(claimants([row])).toEqual(["windows-security"]);
    const read = readOne("windows-security", row);
    expect(read).toMatchObject({ actor: "WEB1$", type: "5156", ms: Date.UTC(2031, 1, 3, 9, 5, 8, 250) });
    expect(read.attributes.network).toBe("192.0.2.0/24");
  });

  it("takes the machine's account for the system's own SIDs", () => {
    const row = { ...nxlog, SubjectUserName: "-", TargetUserName: "-", SubjectUserSid: "S-1-5-18" };
    expect(readOne("windows-security", row).actor).toBe("DESK9$");
  });

  it("makes user@REALM of a ticket the same actor as the user", () => {
    const row = { ...nxlog, EventID: 4769, SubjectUserName: "-", TargetUserName: "ana@EXAMPLE.TEST" };
    expect(readOne("windows-security", row).actor).toBe("ana");
  });

  it("takes the title for a type where the number is left out", () => {
    const { EventID: _, ...row } = nxlog;
    expect(claimants([{ ...row, Message: "A user account was created.\r\n\r\nSubject:" }])).toEqual([
      "windows-security",
    ]);
    expect(readOne("windows-security", { ...row, Message: "A user account was created.\r\nSubject:" }).type).toBe(
      "A user account was created",
    );
    expect(readOne("windows-security", { ...row, Activity: "4720 - A user account was created." }).type).toBe("4720");
  });
});
