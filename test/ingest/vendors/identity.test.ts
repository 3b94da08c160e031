import { describe, expect, it } from "vitest";
import { claimants, readOne } from "../../support/events.ts";

const at = Date.UTC(2031, 1, 3, 4, 5, 6);

describe("Okta", () => {
  const row = {
    uuid: "u-1",
    published: "2031-02-03T04:05:06.000Z",
    eventType: "user.mfa.factor.deactivate",
    severity: "INFO",
    displayMessage: "Reset factor",
    outcome: { result: "SUCCESS" },
    actor: { id: "1", type: "User", alternateId: "ana@example.test" },
    client: {
      ipAddress: "192.0.2.8",
      userAgent: { browser: "FIREFOX", os: "Linux" },
      geographicalContext: { country: "Norway" },
    },
    target: [{ type: "User", alternateId: "bo@example.test" }],
  };

  it("reads the system log", () => {
    expect(claimants([row])).toEqual(["okta"]);
    const read = readOne("okta", row);
    expect(read).toMatchObject({
      ms: at,
      actor: "ana@example.test",
      type: "user.mfa.factor.deactivate",
      id: "u-1",
      isRoot: true,
    });
    expect(read.entities).toEqual(["acts on target bo@example.test"]);
    expect(read.attributes).toEqual({ network: "192.0.2.0/24", agent: "FIREFOX, Linux", country: "Norway" });
  });

  it("reads lower-case names, and the targeted user where no actor is named", () => {
    const { eventType, actor: _, ...rest } = row;
    const lower = { ...rest, eventtype: eventType, legacyeventtype: "core.user" };
    expect(claimants([lower])).toEqual(["okta"]);
    expect(readOne("okta", lower)).toMatchObject({ actor: "bo@example.test", type: "user.mfa.factor.deactivate" });
  });
});

describe("Duo", () => {
  it("reads a sign-in with its result", () => {
    const row = {
      timestamp: at / 1000,
      txid: "t",
      event_type: "authentication",
      factor: "duo_push",
      result: "fraud",
      user: { name: "ana" },
      access_device: { ip: "192.0.2.8", location: { country: "Norway" } },
      application: { name: "Payroll" },
    };
    expect(claimants([row])).toEqual(["duo"]);
    const read = readOne("duo", row);
    expect(read).toMatchObject({ ms: at, actor: "ana", type: "authentication fraud", id: "t", isRoot: true });
    expect(read.entities).toEqual(["signs in to application Payroll"]);
    expect(read.attributes.country).toBe("Norway");
  });

  it("reads the administrator log", () => {
    const row = {
      isotimestamp: "2031-02-03T04:05:06+00:00",
      action: "admin_create",
      username: "ana",
      object: "bo",
      description: "{}",
    };
    expect(claimants([row])).toEqual(["duo"]);
    expect(readOne("duo", row)).toMatchObject({ ms: at, actor: "ana", type: "admin_create", isRoot: true });
  });
});

describe("OneLogin", () => {
  it("reads an event", () => {
    const row = {
      id: 9,
      event_type_id: 72,
      created_at: "2031-02-03T04:05:06Z",
      actor_user_name: "Ana",
      user_name: "Bo",
      user_id: 2,
      ipaddr: "192.0.2.8",
    };
    expect(claimants([row])).toEqual(["onelogin"]);
    const read = readOne("onelogin", row);
    expect(read).toMatchObject({ ms: at, actor: "Ana", type: "72", id: "9", isRoot: true });
    expect(read.entities).toEqual(["concerns user Bo"]);
  });
});

describe("Auth0", () => {
  const data = {
    type: "sapi",
    log_id: "l-1",
    date: "2031-02-03T04:05:06.000Z",
    description: "Delete a user",
    client_id: "c",
    ip: "192.0.2.8",
    details: { request: { auth: { user: { email: "ana@example.test" } }, path: "/api/v2/users/9" } },
  };

  it("tells management calls by what they do, wrapped or not", () => {
    for (const row of [data, { log_id: "l-1", data }]) {
      expect(claimants([row])).toEqual(["auth0"]);
      const read = readOne("auth0", row);
      expect(read).toMatchObject({
        ms: at,
        actor: "ana@example.test",
        type: "sapi Delete a user",
        id: "l-1",
        isRoot: true,
      });
      expect(read.entities).toContain("changes setting /api/v2/users/9");
    }
  });

  it("keeps the code of a sign-in, whose description is free text", () => {
    expect(readOne("auth0", { ...data, type: "fp", description: "Wrong password." }).type).toBe("fp");
  });
});

describe("1Password", () => {
  it("reads a sign-in attempt and an item's use", () => {
    const row = {
      uuid: "u",
      session_uuid: "s",
      timestamp: "2031-02-03T04:05:06Z",
      category: "mfa_failed",
      type: "mfa_failed",
      country: "NO",
      target_user: { email: "ana@example.test" },
      client: { ip_address: "192.0.2.8", app_name: "1Password for Linux" },
    };
    expect(claimants([row])).toEqual(["onepassword"]);
    expect(readOne("onepassword", row)).toMatchObject({
      ms: at,
      actor: "ana@example.test",
      type: "mfa_failed",
      id: "u",
      isRoot: true,
    });
    const use = {
      uuid: "v",
      timestamp: "2031-02-03T04:05:06Z",
      action: "export",
      item_uuid: "i",
      vault_uuid: "w",
      user: { email: "bo@example.test" },
    };
    expect(claimants([use])).toEqual(["onepassword"]);
    expect(readOne("onepassword", use)).toMatchObject({ actor: "bo@example.test", type: "export", isRoot: true });
    expect(readOne("onepassword", use).entities).toEqual(["acts on item i", "in vault w"]);
  });
});

describe("Teleport", () => {
  const row = {
    code: "T1002I",
    event: "user.create",
    time: "2031-02-03T04:05:06Z",
    uid: "u",
    user: "ana",
    cluster_name: "c",
    name: "bo",
    "addr.remote": "192.0.2.8:1234",
  };

  it("reads an event", () => {
    expect(claimants([row])).toEqual(["teleport-audit"]);
    const read = readOne("teleport-audit", row);
    expect(read).toMatchObject({ ms: at, actor: "ana", type: "user.create", id: "u", isRoot: true });
    expect(read.entities).toEqual(["changes object bo", "in cluster c"]);
    expect(read.attributes.network).toBe("192.0.2.0/24");
  });

  it("mends seconds that run into their fraction", () => {
    expect(readOne("teleport-audit", { ...row, time: "2031-02-03T04:05:060.000000Z" }).ms).toBe(at);
  });
});
