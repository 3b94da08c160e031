"""A locked file and its passphrase as src/tenant/vault reads them, made by pyca/cryptography (OpenSSL): python3 locked-file.py > locked-file.json"""
import json
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC


def packed(*parts):
    return json.dumps(parts, separators=(",", ":"), ensure_ascii=False).encode()


tenant, name, text = "3f0c", "model-a.sgmodel", "what nobody else may read\n"
passphrase = "four words of Zürich"
secret = bytes(range(32))
salt, made, rounds = bytes(range(100, 116)), "2026-11-22T08:00:00.000Z", 1000

wrapping = PBKDF2HMAC(hashes.SHA256(), 32, salt, rounds).derive(passphrase.encode())
nonce = bytes(range(12))
bound = packed("shadowgraph passphrase", 1, tenant, made, "PBKDF2", "SHA-256", rounds, salt.hex())
box = {
    "tenant": tenant,
    "made": made,
    "derivation": {"name": "PBKDF2", "hash": "SHA-256", "rounds": rounds, "salt": salt.hex()},
    "nonce": nonce.hex(),
    "secret": AESGCM(wrapping).encrypt(nonce, secret, bound).hex(),
}

content = AESGCM(HKDF(hashes.SHA256(), 32, tenant.encode(), b"content").derive(secret))
identity = bytes(range(200, 216)).hex()
head = json.dumps({"name": name, "type": "", "bytes": len(text), "id": identity}).encode()
head_nonce, segment_nonce = bytes(range(20, 32)), bytes(range(40, 52))
locked_head = head_nonce + content.encrypt(head_nonce, head, packed("shadowgraph file", 1, tenant, "head", 1))
segment_bound = packed("shadowgraph file", 1, tenant, name, identity, 0, 1)
segment = segment_nonce + content.encrypt(segment_nonce, text.encode(), segment_bound)
file = b"SGLOCKED" + struct.pack("<III", 1, len(locked_head), 1) + locked_head + segment

golden = {"passphrase": passphrase, "secret": secret.hex(), "box": box, "name": name, "text": text, "file": file.hex()}
print(json.dumps(golden, indent=1, ensure_ascii=False))
