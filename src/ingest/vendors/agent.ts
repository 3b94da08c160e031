const programs: readonly (readonly [RegExp, string])[] = [
  [/terraform/i, "Terraform"],
  [/aws-cli/i, "AWS CLI"],
  [/azurecli/i, "Azure CLI"],
  [/gcloud|google-cloud-sdk/i, "Google Cloud SDK"],
  [/kubectl/i, "kubectl"],
  [/boto|python/i, "Python"],
  [/aws-sdk-([a-z]+)/i, "AWS SDK"],
  [/powershell/i, "PowerShell"],
  [/okhttp|java\//i, "Java"],
  [/go-http|golang/i, "Go"],
  [/^git\//i, "git"],
  [/curl/i, "curl"],
  [/edga?\/|edge\//i, "Edge"],
  [/opr\/|opera/i, "Opera"],
  [/firefox|fxios/i, "Firefox"],
  [/chrome|crios|chromium/i, "Chrome"],
  [/safari/i, "Safari"],
  [/outlook|microsoft office/i, "Office"],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/iphone|ipad|ios/i, "iOS"],
  [/android/i, "Android"],
  [/windows/i, "Windows"],
  [/mac ?os|darwin|macintosh/i, "macOS"],
  [/cros/i, "ChromeOS"],
  [/linux|x11/i, "Linux"],
];

/** A user agent without its versions, so that it is constant between updates: `Chrome, Windows`; the part before the first `/` where unknown. */
export function agentFamily(agent: unknown): string | undefined {
  if (typeof agent !== "string" || agent.trim() === "") return undefined;
  const program = programs.find(([pattern]) => pattern.test(agent))?.[1];
  const system = systems.find(([pattern]) => pattern.test(agent))?.[1];
  const known = [program, system].filter((part) => part !== undefined);
  return known.length > 0
    ? known.join(", ")
    : agent.split(/[/ (]/)[0]?.replace(/[_-][0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "") || undefined;
}
