"""Peer: the published form, one point after another in NumPy with the samples themselves, float64, training only.

Times a few points and prints the seconds for all POINTS by proportion (every point costs the same).

usage: heatmap_numpy_loop.py IN HIDDEN OUT POINTS STEPS WHITEN(0|1) THREADS REPETITIONS
"""
import sys
import time

import numpy as np

n_in, n_hidden, n_out, points, steps, _, _, repetitions = map(int, sys.argv[1:])
rng = np.random.default_rng(0)
learning_rate, samples, timed = 0.01, 10, 4

x = rng.standard_normal((n_in, samples))
y = rng.standard_normal((n_out, samples))

for _ in range(repetitions):
    start = time.perf_counter()
    for _ in range(timed):
        w1 = 0.1 * rng.standard_normal((n_hidden, n_in))
        w2 = 0.1 * rng.standard_normal((n_out, n_hidden))
        for _ in range(steps):
            error = (w2 @ w1 @ x - y) @ x.T / samples
            w1, w2 = w1 - learning_rate * w2.T @ error, w2 - learning_rate * error @ w1.T
    print((time.perf_counter() - start) * points / timed)
