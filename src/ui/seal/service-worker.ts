import { bootPolicy, headerPolicy } from "./boot-policy.ts";

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

interface ServiceWorkerScope extends EventTarget {
  readonly registration: { readonly scope: string };
  skipWaiting(): Promise<void>;
}

const scope = globalThis as unknown as ServiceWorkerScope;

/** The SHA-256 of each file of the site, by its path below the scope; the build writes it here (`vite.config.ts`). */
const files: Readonly<Record<string, string>> = JSON.parse("__SITE_FILES__");

const prefix = "shadowgraph ";

/** What a static host can't send. In Chromium the allowlist closes WebRTC, DNS prefetch and navigation too. */
const headers = {
  "content-security-policy": `${bootPolicy}; ${headerPolicy}`,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "connection-allowlist": "(response-origin)",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

const sha256 = async (bytes: BufferSource): Promise<string> => hex(await crypto.subtle.digest("SHA-256", bytes));

const cacheName = async (): Promise<string> =>
  prefix + (await sha256(new TextEncoder().encode(JSON.stringify(files)))).slice(0, 16);

const urlOf = (path: string): string => new URL(path, scope.registration.scope).href;

/** Fetches one file and keeps it if it is the one that was built. @throws Error where it is another */
async function keep(cache: Cache, path: string, wanted: string): Promise<void> {
  const response = await fetch(urlOf(path), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  const bytes = await response.arrayBuffer();
  if ((await sha256(bytes)) !== wanted) throw new Error(`${path} is not the file that was built.`);
  const type = response.headers.get("content-type") ?? "application/octet-stream";
  await cache.put(urlOf(path), new Response(bytes, { headers: { "content-type": type, ...headers } }));
}

async function install(): Promise<void> {
  const cache = await caches.open(await cacheName());
  for (const [path, wanted] of Object.entries(files)) await keep(cache, path, wanted);
}

async function forgetOthers(): Promise<void> {
  const own = await cacheName();
  const old = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== own);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answer(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(await cacheName());
  return (await cache.match(urlOf(path))) ?? fetch(request);
}

scope.addEventListener("install", (event) => (event as Extendable).waitUntil(install()));
scope.addEventListener("activate", (event) => (event as Extendable).waitUntil(forgetOthers()));
scope.addEventListener("message", ({ data }: Event & { readonly data?: unknown }) => {
  if (data === "take over") void scope.skipWaiting();
});
scope.addEventListener("fetch", (event) => {
  const { request } = event as Fetching;
  const { href } = new URL(request.url.replace(/[?#].*$/, ""));
  if (request.method !== "GET" || !href.startsWith(scope.registration.scope)) return;
  const path = href.slice(scope.registration.scope.length) || "index.html";
  if (Object.hasOwn(files, path)) (event as Fetching).respondWith(answer(path, request));
});
