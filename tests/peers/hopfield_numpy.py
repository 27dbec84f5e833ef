#!/usr/bin/env python3
"""Hebbian recall in numpy, one thread: what tests/bench is compared with. Not part of the default tests.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 tests/peers/hopfield_numpy.py     (Debian: python3-numpy)
"""
import time
import numpy as np

N, P = 4096, 100
rng = np.random.default_rng(1)
X = rng.choice(np.array([-1, 1], np.float32), (P, N))
s = X[3] * np.where(rng.random(N) < 0.1, -1, 1).astype(np.float32)


def least(f, seconds=2.0):
    f()
    best, end = 1e9, time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        f()
        best = min(best, time.perf_counter() - start)
    return best


W = X.T @ X - P * np.eye(N, dtype=np.float32)
print("case,ns_per_step")
print(f"numpy overlap form N={N} P={P},{least(lambda: np.sign((X @ s) @ X - P * s)) * 1e9:.0f}")
print(f"numpy matrix form N={N} P={P},{least(lambda: np.sign(W @ s)) * 1e9:.0f}")
