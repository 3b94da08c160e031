import { describe, expect, it } from "vitest";
import { claimants, readOne } from "../../support/events.ts";

const row = {
  eventVersion: "1.09",
  eventTime: "2031-02-03T04:05:06Z",
  eventSource: "iam.amazonaws.com",
  eventName: "CreateAccessKey",
  awsRegion: "eu-north-1",
  sourceIPAddress: "198.51.100.7",
  userAgent: "aws-cli/2.30.0 Python/3.13 Linux/6.1",
  eventID: "e-1",
  recipientAccountId: "111122223333",
  requestParameters: { userName: "bo" },
  userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ana", userName: "ana", principalId: "AIDA" },
};
const actor = (userIdentity: unknown): string | null => readOne("aws-cloudtrail", { ...row, userIdentity }).actor;

describe("AWS CloudTrail", () => {
  it("reads a user's call", () => {
    expect(claimants([row])).toEqual(["aws-cloudtrail"]);
    const read = readOne("aws-cloudtrail", row);
    expect(read).toMatchObject({ actor: "ana", type: "iam.amazonaws.com CreateAccessKey", id: "e-1", isRoot: true });
    expect(read.ms).toBe(Date.UTC(2031, 1, 3, 4, 5, 6));
    expect(read.entities).toEqual(["acts on resource bo", "in account 111122223333"]);
    expect(read.attributes).toEqual({ network: "198.51.100.0/24", agent: "AWS CLI, Linux", region: "eu-north-1" });
  });

  it("has an actor for every kind of identity", () => {
    expect(actor({ type: "AssumedRole", arn: "arn:aws:sts::1:assumed-role/deploy/i-0abc" })).toBe("deploy");
    expect(actor({ type: "AssumedRole", arn: "arn:aws:sts::1:assumed-role/AWSReservedSSO_Admin_1/ana" })).toBe("ana");
    expect(actor({ type: "AssumedRole", arn: "arn:aws:sts::1:assumed-role/deploy/ana@example.test" })).toBe(
      "ana@example.test",
    );
    expect(actor({ type: "AssumedRole", sessionContext: { sessionIssuer: { userName: "deploy" } } })).toBe("deploy");
    expect(actor({ type: "Root", arn: "arn:aws:iam::111122223333:root" })).toBe("111122223333:root");
    expect(actor({ type: "AWSService", invokedBy: "ec2.amazonaws.com" })).toBe("ec2.amazonaws.com");
    expect(actor({ type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" })).toBe(
      "ANONYMOUS_PRINCIPAL",
    );
  });

  it("reads an identity that is a text of JSON, and lower-case columns", () => {
    const lake = {
      eventversion: "1.09",
      eventtime: "2031-02-03T04:05:06Z",
      eventsource: "s3.amazonaws.com",
      eventname: "DeleteBucket",
      awsregion: "eu-north-1",
      useridentity: '{"type":"IAMUser","username":"ana"}',
    };
    expect(claimants([lake])).toEqual(["aws-cloudtrail"]);
    expect(readOne("aws-cloudtrail", lake)).toMatchObject({
      actor: "ana",
      type: "s3.amazonaws.com DeleteBucket",
      isRoot: true,
    });
  });

  it("reads the console's CSV by its columns alone", () => {
    const csv = {
      "Event name": "ConsoleLogin",
      "Event time": "2031-02-03T04:05:06Z",
      "User name": "ana",
      "Event source": "signin.amazonaws.com",
      "AWS region": "eu-north-1",
    };
    expect(claimants([csv])).toEqual(["aws-cloudtrail"]);
    expect(readOne("aws-cloudtrail", csv)).toMatchObject({ actor: "ana", type: "signin.amazonaws.com ConsoleLogin" });
  });
});

describe("AWS S3 access table", () => {
  it("reads the Python dictionaries in its cells", () => {
    const csv = {
      "Event Type": "AwsApiCall",
      "Event Name": "DeleteBucket",
      "Request ID": "R",
      "User ID": "{'type': 'IAMUser', 'principalId': 'AIDA', 'userName': 'ana'}",
      "Request Parameters": "{'bucketName': 'ledger', 'Host': 'h'}",
      "Event ID": "e",
      "Event DateTime": "2031-02-03T04:05:06Z",
      "Source IP": "198.51.100.7",
    };
    expect(claimants([csv])).toEqual(["aws-s3"]);
    const read = readOne("aws-s3", csv);
    expect(read).toMatchObject({ actor: "ana", type: "DeleteBucket", id: "e", isRoot: true });
    expect(read.ms).toBe(Date.UTC(2031, 1, 3, 4, 5, 6));
    expect(read.entities).toEqual(["acts on bucket ledger"]);
  });
});
