import { auth0 } from "./auth0.ts";
import { awsS3 } from "./aws-s3.ts";
import { azureActivity } from "./azure-activity.ts";
import { box } from "./box.ts";
import { cert } from "./cert.ts";
import { cloudtrail } from "./cloudtrail.ts";
import { databricks } from "./databricks.ts";
import { duo } from "./duo.ts";
import { entra } from "./entra.ts";
import { gcp } from "./gcp.ts";
import { github } from "./github.ts";
import { googleWorkspace } from "./google-workspace.ts";
import { m365 } from "./m365.ts";
import { microsoftDefender } from "./microsoft-defender.ts";
import { notion } from "./notion.ts";
import { okta } from "./okta.ts";
import { onelogin } from "./onelogin.ts";
import { onepassword } from "./onepassword.ts";
import { slack } from "./slack.ts";
import { snowflake } from "./snowflake.ts";
import { teleport } from "./teleport.ts";
import type { Sample, Vendor } from "./vendor.ts";
import { windowsSecurity } from "./windows-security.ts";
import { zeek } from "./zeek.ts";

/** Every vendor that is recognised; the order decides between equal confidences. */
export const vendors: readonly Vendor[] = [
  windowsSecurity,
  m365,
  microsoftDefender,
  entra,
  azureActivity,
  okta,
  googleWorkspace,
  cloudtrail,
  awsS3,
  gcp,
  github,
  slack,
  snowflake,
  duo,
  box,
  onelogin,
  onepassword,
  auth0,
  databricks,
  teleport,
  notion,
  zeek,
  cert,
];

/** The vendor with the highest confidence in the sample, at least 0.5; `null` where none has it. */
export function recogniseVendor(sample: Sample): Vendor | null {
  let best: Vendor | null = null;
  let highest = 0.5;
  for (const vendor of vendors) {
    const confidence = vendor.recognise(sample);
    if (confidence > highest || (confidence === highest && best === null)) {
      best = vendor;
      highest = confidence;
    }
  }
  return best;
}
