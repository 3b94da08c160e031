/** A request that must not get out, and what became of it. */
export interface Canary {
  readonly name: string;
  /** `blocked`, or how it got through. */
  readonly result: string;
}

/** A reserved name (RFC 2606) that resolves nowhere: should a canary get through, it reaches nobody. */
const foreign = "https://canary.invalid/";

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
  WebSocket: (url) => opened(new WebSocket(url.replace(/^http/, "ws"))),
  EventSource: (url) => opened(new EventSource(url)),
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
const ownAttempts: Record<string, Attempt> = { ...attempts, "worker by URL": (url) => opened(new Worker(url)) };

/**
 * Tries every way out towards one address and counts as blocked only what the policy itself reported.
 * Mere failure is no proof: a machine without a network fails too.
 */
async function tryAll(url: string, ways: Record<string, Attempt>): Promise<Canary[]> {
  const out: Canary[] = [];
  for (const [name, attempt] of Object.entries(ways)) {
    const label = `${name} to ${url}`;
    const violation = nextViolation();
    const outcome = await attempt(url).then(
      () => "got through",
      () => "failed",
    );
    const blocked = await violation;
    out.push({ name: label, result: blocked ? "blocked" : `${outcome}, and no policy stopped it` });
  }
  return out;
}

function nextViolation(): Promise<boolean> {
  return new Promise((resolve) => {
    const seen = () => settle(true);
    const timer = setTimeout(() => settle(false), 600);
    function settle(blocked: boolean) {
      clearTimeout(timer);
      document.removeEventListener("securitypolicyviolation", seen);
      resolve(blocked);
    }
    document.addEventListener("securitypolicyviolation", seen);
  });
}

/** Tries to reach a foreign host; every attempt must be blocked before any tenant may open. */
export const foreignCanaries = (): Promise<Canary[]> => tryAll(foreign, attempts);

/** Tries to reach the page's own origin, which the seal takes away. */
export const ownCanaries = (): Promise<Canary[]> => tryAll(new URL("./canary.txt", document.baseURI).href, ownAttempts);
