import { UserError } from "../../lib/errors.ts";
import { toHex } from "../../lib/hex.ts";
import type { VaultKeys } from "./keys.ts";

/** Whose file it is, and what it is named within the tenant. */
export interface FileIdentity {
  readonly tenant: string;
  readonly name: string;
}

interface Head {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  /** Random: segments of an older file of the same name don't fit. */
  readonly id: string;
}

interface Preamble {
  /** Bytes of the locked head, nonce and tag included. */
  readonly headBytes: number;
  readonly segments: number;
}

/** Bytes of a file that one nonce locks. */
export const segmentBytes = 1024 * 1024;

const magic = "SGLOCKED";
const version = 1;
const preambleBytes = 20;
const nonceBytes = 12;
const overhead = nonceBytes + 16;
/** A head is a name and three numbers. */
const mostHeadBytes = 64 * 1024;
const utf8 = new TextEncoder();

const bound = (...parts: readonly (string | number)[]) =>
  utf8.encode(JSON.stringify(["shadowgraph file", version, ...parts]));

async function lock(
  key: CryptoKey,
  bytes: BufferSource,
  additionalData: BufferSource,
): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, bytes);
  const whole = new Uint8Array(nonceBytes + locked.byteLength);
  whole.set(iv);
  whole.set(new Uint8Array(locked), nonceBytes);
  return whole;
}

/** @throws Error where the bytes, their key or what they are bound to are not those that they were locked with */
function unlock(key: CryptoKey, bytes: Uint8Array<ArrayBuffer>, additionalData: BufferSource): Promise<ArrayBuffer> {
  const iv = bytes.subarray(0, nonceBytes);
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, bytes.subarray(nonceBytes));
}

/**
 * Locks a file: a preamble, the head (its name, size and a random id) and segments of 1 MiB, each with a random nonce and bound to the tenant,
 * the file's name and id, its index and how many there are, so that none can be changed, dropped, swapped or moved (AES-GCM, 256 bits).
 */
export async function lockFile(content: Blob, { tenant, name }: FileIdentity, keys: VaultKeys): Promise<Blob> {
  const segments = Math.ceil(content.size / segmentBytes);
  const id = toHex(crypto.getRandomValues(new Uint8Array(16)));
  const head: Head = { name, type: content.type, bytes: content.size, id };
  const lockedHead = await lock(keys.content, utf8.encode(JSON.stringify(head)), bound(tenant, "head", segments));
  const preamble = new Uint8Array(preambleBytes);
  preamble.set(utf8.encode(magic));
  const view = new DataView(preamble.buffer);
  view.setUint32(8, version, true);
  view.setUint32(12, lockedHead.length, true);
  view.setUint32(16, segments, true);
  const parts: Uint8Array<ArrayBuffer>[] = [preamble, lockedHead];
  for (let i = 0; i < segments; i++) {
    const bytes = await content.slice(i * segmentBytes, (i + 1) * segmentBytes).arrayBuffer();
    parts.push(await lock(keys.content, bytes, bound(tenant, name, id, i, segments)));
  }
  return new Blob(parts);
}

/** @throws Error where the bytes are no preamble */
function readPreamble(bytes: ArrayBuffer): Preamble {
  const view = new DataView(bytes);
  const headBytes = view.getUint32(12, true);
  const isOurs = new TextDecoder().decode(bytes.slice(0, magic.length)) === magic;
  if (!isOurs || view.getUint32(8, true) !== version || headBytes > mostHeadBytes) throw new Error("no locked file");
  return { headBytes, segments: view.getUint32(16, true) };
}

/** @throws Error where it is not as it was written */
async function readHead(file: Blob, tenant: string, keys: VaultKeys): Promise<Head & Preamble> {
  const preamble = readPreamble(await file.slice(0, preambleBytes).arrayBuffer());
  const { headBytes, segments } = preamble;
  const locked = new Uint8Array(await file.slice(preambleBytes, preambleBytes + headBytes).arrayBuffer());
  const head = JSON.parse(
    new TextDecoder().decode(await unlock(keys.content, locked, bound(tenant, "head", segments))),
  );
  return { ...(head as Head), ...preamble };
}

/** The name that a locked file has within the tenant; null where it can't be read with these keys. */
export async function nameInside(file: Blob, tenant: string, keys: VaultKeys): Promise<string | null> {
  try {
    return (await readHead(file, tenant, keys)).name;
  } catch {
    return null;
  }
}

/** What `lockFile` locked. @throws UserError where a bit of it is another, or it is another file or another tenant's */
export async function unlockFile(file: Blob, { tenant, name }: FileIdentity, keys: VaultKeys): Promise<Blob> {
  try {
    const head = await readHead(file, tenant, keys);
    const start = preambleBytes + head.headBytes;
    const whole = start + head.bytes + head.segments * overhead;
    if (head.name !== name || file.size !== whole || head.segments !== Math.ceil(head.bytes / segmentBytes))
      throw new Error("not the file that was asked for");
    const parts: ArrayBuffer[] = [];
    const step = segmentBytes + overhead;
    for (let i = 0; i < head.segments; i++) {
      const locked = await file.slice(start + i * step, start + (i + 1) * step).arrayBuffer();
      parts.push(await unlock(keys.content, new Uint8Array(locked), bound(tenant, name, head.id, i, head.segments)));
    }
    return new Blob(parts, { type: head.type });
  } catch {
    throw new UserError("The file is damaged, or not the one that was written under this name.", {
      where: name,
      next: "What it held can’t be read; everything else can.",
    });
  }
}
