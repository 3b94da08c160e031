import { afterEach, expect, test, vi } from "vitest";
import { trustBlobs, UntrustedScript } from "../../src/lib/trusted-types.ts";

afterEach(() => vi.unstubAllGlobals());

/** The rule that a realm would be given, as the browser calls it. */
function ruleOf(options?: Parameters<typeof trustBlobs>[0]): (url: string) => string {
  let rule: ((url: string) => string) | null = null;
  vi.stubGlobal("trustedTypes", {
    createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => {
      expect(name).toBe("default");
      expect(Object.keys(rules)).toEqual(["createScriptURL"]);
      rule = rules.createScriptURL;
    },
  });
  trustBlobs(options);
  return rule!;
}

test("scripts start from blobs and from the addresses named, and from nowhere else", () => {
  const rule = ruleOf({ also: ["https://site.invalid/service-worker.js"] });
  expect(rule("blob:https://site.invalid/1")).toBe("blob:https://site.invalid/1");
  expect(rule("https://site.invalid/service-worker.js")).toBe("https://site.invalid/service-worker.js");
  for (const url of ["https://site.invalid/", "data:text/javascript,0", "BLOB:x", " blob:x", "javascript:blob:", ""])
    expect(() => rule(url), url).toThrow(UntrustedScript);
});

test("a browser without Trusted Types is left as it is", () => {
  vi.stubGlobal("trustedTypes", undefined);
  expect(() => trustBlobs()).not.toThrow();
});
