"""Peer: a hand-batched PyTorch program for the lazy/rich heat maps (figures 6a and 6b).

Trains all points at once with bmm over stacked weights, full-batch gradient descent, float64, training only: no measurement, no
file. Uses the data's moments C = X X^T/n and D = Y X^T/n, so a step costs the same whatever the number of samples; whitened
inputs (C = I) save one product. Prints the seconds of the training loop, one line a repetition.

usage: heatmap_torch.py IN HIDDEN OUT POINTS STEPS WHITEN(0|1) THREADS REPETITIONS
"""
import sys
import time

import torch

n_in, n_hidden, n_out, points, steps, whiten, threads, repetitions = map(int, sys.argv[1:])
torch.set_num_threads(threads)
torch.manual_seed(0)
torch.set_grad_enabled(False)
learning_rate, samples = 0.01, 10

x = torch.randn(n_in, samples, dtype=torch.float64)
if whiten:
    values, vectors = torch.linalg.eigh(x @ x.T / samples)
    x = vectors @ torch.diag(values.rsqrt()) @ vectors.T @ x
y = torch.randn(n_out, samples, dtype=torch.float64)
scale = torch.linspace(1, 20, points, dtype=torch.float64)[:, None, None]
c = (x @ x.T / samples).expand(points, n_in, n_in).contiguous()
d = (y @ x.T / samples) / scale

for _ in range(repetitions):
    w1 = 0.1 * torch.randn(points, n_hidden, n_in, dtype=torch.float64)
    w2 = 0.1 * torch.randn(points, n_out, n_hidden, dtype=torch.float64)
    start = time.perf_counter()
    for _ in range(steps):
        if whiten:
            error = torch.baddbmm(d, w2, w1, alpha=-1)
        else:
            error = torch.baddbmm(d, torch.bmm(w2, w1), c, alpha=-1)
        w2_transposed = w2.transpose(1, 2).clone()
        w2.baddbmm_(error, w1.transpose(1, 2), alpha=learning_rate)
        w1.baddbmm_(w2_transposed, error, alpha=learning_rate)
    print(time.perf_counter() - start)
