# The network 784-128-10 (ReLU, plain gradient descent, batches of 32) in scikit-learn, float32 and float64, one thread.
# Prints: case, ns a batch.
import time
import warnings

import numpy as np
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
rng = np.random.default_rng(1)
count, batch = 6400, 32
y = np.arange(count) % 10
for kind in (np.float32, np.float64):
    x = rng.random((count, 784)).astype(kind)
    best = float("inf")
    net = MLPClassifier((128,), solver="sgd", momentum=0, batch_size=batch, learning_rate_init=0.1, max_iter=1, shuffle=False, tol=0)
    net.partial_fit(x[:batch], y[:batch], classes=np.arange(10))
    for _ in range(3):
        start = time.perf_counter()
        net.partial_fit(x, y)  # one pass in batches
        best = min(best, time.perf_counter() - start)
    print(f"scikit-learn MLPClassifier {np.dtype(kind).name} 784-128-10 B=32,{best / (count / batch) * 1e9:.0f}")
