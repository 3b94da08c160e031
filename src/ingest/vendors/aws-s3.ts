import { agentFamily } from "./agent.ts";
import { acts, agent, network, times } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { count, firstText, has, type Row } from "./record.ts";
import type { Vendor } from "./vendor.ts";

/** A field of the Python dictionaries that the table holds as text: `{'accountId': '1234'}`. */
function field(written: string | undefined, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = new RegExp(`['"]${name}['"]:\\s*['"]([^'"]+)['"]`).exec(written ?? "")?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}

const requested = (row: Row): string | undefined => firstText(row, ["Request Parameters"]);

/** S3 data events flattened into a CSV by a bucket's alarm, one row an alarm (AWS_S3_HoneyBucketLogs.csv). */
export const awsS3: Vendor = {
  id: "aws-s3",
  title: "AWS S3 access table",
  recognise: (sample) =>
    share(
      sample,
      (row) =>
        has(row, "Event Name", "Event DateTime") &&
        count(row, "Event Type", "Request ID", "User ID", "Request Parameters", "Source IP", "Request User Agent") >= 3,
    ),
  mapping: () => ({
    time: times("Event DateTime", "Alarm DateTime"),
    timeFormat: "iso",
    actor: ["_actor", "User ID", "Source IP"],
    type: ["Event Name"],
    id: "Event ID",
    entities: [acts("_bucket", "bucket"), acts("_key", "object")],
    attributes: [network, agent],
    roots: [
      "DeleteBucket",
      "PutBucketAcl",
      "PutBucketPolicy",
      "DeleteObject",
      "DeleteObjects",
      "PutObjectAcl",
      "DeleteBucketPolicy",
    ],
  }),
  derive: (row) => ({
    _actor: field(firstText(row, ["User ID"]), ["userName", "arn", "principalId", "accountId", "invokedBy", "type"]),
    _bucket: field(requested(row), ["bucketName"]),
    _key: field(requested(row), ["key", "prefix"]),
    _network: networkOf(firstText(row, ["Source IP"])),
    _agent: agentFamily(firstText(row, ["Request User Agent"])),
  }),
};
