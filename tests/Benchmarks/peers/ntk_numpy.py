"""Peer: empirical tangent kernels of a tanh perceptron with biases on probe inputs, three of them and their two distances, float64.

METHOD jacobian builds the rows of the Jacobian J by einsum and multiplies J J^T; structured sums (D D^T) o (H H^T + 1) over layers.
Prints seconds, one line a repetition.

usage: ntk_numpy.py WIDTHS(comma-separated) PROBES METHOD REPETITIONS
"""
import sys
import time

import numpy as np

widths, probes, method, repetitions = list(map(int, sys.argv[1].split(","))), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
rng, outputs = np.random.default_rng(0), widths[-1]
x = rng.standard_normal((probes, widths[0]))


def net():
    return [(rng.standard_normal((o, i)) / np.sqrt(i), rng.standard_normal(o)) for i, o in zip(widths, widths[1:])]


def kernel(layers):
    h = [x]
    for w, b in layers[:-1]:
        h.append(np.tanh(h[-1] @ w.T + b))
    delta = np.broadcast_to(np.eye(outputs), (probes, outputs, outputs))
    total, rows = 0, []
    for l in range(len(layers) - 1, -1, -1):
        if method == "structured":
            flat = delta.reshape(probes * outputs, -1)
            overlap = h[l] @ h[l].T + 1
            total = total + (flat @ flat.T).reshape(probes, outputs, probes, outputs) * overlap[:, None, :, None]
        else:
            rows.append(np.einsum("noa,nb->noab", delta, h[l]).reshape(probes * outputs, -1))
            rows.append(delta.reshape(probes * outputs, -1))
        if l > 0:
            delta = (delta @ layers[l][0]) * (1 - h[l] ** 2)[:, None, :]
    if method == "structured":
        return total
    jacobian = np.concatenate(rows, axis=1)
    return jacobian @ jacobian.T


nets = [net() for _ in range(3)]
for _ in range(repetitions):
    start = time.perf_counter()
    first, *others = [kernel(layers) for layers in nets]
    for other in others:
        1 - np.sum(first * other) / (np.linalg.norm(first) * np.linalg.norm(other))
    print(time.perf_counter() - start)
