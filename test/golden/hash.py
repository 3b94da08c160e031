"""Reference values of the seeded hash: scikit-learn's MurmurHash3 x86 32, the one of its FeatureHasher.

    python test/golden/hash.py > test/golden/hash.json
"""

import json

from sklearn.utils import murmurhash3_32

texts = ["", "a", "ab", "abc", "abcd", "host-0017", "Straße 7", "日本語", "\U0001d7d8 €", "x" * 200]
out = [
    {"text": text, "seed": seed, "hash": int(murmurhash3_32(text, seed=seed, positive=True))}
    for text in texts
    for seed in (0, 1, 0x5AB5, 2**31 - 1)
]
print(json.dumps(out, ensure_ascii=False, indent=1))
