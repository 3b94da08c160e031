interface TrustedTypes {
  createPolicy(name: string, rules: { readonly createScriptURL: (url: string) => string }): unknown;
}

/** A script was to be started from an address that is not trusted. */
export class UntrustedScript extends TypeError {
  override readonly name = "UntrustedScript";
}

/**
 * Says from which addresses this realm may start scripts, under a policy that requires Trusted Types: from blobs, and from those named, else
 * UntrustedScript is thrown. All other text that would become markup or code is refused by the browser. To be called once in a realm.
 */
export function trustBlobs({ also = [] }: { readonly also?: readonly string[] } = {}): void {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy("default", {
    createScriptURL: (url) => {
      if (url.startsWith("blob:") || also.includes(url)) return url;
      throw new UntrustedScript(`Scripts start from blobs, not from ${url}.`);
    },
  });
}
