import { request as ask, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "../../../bin/serve.mjs";
import { answer, type Sinks, whoIs } from "./sinks.ts";

/** A server of pages on this machine; what is asked of it by a channel is noted as a leak to the own server. */
export interface Site {
  readonly origin: string;
  close(): Promise<void>;
}

export interface SiteOptions {
  readonly hasHeaders: boolean;
  /** Taken out of the page where false, as by an extension or a host that rewrites pages. */
  readonly hasPolicy?: boolean;
  /** Put before the page's own scripts, where no driver can. */
  readonly script?: string;
  /** Put before the service worker's own script. */
  readonly serviceScript?: string;
}

/** The built site, with the headers of `npm start` or as a plain host sends it. */
export async function openSite(
  sinks: Sinks,
  { hasHeaders, hasPolicy = true, script = "", serviceScript = "" }: SiteOptions,
): Promise<Site> {
  const built = await serve();
  const { port } = new URL(built.url);
  const changed = (html: string) => {
    const page = hasPolicy ? html : html.replace(/<meta\s+http-equiv[^>]*>/, "");
    return script ? page.replace("<script", `<script src="/egress.js"></script><script`) : page;
  };
  const site = await listen(sinks, (path, response) => {
    if (path === "/egress.js") return void response.writeHead(200, { "content-type": "text/javascript" }).end(script);
    ask({ port, path, host: "127.0.0.1" }, (inner) => {
      const type = inner.headers["content-type"] ?? "";
      response.writeHead(inner.statusCode ?? 500, hasHeaders ? withoutLength(inner.headers) : { "content-type": type });
      if (path === "/service-worker.js") response.write(serviceScript);
      if (!type.startsWith("text/html")) return void inner.pipe(response);
      inner.setEncoding("utf8");
      let html = "";
      inner.on("data", (part: string) => {
        html += part;
      });
      inner.on("end", () => response.end(changed(html)));
    }).end();
  });
  return {
    origin: site.origin,
    close: async () => {
      await site.close();
      await built.close();
    },
  };
}

const withoutLength = ({ "content-length": _, ...headers }: Record<string, string | string[] | undefined>) => headers;

/** A page without a policy, whose server sends no headers: every channel that the browser has must be seen to leak from it. */
export function openControl(sinks: Sinks, script: string): Promise<Site> {
  const html = `<!doctype html><title>Control</title><body><script>${script.replaceAll("</", "<\\/")}</script>
<script>globalThis.started = new Worker(URL.createObjectURL(new Blob(["0"], { type: "text/javascript" })));</script>`;
  return listen(sinks, (path, response) => {
    if (path === "/egress.js") response.writeHead(200, { "content-type": "text/javascript" }).end("0");
    else response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headersOf(path) }).end(html);
  });
}

/** The control's page has no headers but under this name, for whether a browser obeys the allowlist at all. */
const headersOf = (path: string): Record<string, string> =>
  path === "/allowlist" ? { "connection-allowlist": "(response-origin)" } : {};

async function listen(
  sinks: Sinks,
  serveFile: (path: string, response: import("node:http").ServerResponse) => void,
): Promise<Site> {
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const who = path.startsWith("/egress/") ? whoIs(path) : null;
    if (who) sinks.note(who.run, who.slug, "own server");
    const [, to] = /\?to=(http:.*)/.exec(path) ?? [];
    if (to) response.writeHead(302, { location: to, "access-control-allow-origin": "*" }).end();
    else if (who) answer(request, response);
    else serveFile(path, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
