import { createSocket } from "node:dgram";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { type Channel, channels } from "./channels.ts";
import { type Aim, slugOf } from "./probe.ts";

/** How something got out. */
export type Leak = "http" | "websocket" | "udp" | "name" | "name server" | "own server";

/** Listeners on this machine that write down who reached them. */
export interface Sinks {
  /** Where each of the channels is to be aimed at by one run; `origin` is that of the page. */
  aim(run: string, of: readonly Channel[], origin: string): Promise<Record<string, Aim>>;
  /** Something of a run's channel got out. */
  note(run: string, slug: string, leak: Leak): void;
  /** What got out: by run, by channel's slug. */
  leaks(run: string): ReadonlyMap<string, ReadonlySet<Leak>>;
  /** Runs that something came from. */
  runs(): string[];
  close(): Promise<void>;
}

const slugs = new Set(channels.map(({ name }) => slugOf(name)));

/** The run and the channel in a host's name `<channel>--<run>.<domain>`. */
export function whoIs(host: string): { run: string; slug: string } | null {
  const [, slug = "", run = ""] =
    /([a-z0-9-]+?)--([a-z0-9]+)\.(?:localhost|egress\.test)/.exec(host.toLowerCase()) ?? [];
  return slugs.has(slug) ? { run, slug } : null;
}

const bodies: Record<string, [type: string, body: string]> = {
  script: ["text/javascript", "0"],
  worker: ["text/javascript", "0"],
  style: ["text/css", "*{}"],
  image: ["image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>`],
};

/** Answers so that every channel goes on as far as it would. */
export function answer(request: IncomingMessage, response: ServerResponse): void {
  const [type, body] = bodies[String(request.headers["sec-fetch-dest"])] ?? ["text/html", "reached"];
  const { origin } = request.headers;
  response.writeHead(200, {
    "content-type": type,
    "access-control-allow-origin": origin ?? "*",
    "access-control-allow-headers": "*",
    "supports-loading-mode": "fenced-frame, credentialed-prerender",
  });
  response.end(body);
}

/** Opens the listeners. @param domain that of the hosts that channels are aimed at: `localhost`, which browsers look up by themselves, or one that a name server is asked for */
export async function openSinks(domain = "localhost"): Promise<Sinks> {
  const found = new Map<string, Map<string, Set<Leak>>>();
  const note = (run: string, slug: string, leak: Leak) => {
    const byChannel = found.get(run) ?? new Map<string, Set<Leak>>();
    found.set(run, byChannel.set(slug, (byChannel.get(slug) ?? new Set()).add(leak)));
  };
  const noteHost = ({ headers }: IncomingMessage, leak: Leak) => {
    const { run, slug } = whoIs(headers.host ?? "") ?? { run: "unknown", slug: headers.host ?? "" };
    note(run, slug, leak);
  };
  const server = createServer((request, response) => {
    noteHost(request, "http");
    answer(request, response);
  });
  server.on("upgrade", (request, socket) => {
    noteHost(request, "websocket");
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const http = (server.address() as AddressInfo).port;
  const sockets: ReturnType<typeof createSocket>[] = [];

  async function udpSink(run: string, slug: string): Promise<number> {
    const socket = createSocket("udp4", () => note(run, slug, "udp"));
    sockets.push(socket);
    await new Promise<void>((resolve) => socket.bind(0, "0.0.0.0", resolve));
    return socket.address().port;
  }

  return {
    note,
    async aim(run, of, origin) {
      const out: Record<string, Aim> = {};
      for (const { name, code, isForTrusted } of of) {
        const slug = slugOf(name);
        const host = `${slug}--${run}.${isForTrusted ? "localhost" : domain}`;
        out[name] = {
          url: `http://${host}:${http}/`,
          secure: `https://${host}:${http}/`,
          ws: `ws://${host}:${http}/`,
          own: `${origin}/egress/${host}/`,
          host,
          address: ownAddress(),
          http,
          udp: /\budp\b/.test(code) ? await udpSink(run, slug) : 0,
        };
      }
      return out;
    },
    leaks: (run) => found.get(run) ?? new Map(),
    runs: () => [...found.keys()],
    close: async () => {
      for (const socket of sockets) socket.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An address of this machine from which WebRTC sends: not the loopback, where there is another. */
const ownAddress = (): string =>
  Object.values(networkInterfaces())
    .flat()
    .find((one) => one && !one.internal && one.family === "IPv4")?.address ?? "127.0.0.1";
