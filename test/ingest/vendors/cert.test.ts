import { describe, expect, it } from "vitest";
import { claimants, readOne } from "../../support/events.ts";

const base = { id: "{X-1}", date: "02/03/2031 04:05:06", user: "DTAA/ANA1", pc: "PC-7" };

describe("CERT insider threat data set", () => {
  const files: readonly (readonly [string, Record<string, string>, string, readonly string[], boolean])[] = [
    ["logon", { activity: "Logon" }, "logon Logon", ["on host PC-7"], false],
    ["device", { activity: "Connect" }, "device Connect", ["on host PC-7"], true],
    ["file", { filename: "A.doc", content: "D0" }, "file", ["on host PC-7", "acts on file A.doc"], true],
    [
      "http",
      { url: "http://jobs.example/x/y", content: "c" },
      "http",
      ["on host PC-7", "visits domain jobs.example"],
      false,
    ],
    [
      "email",
      {
        to: "bo@example.test;cy@example.test",
        cc: "",
        bcc: "",
        from: "ana@example.test",
        activity: "Send",
        size: "5",
        attachments: "0",
        content: "c",
      },
      "email Send",
      ["on host PC-7", "mails address bo@example.test", "mails as address ana@example.test"],
      true,
    ],
  ];

  it.each(files)("reads %s.csv", (_, own, type, entities, isRoot) => {
    const row = { ...base, ...own };
    expect(claimants([row])).toEqual(["cert-insider"]);
    const read = readOne("cert-insider", row);
    expect(read).toMatchObject({ ms: Date.UTC(2031, 1, 3, 4, 5, 6), actor: "DTAA/ANA1", type, id: "{X-1}", isRoot });
    expect(read.entities).toEqual(entities);
  });

  it("leaves any other table of ids and users alone", () => {
    expect(claimants([{ id: "1", date: "2031-02-03", user: "ana", pc: "x", activity: "y" }])).toEqual([]);
  });
});
