/** What the host of the page, or the page's own copy, sends beside the policy that is in the page. */
export interface HostHeaders {
  /** `Connection-Allowlist`, which Chromium obeys. */
  readonly hasAllowlist: boolean;
  readonly hasSandbox: boolean;
}

/** Asks for the page once more, to see its headers; null where it can't be had. */
export async function hostHeaders(): Promise<HostHeaders | null> {
  const { headers } = await fetch(document.baseURI).catch(() => ({ headers: null }));
  return (
    headers && {
      hasAllowlist: headers.has("connection-allowlist"),
      hasSandbox: /\bsandbox\b/.test(headers.get("content-security-policy") ?? ""),
    }
  );
}
