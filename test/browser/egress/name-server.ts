import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** Hosts that this machine's name server knows: all of them are this machine. */
export const zone = "egress.test";

/** A name server over HTTPS (RFC 8484) on the loopback that writes down every name it is asked for. */
export interface NameServer {
  /** What a browser takes as the address of its name server. */
  readonly template: string;
  /** SHA-256 of the certificate's key, base64: what tells a browser to trust it. */
  readonly key: string;
  close(): Promise<void>;
}

/** The certificate is of no worth: it is for the loopback, and trusted by the browsers that these tests start alone. */
const pem = (name: string) => readFileSync(join(import.meta.dirname, `${name}.pem`));

/** @param hear is told each name that is asked for */
export async function openNameServer(hear: (name: string) => void): Promise<NameServer> {
  const cert = pem("name-server-cert");
  const server = createServer({ key: pem("name-server-key"), cert }, async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const inAddress = new URL(request.url ?? "/", "https://localhost").searchParams.get("dns");
    const query = inAddress === null ? Buffer.concat(parts) : Buffer.from(inAddress, "base64url");
    const { name, answer } = answerTo(query);
    hear(name);
    response.writeHead(200, { "content-type": "application/dns-message" }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const spki = new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" });
  return {
    template: `https://127.0.0.1:${(server.address() as AddressInfo).port}/dns-query`,
    key: createHash("sha256").update(spki).digest("base64"),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const headLength = 12;
const addressType = 1;
const nameError = 3;

/** Answers a DNS query (RFC 1035) for one name: 127.0.0.1 for a host of the zone, none for its other types, no such name for any other. */
function answerTo(query: Buffer): { name: string; answer: Buffer } {
  const labels: string[] = [];
  let at = headLength;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const name = labels.join(".").toLowerCase();
  const isKnown = name.endsWith(`.${zone}`);
  const hasAddress = isKnown && query.readUInt16BE(at + 1) === addressType;
  const head = Buffer.from([query[0]!, query[1]!, 0x81, isKnown ? 0x80 : 0x80 | nameError, 0, 1, 0, 0, 0, 0, 0, 0]);
  if (hasAddress) head[7] = 1;
  const record = [0xc0, headLength, 0, addressType, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1];
  return {
    name,
    answer: Buffer.concat([head, query.subarray(headLength, at + 5), Buffer.from(hasAddress ? record : [])]),
  };
}
