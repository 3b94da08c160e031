import { describe, expect, it } from "vitest";
import { claimants, readOne } from "../../support/events.ts";

const base = {
  ts: 1927944306.25,
  uid: "C1",
  "id.orig_h": "192.0.2.8",
  "id.orig_p": 5,
  "id.resp_h": "198.51.100.9",
  "id.resp_p": 6,
};
const actor = (row: Record<string, unknown>): string | null => readOne("zeek", { ...base, ...row }).actor;

describe("Zeek", () => {
  it("reads JSON with an epoch or an ISO time", () => {
    const row = { ...base, _path: "ntlm", username: "ana", domainname: "CORP", success: false };
    expect(claimants([row])).toEqual(["zeek"]);
    const read = readOne("zeek", row);
    expect(read).toMatchObject({ ms: 1927944306250, actor: "ana", type: "ntlm failed", isRoot: true });
    expect(read.entities).toEqual(["reaches host 198.51.100.9", "from host 192.0.2.8"]);
    expect(readOne("zeek", { ...row, ts: "2031-02-03T04:05:06.250000Z" }).ms).toBe(Date.UTC(2031, 1, 3, 4, 5, 6, 250));
  });

  it("takes the user that each protocol tells, else the originating host", () => {
    expect(actor({ _path: "rdp", cookie: "CORP\\ana" })).toBe("ana");
    expect(actor({ _path: "kerberos", client: "ana/CORP.EXAMPLE" })).toBe("ana");
    expect(actor({ _path: "smtp", mailfrom: "<ana@example.test>" })).toBe("ana@example.test");
    expect(actor({ _path: "conn" })).toBe("192.0.2.8");
    expect(actor({ _path: "kerberos", client: "/CORP" })).toBe("192.0.2.8");
    expect(actor({ _path: "kerberos", client: "host/dc1.example/CORP" })).toBe("host/dc1.example");
  });

  it("knows a table without _path by its columns", () => {
    const text = Object.fromEntries(Object.entries(base).map(([name, value]) => [name, String(value)]));
    const kerberos = { ...text, request_type: "TGS", client: "ana/CORP", service: "krbtgt/CORP", till: "-" };
    expect(claimants([kerberos])).toEqual(["zeek"]);
    expect(readOne("zeek", kerberos)).toMatchObject({ type: "kerberos TGS", actor: "ana", isRoot: true });
    const conn = { ...text, proto: "tcp", conn_state: "SF", history: "ShADd" };
    expect(readOne("zeek", conn)).toMatchObject({ type: "conn tcp", actor: "192.0.2.8" });
  });
});
