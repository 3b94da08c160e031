"""Reference values for the subspace detector: explicit SVD in float64 by numpy, day by day, no Gram matrix; eigenvalues by
scipy.linalg.eigh of the covariance of the columns, and the textbook threshold from them with scipy.stats.norm.

    python test/golden/subspace.py > test/golden/subspace.json
"""

import json

import numpy as np
from scipy.linalg import eigvalsh
from scipy.stats import norm

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


def threshold(history, rank, level):
    """Jackson & Mudholkar (1979) from the eigenvalues of XᵀX/n, the mean not taken out; None where its exponent is not above 0."""
    values = np.sort(np.maximum(0, eigvalsh(history.T @ history / len(history))))[::-1]
    left = values[rank : len(history)]
    left = left[left > 1e-9 * values[0]] if values[0] > 0 else left[:0]
    if len(left) == 0:
        return 0.0
    phi1, phi2, phi3 = (float((left**i).sum()) for i in (1, 2, 3))
    h0 = 1 - 2 * phi1 * phi3 / (3 * phi2**2)
    if h0 <= 0:
        return None
    c = norm.ppf(level)
    inner = c * np.sqrt(2 * phi2 * h0**2) / phi1 + 1 + phi2 * h0 * (h0 - 1) / phi1**2
    return phi1 * max(0.0, inner) ** (1 / h0)


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
        for rank, energy in (("auto", 0.5), ("auto", 0.9), ("auto", 0.99), (3, 0.9)):
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
                        "limit": threshold(history, r, 0.99),
                        "loo": [
                            spe(np.delete(history, i, 0), history[i], rank, energy)[0] for i in range(len(history))
                        ],
                    },
                }
            )
print(json.dumps(out, separators=(",", ":")))
