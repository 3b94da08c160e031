import { describe, expect, it } from "vitest";
import { claimants, readOne } from "../../support/events.ts";

describe("Microsoft Defender advanced hunting", () => {
  const row = {
    Timestamp: "2031-02-03T04:05:06.1234567Z",
    DeviceName: "desk9.example.test",
    ActionType: "ServiceInstalled",
    ReportId: 5,
    InitiatingProcessFileName: "services.exe",
    InitiatingProcessAccountName: "system",
    AccountName: "",
    FileName: "agent.exe",
  };

  it("names the device's account where only the system acts", () => {
    expect(claimants([row])).toEqual(["microsoft-defender"]);
    const read = readOne("microsoft-defender", row);
    expect(read).toMatchObject({
      ms: Date.UTC(2031, 1, 3, 4, 5, 6, 123),
      actor: "DESK9$",
      type: "ServiceInstalled",
      isRoot: true,
    });
    expect(read.entities).toEqual(["on host desk9.example.test", "acts on object agent.exe"]);
  });

  it("prefers the principal name that all tables share", () => {
    const named = {
      ...row,
      AccountName: "ana",
      AccountUpn: "ana@example.test",
      IPAddress: "198.51.100.4",
      CountryCode: "NO",
    };
    expect(readOne("microsoft-defender", named)).toMatchObject({
      actor: "ana@example.test",
      attributes: { network: "198.51.100.0/24", country: "NO" },
    });
  });
});

describe("Entra", () => {
  it("reads an audit record of the diagnostic settings", () => {
    const row = {
      time: "2031-02-03 04:05:06.789",
      resourceId: "/tenants/t/providers/Microsoft.aadiam",
      operationName: "Add member to role",
      category: "AuditLogs",
      callerIpAddress: "192.0.2.1",
      properties: {
        id: "p-1",
        initiatedBy: { user: { userPrincipalName: "ana@example.test" } },
        targetResources: [{ displayName: "Global Administrator", id: "r" }],
        loggedByService: "Core Directory",
      },
    };
    expect(claimants([row])).toEqual(["entra"]);
    const read = readOne("entra", row);
    expect(read).toMatchObject({ actor: "ana@example.test", type: "Add member to role", id: "p-1", isRoot: true });
    expect(read.ms).toBe(Date.UTC(2031, 1, 3, 4, 5, 6, 789));
    expect(read.entities).toContain("acts on resource Global Administrator");
  });

  it("tells failed sign-ins from others, and reads Graph's shape", () => {
    const row = {
      id: "s-1",
      createdDateTime: "2031-02-03T04:05:06Z",
      userPrincipalName: "ana@example.test",
      appDisplayName: "Portal",
      conditionalAccessStatus: "success",
      ipAddress: "192.0.2.1",
      status: { errorCode: 0 },
      location: { countryOrRegion: "NO" },
    };
    expect(claimants([row])).toEqual(["entra"]);
    expect(readOne("entra", row)).toMatchObject({ actor: "ana@example.test", type: "Sign-in", id: "s-1" });
    expect(readOne("entra", row).attributes.country).toBe("NO");
    expect(readOne("entra", { ...row, status: { errorCode: 50126 } }).type).toBe("Sign-in failed");
  });

  it("takes the service principal where no user acted, also from Sentinel's texts of JSON", () => {
    const row = {
      TimeGenerated: "2031-02-03T04:05:06Z",
      ActivityDisplayName: "Update application",
      ActivityDateTime: "2031-02-03T04:05:06Z",
      LoggedByService: "Core Directory",
      InitiatedBy: JSON.stringify({ app: { displayName: "Sync robot" } }),
    };
    expect(claimants([row])).toEqual(["entra"]);
    expect(readOne("entra", row)).toMatchObject({ actor: "Sync robot", type: "Update application", isRoot: true });
  });
});

describe("Azure Monitor activity", () => {
  const row = {
    time: "2031-02-03T04:05:06.0000000Z",
    resourceId: "/SUBSCRIPTIONS/s-1/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v",
    operationName: "Microsoft.KeyVault/vaults/delete",
    category: "Administrative",
    callerIpAddress: "192.0.2.1",
    identity: {
      claims: { "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn": "ana@example.test", appid: "a" },
    },
  };

  it("finds the caller in claims whose names are URLs", () => {
    expect(claimants([row])).toEqual(["azure-activity"]);
    const read = readOne("azure-activity", row);
    expect(read).toMatchObject({ actor: "ana@example.test", type: "MICROSOFT.KEYVAULT/VAULTS/DELETE", isRoot: true });
    expect(read.ms).toBe(Date.UTC(2031, 1, 3, 4, 5, 6));
    expect(read.entities).toContain("in subscription s-1");
  });

  it("falls back to the caller's address", () => {
    expect(readOne("azure-activity", { ...row, identity: undefined }).actor).toBe("192.0.2.1");
  });
});
