#!/usr/bin/env python3
"""One query to 10,000 memories of 784 numbers +-1 by numpy, as `bench "modern query"` asks ours. Not part of the test run.

    apt-get install python3-numpy; OMP_NUM_THREADS=1 python3 tests/peers/modern_numpy.py; build/gcc/bench "modern query"
"""
import time

import numpy

N, K, BETA = 784, 10000, 8 / 28 / 4
random = numpy.random.default_rng(1)
memories = numpy.where(random.random((K, N)) < 0.5, -1, 1).astype(numpy.float32)


def ask(query):
    z = memories @ query
    z *= BETA
    z -= z.max()
    numpy.exp(z, out=z)
    z /= z.sum()
    return z @ memories


def best(f, *arguments, seconds=2.0):
    least, end = 1e9, time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        f(*arguments)
        least = min(least, time.perf_counter() - start)
    return least


query = memories[-1] * numpy.where(random.random(N) < 0.3, -1, 1).astype(numpy.float32)
assert ((ask(query) > 0) == (memories[-1] > 0)).all()
print("case,ns_per_step,rate,unit")
s = best(ask, query)
print(f"numpy {numpy.__version__} query N={N} K={K} float32,{s * 1e9:.0f},{1e-3 / s:.3f},queries/ms")
