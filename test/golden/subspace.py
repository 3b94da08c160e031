"""Reference values for the subspace detector: explicit SVD in float64 by numpy, day by day, no Gram matrix.

    python test/golden/subspace.py > test/golden/subspace.json
"""

import json

import numpy as np

FLOOR = 1e-6


def transformed(counts, transform):
    return 2 * (np.sqrt(counts + 0.375) - np.sqrt(0.375)) if transform == "anscombe" else np.log1p(counts)


def fit(history, rank, energy):
    _, singular, right = np.linalg.svd(history, full_matrices=False)
    values = singular**2
    padded = np.zeros(len(history))
    padded[: len(values)] = values
    total = values.sum()
    if total <= 0:
        return 0, padded, right, 0.0
    held = np.cumsum(padded)
    r = min(5, int(np.argmax(held >= energy * total)) + 1) if rank == "auto" else min(rank, len(history))
    return r, padded, right, held[r - 1] / total


def spe(history, day, rank, energy):
    r, values, right, held = fit(history, rank, energy)
    left = day @ day
    for k in range(min(r, len(right))):
        if values[k] > 0:
            along = (right[k] @ day) ** 2 * values[k]
            left -= along / max(values[k], FLOOR * values[0])
    return left, r, values, held


rng = np.random.default_rng(20240229)


def poisson(days, types, rate):
    return rng.poisson(rng.gamma(0.5, rate, types) * rng.gamma(2, 0.5, (days, 1)))


def cases():
    yield "dense", poisson(31, 64, 4)
    yield "types much more than days", poisson(12, 300, 0.3)
    yield "days more than types", poisson(31, 6, 6)
    week = poisson(31, 20, 5)
    week[5::7] = 0
    week[6::7] = 0
    yield "weekends off", week
    yield "repeated days", np.repeat(poisson(8, 10, 5), 4, axis=0)[:31]
    yield "constant", np.full((20, 5), 3)
    last = np.zeros((15, 8), int)
    last[-1] = [0, 9, 0, 0, 1, 0, 0, 0]
    yield "nothing, then something", last
    yield "bursts", np.where(rng.random((31, 40)) < 0.03, rng.integers(1, 5000, (31, 40)), poisson(31, 40, 1))


out = []
for name, counts in cases():
    for transform in ("anscombe", "log1p"):
        for rank, energy in (("auto", 0.9), ("auto", 0.99), (3, 0.9)):
            x = transformed(counts, transform)
            history, day = x[:-1], x[-1]
            value, r, values, held = spe(history, day, rank, energy)
            tail = values[r:] / len(history)
            out.append(
                {
                    "name": name,
                    "transform": transform,
                    "rank": rank,
                    "energy": energy,
                    "counts": counts.tolist(),
                    "expect": {
                        "spe": value,
                        "rank": r,
                        "held": held,
                        "tail": [tail.sum(), (tail**2).sum(), (tail**3).sum()],
                        "loo": [
                            spe(np.delete(history, i, 0), history[i], rank, energy)[0] for i in range(len(history))
                        ],
                    },
                }
            )
print(json.dumps(out, separators=(",", ":")))
