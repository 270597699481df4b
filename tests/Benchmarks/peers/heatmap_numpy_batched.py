"""Peer: the heat maps in batched NumPy (matmul over stacked weights), float64, training only.

usage: heatmap_numpy_batched.py IN HIDDEN OUT POINTS STEPS WHITEN(0|1) THREADS REPETITIONS
"""
import sys
import time

import numpy as np

n_in, n_hidden, n_out, points, steps, whiten, _, repetitions = map(int, sys.argv[1:])
rng = np.random.default_rng(0)
learning_rate, samples = 0.01, 10

x = rng.standard_normal((n_in, samples))
if whiten:
    values, vectors = np.linalg.eigh(x @ x.T / samples)
    x = vectors @ np.diag(values ** -0.5) @ vectors.T @ x
y = rng.standard_normal((n_out, samples))
c = x @ x.T / samples
d = (y @ x.T / samples) / np.linspace(1, 20, points)[:, None, None]

for _ in range(repetitions):
    w1 = 0.1 * rng.standard_normal((points, n_hidden, n_in))
    w2 = 0.1 * rng.standard_normal((points, n_out, n_hidden))
    start = time.perf_counter()
    for _ in range(steps):
        product = w2 @ w1
        error = d - (product if whiten else product @ c)
        step1 = w2.transpose(0, 2, 1) @ error
        w2 += learning_rate * (error @ w1.transpose(0, 2, 1))
        w1 += learning_rate * step1
    print(time.perf_counter() - start)
