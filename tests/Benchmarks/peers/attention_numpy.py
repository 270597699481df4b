"""Peer: linear attention in context with separate rank-one keys and queries, all points in one NumPy batch.

Gradient descent on the population, float64, training only.

Prints the seconds of the training, one line a repetition.

usage: attention_numpy.py POINTS STEPS REPETITIONS
"""
import sys
import time

import numpy as np

points, steps, repetitions = map(int, sys.argv[1:4])
dimension, context, heads, rate = 4, 31, 4, 2.0
spectrum = np.arange(dimension, 0, -1) / 10
gamma = (1 + 1 / context) * spectrum**2 + spectrum.sum() / context * spectrum
rng = np.random.default_rng(0)


def unit(size):
    rows = rng.standard_normal(size)
    return 0.02 * rows / np.linalg.norm(rows, axis=-1, keepdims=True)


for _ in range(repetitions):
    key, query = unit((points, heads, dimension)), unit((points, heads, dimension))
    value = 0.02 * rng.choice([-1.0, 1.0], (points, heads, 1))
    start = time.perf_counter()
    for _ in range(steps):
        error = gamma[:, None] * ((value * key).transpose(0, 2, 1) @ query) * spectrum - np.diag(spectrum**2)
        of_query = query @ error.transpose(0, 2, 1)
        of_key = key @ error
        descent = (key * of_query).sum(-1, keepdims=True), value * of_query, value * of_key
        value, key, query = value - rate * descent[0], key - rate * descent[1], query - rate * descent[2]
    print(time.perf_counter() - start)
