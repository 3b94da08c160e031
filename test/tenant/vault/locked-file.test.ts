import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "../../../src/lib/hex.ts";
import { type KeyBox, keysOf, lockSecret, newSecret, openSecret } from "../../../src/tenant/vault/keys.ts";
import { lockFile, nameInside, segmentBytes, unlockFile } from "../../../src/tenant/vault/locked-file.ts";

const secret = new Uint8Array(32).fill(7);
const keys = await keysOf(secret, "ours");
const file = { tenant: "ours", name: "model-a.sgmodel" };
const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await blob.arrayBuffer());
const lock = async (bytes: Uint8Array<ArrayBuffer>, as = file) => bytesOf(await lockFile(new Blob([bytes]), as, keys));
const open = async (bytes: Uint8Array<ArrayBuffer>, as = file, by = keys) =>
  bytesOf(await unlockFile(new Blob([bytes]), as, by));
const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((some) => Uint8Array.from(some));

describe("a locked file", () => {
  test("gives back any bytes, and never the same locked bytes twice", () =>
    fc.assert(
      fc.asyncProperty(bytes(300), async (plain) => {
        const locked = await lock(plain);
        expect(await open(locked)).toEqual(plain);
        expect(await lock(plain)).not.toEqual(locked);
      }),
      { numRuns: 200 },
    ));

  test("gives back what is just under, at and over a segment, and two", async () => {
    for (const size of [0, segmentBytes - 1, segmentBytes, segmentBytes + 1, 2 * segmentBytes]) {
      const plain = new Uint8Array(size).map((_, i) => (i * 31) >> 3);
      expect(toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", await open(await lock(plain)))))).toBe(
        toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", plain))),
      );
    }
  });

  test("is refused where any one bit is another", async () => {
    const locked = await lock(Uint8Array.from({ length: 40 }, (_, i) => i));
    let refused = 0;
    for (let bit = 0; bit < locked.length * 8; bit++) {
      const other = locked.slice();
      other[bit >> 3]! ^= 1 << (bit & 7);
      await open(other).catch(() => refused++);
    }
    expect(refused).toBe(locked.length * 8);
  });

  test("is refused where it is cut, longer, or its segments are dropped, doubled or swapped", async () => {
    const locked = await lock(new Uint8Array(3 * segmentBytes).map((_, i) => i >> 20));
    const step = segmentBytes + 28;
    const start = locked.length - 3 * step;
    const part = (i: number) => locked.subarray(start + i * step, start + (i + 1) * step);
    const head = locked.subarray(0, start);
    const join = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));
    expect((await open(join(head, part(0), part(1), part(2)))).length).toBe(3 * segmentBytes);
    const bad = [
      locked.slice(0, -1),
      join(locked, new Uint8Array(1)),
      join(head, part(0), part(1)),
      join(head, part(1), part(0), part(2)),
      join(head, part(0), part(0), part(2)),
      new Uint8Array(0),
    ];
    for (const one of bad) await expect(open(one)).rejects.toThrow(/damaged/);
  });

  test("is refused under another name, for another tenant, and with another's keys", async () => {
    const locked = await lock(Uint8Array.of(1, 2, 3));
    await expect(open(locked, { ...file, name: "model-b.sgmodel" })).rejects.toThrow(/model-b.sgmodel/);
    await expect(open(locked, { ...file, tenant: "theirs" })).rejects.toThrow(/damaged/);
    await expect(open(locked, file, await keysOf(secret, "theirs"))).rejects.toThrow(/damaged/);
    await expect(open(locked, file, await keysOf(newSecret(), "ours"))).rejects.toThrow(/damaged/);
    expect(await nameInside(new Blob([locked]), "ours", keys)).toBe(file.name);
    expect(await nameInside(new Blob([locked]), "theirs", keys)).toBeNull();
  });

  test("takes no segment of an older file of its name", async () => {
    const [older, newer] = [await lock(new Uint8Array(16).fill(1)), await lock(new Uint8Array(16).fill(2))];
    const mixed = newer.slice();
    mixed.set(older.subarray(older.length - 44), newer.length - 44);
    await expect(open(mixed)).rejects.toThrow(/damaged/);
  });
});

describe("the secret under a passphrase", () => {
  const box = (passphrase: string) => lockSecret(secret, { tenant: "ours", passphrase, rounds: 10 });

  test("opens by that passphrase alone, however it is composed", async () => {
    const locked = await box("Zürich im März");
    expect(await openSecret(locked, "Zu\u0308rich im Ma\u0308rz")).toEqual(secret);
    for (const other of ["zürich im März", "Zürich im März ", ""]) expect(await openSecret(locked, other)).toBeNull();
  });

  test("opens no more where anything about it was changed", async () => {
    const locked = await box("correct horse");
    const { derivation } = locked;
    const changed: KeyBox[] = [
      { ...locked, tenant: "theirs" },
      { ...locked, made: "2020-01-01T00:00:00.000Z" },
      { ...locked, derivation: { ...derivation, rounds: 11 } },
      { ...locked, derivation: { ...derivation, rounds: 1e12 } },
      { ...locked, derivation: { ...derivation, salt: `00${derivation.salt.slice(2)}` } },
      { ...locked, nonce: "zz" },
      { ...locked, secret: locked.secret.slice(2) },
    ];
    for (const one of changed) expect(await openSecret(one, "correct horse")).toBeNull();
  });

  test("costs an attacker 600,000 rounds a guess unless somebody asks for less", async () => {
    const { derivation } = await lockSecret(secret, { tenant: "ours", passphrase: "correct horse" });
    expect(derivation).toMatchObject({ name: "PBKDF2", hash: "SHA-256", rounds: 600_000 });
    expect(fromHex(derivation.salt)).toHaveLength(16);
  });
});

test("what another implementation locked opens here", async () => {
  const golden = JSON.parse(readFileSync(new URL("../../golden/locked-file.json", import.meta.url), "utf8"));
  const opened = await openSecret(golden.box, golden.passphrase);
  expect(toHex(opened!)).toBe(golden.secret);
  const theirs = await keysOf(opened!, golden.box.tenant);
  const plain = await open(fromHex(golden.file), { tenant: golden.box.tenant, name: golden.name }, theirs);
  expect(new TextDecoder().decode(plain)).toBe(golden.text);
});
