import { UntrustedScript } from "../../lib/trusted-types.ts";
import type { Canary } from "./canary.ts";
import { fetchInWorker } from "./worker-canary.ts";

/** A reserved name (RFC 2606) that resolves nowhere: should a canary get through, it reaches nobody. */
const foreign = "https://canary.invalid/";

/** Tries a way out. @returns who refused it, where the attempt itself can tell */
type Attempt = (url: string) => Promise<unknown>;

const viaElement = (tag: "img" | "script") => (url: string) =>
  new Promise((resolve, reject) => {
    const element = document.createElement(tag);
    element.src = url;
    element.onload = () => resolve(undefined);
    element.onerror = () => reject(new Error("failed"));
    document.head.append(element);
    element.remove();
    setTimeout(() => reject(new Error("never loaded")), 500);
  });

const attempts: Record<string, Attempt> = {
  fetch: (url) => fetch(url, { mode: "no-cors" }),
  XMLHttpRequest: (url) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("GET", url);
      request.onload = resolve;
      request.onerror = () => reject(new Error("failed"));
      request.send();
    }),
  WebSocket: async (url) => opened(new WebSocket(url.replace(/^http/, "ws"))),
  EventSource: async (url) => opened(new EventSource(url)),
  image: viaElement("img"),
  script: viaElement("script"),
  "dynamic import": (url) => import(/* @vite-ignore */ url),
};

function opened(
  target: (WebSocket | EventSource | Worker) & { close?: () => void; terminate?: () => void },
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      (target.close ?? target.terminate)?.call(target);
      settle();
    };
    const gotThrough = () => end(() => resolve(undefined));
    const failed = () => end(() => reject(new Error("failed")));
    target.addEventListener("open", gotThrough);
    target.addEventListener("message", gotThrough);
    target.addEventListener("error", failed);
    setTimeout(failed, 500);
  });
}

/** A worker from another origin is refused by every browser, policy or not, so this is tried on the own one only. */
const ownAttempts: Record<string, Attempt> = { ...attempts, "worker by URL": async (url) => opened(new Worker(url)) };

/**
 * Tries every way out towards one address and counts as refused only what the browser itself reports as against the policy.
 * Mere failure is no proof: a machine without a network fails too.
 */
async function tryAll(url: string, ways: Record<string, Attempt>): Promise<Canary[]> {
  const out: Canary[] = [];
  for (const [name, attempt] of Object.entries(ways)) {
    const violation = nextViolation();
    const error: unknown = await attempt(url).then(
      () => null,
      (why) => why,
    );
    const refusedBy = error instanceof UntrustedScript ? "Trusted Types" : await violation;
    out.push({ name, to: url, refusedBy, outcome: error === null ? "got through" : "failed" });
  }
  return out;
}

/** The directive, as the policy names it, that the next violation is against; null where none comes. */
function nextViolation(): Promise<string | null> {
  return new Promise((resolve) => {
    const seen = (event: SecurityPolicyViolationEvent) => settle(event.effectiveDirective.replace(/-(elem|attr)$/, ""));
    const timer = setTimeout(() => settle(null), 600);
    function settle(directive: string | null) {
      clearTimeout(timer);
      document.removeEventListener("securitypolicyviolation", seen);
      resolve(directive);
    }
    document.addEventListener("securitypolicyviolation", seen);
  });
}

/** Tries to reach a foreign host; every attempt must be refused before any tenant may open. */
export const foreignCanaries = (): Promise<Canary[]> => tryAll(foreign, attempts);

/** Tries to reach the page's own origin, which the seal takes away, from the page and from a worker that was started behind the seal. */
export async function ownCanaries(): Promise<Canary[]> {
  const url = new URL("./canary.txt", document.baseURI).href;
  return [...(await tryAll(url, ownAttempts)), await fetchInWorker(url)];
}
