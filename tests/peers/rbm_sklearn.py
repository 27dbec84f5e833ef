#!/usr/bin/env python3
"""Samples a second of scikit-learn's BernoulliRBM (784 x 500, its default float64, one thread), and of CD-1 in plain numpy with
float32; `bench "rbm CD-1"` asks the same of ours. Not part of the test run.

    apt-get install python3-sklearn libopenblas0-pthread
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 tests/peers/rbm_sklearn.py; node build/wasm/bench.js "rbm CD-1"
"""
import time

import numpy as np
from sklearn.neural_network import BernoulliRBM

rng = np.random.default_rng(1)
prototypes = np.where(rng.random((10, 784)) < 0.2, 0.95, 0.05)
X = (rng.random((2000, 784)) < prototypes[np.arange(2000) % 10]).astype(np.float64)


def numpy_cd1(batch, seconds=3.0):
    W = (0.01 * rng.standard_normal((784, 500))).astype(np.float32)
    a, b = np.zeros(784, np.float32), np.zeros(500, np.float32)
    data, best, k = X.astype(np.float32), 1e9, 0
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        v0 = data[k * batch % 2000:k * batch % 2000 + batch]
        k += 1
        start = time.perf_counter()
        h0 = sigmoid(v0 @ W + b)
        h = (rng.random(h0.shape, np.float32) < h0).astype(np.float32)
        v = (rng.random(v0.shape, np.float32) < sigmoid(h @ W.T + a)).astype(np.float32)
        h1 = sigmoid(v @ W + b)
        W += (0.05 / batch) * (v0.T @ h0 - v.T @ h1)
        a += 0.05 * (v0 - v).mean(0)
        b += 0.05 * (h0 - h1).mean(0)
        best = min(best, time.perf_counter() - start)
    return batch / best


def sklearn_sml(batch, seconds=3.0):
    rbm = BernoulliRBM(n_components=500, batch_size=batch, learning_rate=0.05, random_state=1)
    rbm.partial_fit(X[:batch])
    rbm.random_state_ = np.random.RandomState(1)
    best, k, end = 1e9, 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        v = X[k * batch % 2000:k * batch % 2000 + batch]
        k += 1
        start = time.perf_counter()
        rbm._fit(v, rbm.random_state_)  # one minibatch, without the checks of partial_fit
        best = min(best, time.perf_counter() - start)
    return batch / best


print("case,samples_per_second")
for batch in (100, 10):
    print(f"scikit-learn BernoulliRBM float64 784x500 B={batch},{sklearn_sml(batch):.0f}")
    print(f"numpy float32 CD-1 784x500 B={batch},{numpy_cd1(batch):.0f}")
