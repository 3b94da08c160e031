import { fromHex, toHex } from "../../lib/hex.ts";

/** How a passphrase becomes a key, and the tenant's secret under that key. Tells nothing but the tenant's id and when it was made. */
export interface KeyBox {
  readonly tenant: string;
  /** ISO 8601, UTC. */
  readonly made: string;
  readonly derivation: {
    readonly name: "PBKDF2";
    readonly hash: "SHA-256";
    readonly rounds: number;
    readonly salt: string;
  };
  /** AES-GCM of the secret; hexadecimal. */
  readonly nonce: string;
  readonly secret: string;
}

/** What a tenant's files are written with. */
export interface VaultKeys {
  /** AES-GCM, 256 bits. */
  readonly content: CryptoKey;
  /** HMAC-SHA-256. */
  readonly names: CryptoKey;
}

/** Rounds of PBKDF2 with SHA-256, as OWASP's password storage cheat sheet asks for (2023). */
export const passphraseRounds = 600_000;
/** Characters that a passphrase has at the least. */
export const shortestPassphrase = 10;
/** More than this a header may not ask for: it would take minutes. */
const mostRounds = 20_000_000;

const utf8 = new TextEncoder();

/** What the box says of itself, bound to the secret: none of it can be changed without the passphrase. */
const boundTo = ({ tenant, made, derivation: { name, hash, rounds, salt } }: Omit<KeyBox, "nonce" | "secret">) =>
  utf8.encode(JSON.stringify(["shadowgraph passphrase", 1, tenant, made, name, hash, rounds, salt]));

/** The key of a passphrase; the same letters give the same key however a keyboard composes them (NFKC). */
async function keyOf(passphrase: string, { rounds, salt }: KeyBox["derivation"]): Promise<CryptoKey> {
  const letters = utf8.encode(passphrase.normalize("NFKC"));
  const material = await crypto.subtle.importKey("raw", letters, "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", iterations: rounds, salt: fromHex(salt) },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

/** 256 random bits that all of a tenant's keys come from. */
export const newSecret = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));

/** Locks a secret under a passphrase, with a salt and a nonce of its own. */
export async function lockSecret(
  secret: Uint8Array<ArrayBuffer>,
  { tenant, passphrase, rounds = passphraseRounds }: { tenant: string; passphrase: string; rounds?: number },
): Promise<KeyBox> {
  const salt = toHex(crypto.getRandomValues(new Uint8Array(16)));
  const open = {
    tenant,
    made: new Date().toISOString(),
    derivation: { name: "PBKDF2", hash: "SHA-256", rounds, salt },
  } as const;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyOf(passphrase, open.derivation);
  const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: boundTo(open) }, key, secret);
  return { ...open, nonce: toHex(iv), secret: toHex(new Uint8Array(locked)) };
}

/** The secret of a box; null where the passphrase is another, or the box is not as it was written. */
export async function openSecret(box: KeyBox, passphrase: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const { rounds } = box.derivation;
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > mostRounds) return null;
  try {
    const key = await keyOf(passphrase, box.derivation);
    const algorithm = { name: "AES-GCM", iv: fromHex(box.nonce), additionalData: boundTo(box) };
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, fromHex(box.secret)));
  } catch {
    return null;
  }
}

/** The keys of a secret, one for what is in files and one for their names (HKDF with SHA-256). */
export async function keysOf(secret: Uint8Array<ArrayBuffer>, tenant: string): Promise<VaultKeys> {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const from = (info: string) => ({
    name: "HKDF",
    hash: "SHA-256",
    salt: utf8.encode(tenant),
    info: utf8.encode(info),
  });
  return {
    content: await crypto.subtle.deriveKey(from("content"), material, { name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ]),
    names: await crypto.subtle.deriveKey(
      from("names"),
      material,
      { name: "HMAC", hash: "SHA-256", length: 256 },
      false,
      ["sign"],
    ),
  };
}
