"""The peer of test/bench/subspace.ts: numpy.linalg.svd, batched, on as many processes as it is given.

    python test/bench/subspace_numpy.py [users] [types] [processes] [with leave-one-out: 0 or 1]
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import resource
import sys
import time
from multiprocessing import Pool

import numpy as np

DAYS = 30


def spe(history, day, energy=0.9, most=5):
    _, singular, right = np.linalg.svd(history, full_matrices=False)
    values = singular**2
    held = np.cumsum(values, axis=1)
    rank = np.minimum(most, (held < energy * held[:, -1:]).sum(axis=1) + 1)
    along = np.einsum("ukt,ut->uk", right, day) ** 2
    along[np.arange(along.shape[1]) >= rank[:, None]] = 0
    return (day**2).sum(axis=1) - along.sum(axis=1)


def share(arguments):
    users, types, seed, leave_one_out = arguments
    rng = np.random.default_rng(seed)
    counts = np.floor(rng.exponential(1, (users, DAYS + 1, types)) * rng.random((users, DAYS + 1, 1)) * 3)
    started = time.perf_counter()
    x = 2 * (np.sqrt(counts + 0.375) - np.sqrt(0.375))
    spe(x[:, :-1], x[:, -1])
    if leave_one_out:
        for i in range(DAYS):
            spe(np.delete(x[:, :-1], i, axis=1), x[:, i])
    return time.perf_counter() - started


if __name__ == "__main__":
    users, types, processes, leave_one_out = (int(a) for a in (*sys.argv[1:], *"5000 64 2 0".split()[len(sys.argv) - 1 :]))
    with Pool(processes) as pool:
        seconds = max(pool.map(share, [(users // processes, types, s, leave_one_out) for s in range(processes)]))
    peak = 1024 * processes * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"name": "numpy.linalg.svd", "users": users, "types": types, "processes": processes, "seconds": seconds, "peakBytes": peak}))
