import { describe, expect, it } from "vitest";
import { claimants, readOne } from "../../support/events.ts";

const at = Date.UTC(2031, 1, 3, 4, 5, 6);

describe("Google Workspace", () => {
  const id = { applicationName: "drive", time: "2031-02-03T04:05:06.000Z", uniqueQualifier: "-5", customerId: "C" };

  it("reads the API's activity by its first event", () => {
    const row = {
      kind: "admin#reports#activity",
      id,
      actor: { email: "ana@example.test" },
      ipAddress: "2001:db8:1:2::3",
      events: [
        {
          type: "acl_change",
          name: "change_user_access",
          parameters: [
            { name: "doc_id", value: "d-1" },
            { name: "target_user", value: "bo@example.test" },
          ],
        },
        { type: "access", name: "view" },
      ],
    };
    expect(claimants([row])).toEqual(["google-workspace"]);
    const read = readOne("google-workspace", row);
    expect(read).toMatchObject({ ms: at, actor: "ana@example.test", type: "change_user_access", isRoot: true });
    expect(read.id).toContain("-5");
    expect(read.entities).toEqual(["acts on document d-1", "concerns user bo@example.test", "in application drive"]);
    expect(read.attributes.network).toBe("2001:db8:1::/48");
  });

  it("reads the flattened form with parameters as an object", () => {
    const row = { id, actor: { email: "ana@example.test" }, name: "download", parameters: { doc_id: "d-1" } };
    expect(claimants([row])).toEqual(["google-workspace"]);
    expect(readOne("google-workspace", row)).toMatchObject({ type: "download", isRoot: true });
  });

  it("reads identical qualifiers of two applications as two events", () => {
    const login = { id: { ...id, applicationName: "login" }, actor: { email: "a" }, name: "x" };
    const drive = { id, actor: { email: "a" }, name: "x" };
    expect(readOne("google-workspace", login).id).not.toBe(readOne("google-workspace", drive).id);
  });
});

describe("Google Cloud audit", () => {
  it("reads an admin activity", () => {
    const row = {
      insertId: "i-1",
      logName: "projects/p/logs/cloudaudit.googleapis.com%2Factivity",
      timestamp: "2031-02-03T04:05:06.123456789Z",
      resource: { type: "project", labels: { project_id: "p" } },
      protoPayload: {
        methodName: "SetIamPolicy",
        serviceName: "cloudresourcemanager.googleapis.com",
        resourceName: "projects/p",
        authenticationInfo: { principalEmail: "ana@example.test" },
        requestMetadata: { callerIp: "192.0.2.8", callerSuppliedUserAgent: "google-cloud-sdk gcloud/550.0" },
      },
    };
    expect(claimants([row])).toEqual(["gcp-audit"]);
    const read = readOne("gcp-audit", row);
    expect(read).toMatchObject({
      ms: at + 123,
      actor: "ana@example.test",
      type: "SetIamPolicy",
      id: "i-1",
      isRoot: true,
    });
    expect(read.entities).toEqual([
      "acts on resource projects/p",
      "in project p",
      "in service cloudresourcemanager.googleapis.com",
    ]);
    expect(read.attributes).toEqual({ network: "192.0.2.0/24", agent: "Google Cloud SDK" });
  });
});

describe("GitHub audit", () => {
  const row = {
    _document_id: "d",
    "@timestamp": at,
    action: "repo.destroy",
    actor: "ana",
    org: "o",
    repo: "o/r",
    actor_location: { country_code: "NO" },
  };

  it("reads epochs in milliseconds and ISO", () => {
    expect(claimants([row])).toEqual(["github-audit"]);
    const read = readOne("github-audit", row);
    expect(read).toMatchObject({ ms: at, actor: "ana", type: "repo.destroy", id: "d", isRoot: true });
    expect(read.entities).toEqual(["acts on repository o/r", "in organisation o"]);
    expect(read.attributes.country).toBe("NO");
    expect(readOne("github-audit", { ...row, "@timestamp": undefined, created_at: "2031-02-03 04:05:06.000" }).ms).toBe(
      at,
    );
  });

  it("mends seconds that run into their fraction", () => {
    expect(readOne("github-audit", { ...row, "@timestamp": "2031-02-03 04:05:06500000" }).ms).toBe(at + 500);
  });
});

describe("Slack audit", () => {
  it("reads an action on whatever kind of entity", () => {
    const row = {
      id: "s",
      date_create: at / 1000,
      action: "file_downloaded",
      actor: { type: "user", user: { id: "U", name: "Ana", email: "ana@example.test" } },
      entity: { type: "file", file: { id: "F", name: "plan.pdf" } },
      context: { ip_address: "192.0.2.8", ua: "curl/8.1", location: { domain: "w" } },
    };
    expect(claimants([row])).toEqual(["slack-audit"]);
    const read = readOne("slack-audit", row);
    expect(read).toMatchObject({ ms: at, actor: "ana@example.test", type: "file_downloaded", id: "s", isRoot: true });
    expect(read.entities).toEqual(["acts on file plan.pdf", "in workspace w"]);
    expect(read.attributes).toMatchObject({ network: "192.0.2.0/24", agent: "curl" });
  });
});

describe("Snowflake", () => {
  const row = {
    EVENT_TIMESTAMP: "2031-02-03 04:05:06.000000000",
    EVENT_ID: "7",
    EVENT_TYPE: "LOGIN",
    USER_NAME: "ANA",
    CLIENT_IP: "192.0.2.8",
    IS_SUCCESS: "NO",
    REPORTED_CLIENT_TYPE: "SNOWFLAKE_UI",
  };

  it("tells failed logins from others, in either case of the columns", () => {
    const lower = Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
    for (const either of [row, lower]) {
      expect(claimants([either])).toEqual(["snowflake"]);
      expect(readOne("snowflake", either)).toMatchObject({
        ms: at,
        actor: "ANA",
        type: "LOGIN failed",
        id: "7",
        isRoot: true,
      });
    }
    expect(readOne("snowflake", { ...row, IS_SUCCESS: "YES" })).toMatchObject({ type: "LOGIN", isRoot: false });
  });
});

describe("Box", () => {
  it("reads an enterprise event", () => {
    const row = {
      type: "event",
      event_id: "b",
      event_type: "DOWNLOAD",
      created_at: "2031-02-02T20:05:06-08:00",
      created_by: { login: "ana@example.test", name: "Ana" },
      source: { item_type: "file", item_id: "5", item_name: "plan.pdf", parent: { name: "Plans" } },
      ip_address: "192.0.2.8",
    };
    expect(claimants([row])).toEqual(["box"]);
    const read = readOne("box", row);
    expect(read).toMatchObject({ ms: at, actor: "ana@example.test", type: "DOWNLOAD", id: "b", isRoot: true });
    expect(read.entities).toEqual(["acts on file 5", "in folder Plans"]);
  });
});

describe("Databricks", () => {
  it("reads delivered JSON and the columns of the system table", () => {
    const row = {
      timestamp: at,
      serviceName: "accounts",
      actionName: "setAdmin",
      userIdentity: { email: "ana@example.test" },
      requestParams: { targetUserName: "bo@example.test" },
      requestId: "q",
      workspaceId: "w",
    };
    expect(claimants([row])).toEqual(["databricks-audit"]);
    const read = readOne("databricks-audit", row);
    expect(read).toMatchObject({ ms: at, actor: "ana@example.test", type: "accounts setAdmin", id: "q", isRoot: true });
    expect(read.entities).toEqual(["concerns user bo@example.test", "in workspace w"]);
    const table = {
      event_time: "2031-02-03T04:05:06Z",
      service_name: "accounts",
      action_name: "setAdmin",
      user_identity: { email: "ana" },
    };
    expect(claimants([table])).toEqual(["databricks-audit"]);
    expect(readOne("databricks-audit", table)).toMatchObject({ ms: at, actor: "ana", type: "accounts setAdmin" });
  });
});

describe("Notion", () => {
  it("reads an event, wrapped or not", () => {
    const event = {
      id: "n",
      timestamp: "2031-02-03T04:05:06.000Z",
      workspace_id: "w",
      type: "workspace.content_exported",
      platform: "web",
      ip_address: "192.0.2.8",
      actor: { id: "a", person: { email: "ana@example.test" } },
    };
    for (const row of [event, { event }]) {
      expect(claimants([row])).toEqual(["notion-audit"]);
      const read = readOne("notion-audit", row);
      expect(read).toMatchObject({
        ms: at,
        actor: "ana@example.test",
        type: "workspace.content_exported",
        id: "n",
        isRoot: true,
      });
      expect(read.entities).toEqual(["in workspace w"]);
    }
  });
});
