import { agentFamily } from "./agent.ts";
import { acts, agent, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { at, count, firstText, hasAny, type Row, text } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const services: Readonly<Record<string, readonly string[]>> = {
  "iam.amazonaws.com": [
    "CreateUser",
    "DeleteUser",
    "CreateAccessKey",
    "CreateLoginProfile",
    "UpdateLoginProfile",
    "CreateRole",
    "UpdateAssumeRolePolicy",
    "AttachUserPolicy",
    "AttachRolePolicy",
    "AttachGroupPolicy",
    "PutUserPolicy",
    "PutRolePolicy",
    "PutGroupPolicy",
    "CreatePolicyVersion",
    "AddUserToGroup",
    "DeactivateMFADevice",
    "DeleteVirtualMFADevice",
  ],
  "cloudtrail.amazonaws.com": ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"],
  "guardduty.amazonaws.com": ["DeleteDetector", "UpdateDetector", "CreateIPSet"],
  "config.amazonaws.com": ["StopConfigurationRecorder", "DeleteConfigurationRecorder", "DeleteConfigRule"],
  "s3.amazonaws.com": [
    "DeleteBucket",
    "PutBucketPolicy",
    "DeleteBucketPolicy",
    "PutBucketAcl",
    "PutBucketPublicAccessBlock",
    "DeleteBucketPublicAccessBlock",
    "PutBucketReplication",
    "DeleteBucketEncryption",
  ],
  "ec2.amazonaws.com": [
    "ModifySnapshotAttribute",
    "ModifyImageAttribute",
    "SharedSnapshotCopyInitiated",
    "AuthorizeSecurityGroupIngress",
    "DeleteFlowLogs",
    "TerminateInstances",
    "GetPasswordData",
    "CreateKeyPair",
  ],
  "rds.amazonaws.com": ["ModifyDBSnapshotAttribute", "DeleteDBInstance", "StartExportTask"],
  "kms.amazonaws.com": ["ScheduleKeyDeletion", "DisableKey", "PutKeyPolicy"],
  "secretsmanager.amazonaws.com": ["GetSecretValue", "BatchGetSecretValue", "DeleteSecret", "PutResourcePolicy"],
  "ssm.amazonaws.com": ["StartSession", "SendCommand", "ModifyDocumentPermission"],
  "lambda.amazonaws.com": ["AddPermission20150331v2", "UpdateFunctionCode20150331v2"],
  "organizations.amazonaws.com": ["LeaveOrganization", "DetachPolicy", "RemoveAccountFromOrganization"],
  "signin.amazonaws.com": ["PasswordRecoveryRequested"],
  "sts.amazonaws.com": ["GetFederationToken"],
};

const resourceColumns = [
  "requestParameters.bucketName",
  "requestParameters.roleName",
  "requestParameters.userName",
  "requestParameters.groupName",
  "requestParameters.functionName",
  "requestParameters.secretId",
  "requestParameters.keyId",
  "requestParameters.instanceId",
  "requestParameters.instancesSet.items[0].instanceId",
  "requestParameters.snapshotId",
  "requestParameters.imageId",
  "requestParameters.groupId",
  "requestParameters.dBInstanceIdentifier",
  "requestParameters.name",
  "resources[0].ARN",
  "resources[0].arn",
  "Resource name",
];

/** Who acted: a person by name, a session by its role and the session's name without ids, a service by its own. */
function actorOf(row: Row): string | undefined {
  const identity = at(row, "userIdentity") ?? at(row, "useridentity");
  if (typeof identity === "string" && !identity.trim().startsWith("{")) return text(identity);
  const holder: Row = { identity };
  const name = firstText(holder, ["identity.userName", "identity.username"]);
  if (name) return name;
  const arn = firstText(holder, ["identity.arn"]);
  const session = arn && /:assumed-role\/([^/]+)(?:\/(.+))?$/.exec(arn);
  if (session)
    return session[2]?.includes("@") || session[1]?.startsWith("AWSReservedSSO_")
      ? (session[2] ?? session[1])
      : session[1];
  return (
    arn?.replace(/^arn:[^:]*:(iam|sts)::(\d*):/, "$2:") ??
    firstText(holder, [
      "identity.sessionContext.sessionIssuer.userName",
      "identity.sessionContext.sessionIssuer.arn",
      "identity.principalId",
      "identity.principalid",
      "identity.invokedBy",
      "identity.invokedby",
      "identity.identityProvider",
      "identity.accountId",
      "identity.type",
    ]) ??
    firstText(row, ["User name", "sourceIPAddress", "sourceipaddress"]) ??
    (firstText(row, ["eventType", "eventtype"]) === "AwsServiceEvent"
      ? firstText(row, ["eventSource", "eventsource"])
      : undefined)
  );
}

/** AWS CloudTrail: delivery files, the lower-case columns of a lake, and the console's CSV. */
export const cloudtrail: Vendor = {
  id: "aws-cloudtrail",
  title: "AWS CloudTrail",
  recognise: (sample) =>
    share(sample, (row) => {
      const source = firstText(row, ["eventSource", "eventsource", "Event source"]);
      return (
        hasAny(row, "eventName", "eventname", "Event name", "eventSource") &&
        (source?.endsWith(".amazonaws.com") === true ||
          count(
            row,
            "eventVersion",
            "awsRegion",
            "recipientAccountId",
            "userIdentity",
            "eventSource",
            "requestParameters",
          ) >= 3 ||
          count(row, "eventversion", "awsregion", "useridentity", "eventsource") >= 3 ||
          count(row, "Event time", "Event source", "AWS region") >= 2)
      );
    }),
  mapping: (sample) => ({
    time: times("eventTime", "eventtime", "Event time", "@timestamp"),
    timeFormat: "iso",
    actor: ["_actor", "userIdentity.userName", "userIdentity.arn", "userIdentity.principalId", "User name"],
    type: sample.columns.includes("Event name") ? ["Event source", "Event name"] : ["_service", "_call"],
    id: ["eventID", "eventid", "Event ID"],
    entities: [
      acts(resourceColumns, "resource"),
      within(["recipientAccountId", "recipientaccountid", "userIdentity.accountId"], "account"),
      acts("requestParameters.roleArn", "role", "assumes"),
    ],
    attributes: [
      network,
      agent,
      { name: "region", column: ["awsRegion", "awsregion", "AWS region"] },
      { name: "key", column: ["userIdentity.accessKeyId", "AWS access key"] },
    ],
    roots: Object.entries(services).flatMap(([source, names]) => names.map((name) => `${source} ${name}`)),
  }),
  derive: (row) => ({
    _actor: actorOf(row),
    _service: firstText(row, ["eventSource", "eventsource", "Event source"]),
    _call: firstText(row, ["eventName", "eventname", "Event name"]),
    _network: networkOf(firstText(row, ["sourceIPAddress", "sourceipaddress", "Source IP address"])),
    _agent: agentFamily(firstText(row, ["userAgent", "useragent", "User agent"])),
  }),
};
