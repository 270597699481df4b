"""Peer: a hand-batched PyTorch program for wide deep linear networks.

Trains all points at once with bmm over stacked weights (one point: plain products), full-batch gradient descent, float64, training
only: no measurement, no file. Uses the data's moments C = X X^T/n and D = Y X^T/n, and builds every chain of products from the outputs.
Prints the seconds of the training loop, one line a repetition.

usage: wide_torch.py WIDTHS(comma-separated) POINTS STEPS THREADS REPETITIONS
"""
import sys
import time

import torch

widths = list(map(int, sys.argv[1].split(",")))
points, steps, threads, repetitions = map(int, sys.argv[2:])
torch.set_num_threads(threads)
torch.manual_seed(0)
torch.set_grad_enabled(False)
learning_rate, samples, depth = 0.001, 1000, len(widths) - 1
shape = () if points == 1 else (points,)

x = torch.randn(widths[0], samples, dtype=torch.float64)
y = torch.randn(widths[-1], samples, dtype=torch.float64)
c = (x @ x.T / samples).expand(*shape, widths[0], widths[0]).contiguous()
d = (y @ x.T / samples).expand(*shape, widths[-1], widths[0]).contiguous()

for _ in range(repetitions):
    w = [0.05 * torch.randn(*shape, after, before, dtype=torch.float64) for before, after in zip(widths, widths[1:])]
    start = time.perf_counter()
    for _ in range(steps):
        above = [None] * depth
        above[depth - 2] = w[depth - 1]
        for l in range(depth - 3, -1, -1):
            above[l] = above[l + 1] @ w[l + 1]
        error = (above[0] @ w[0]) @ c - d
        gradients = []
        for l in range(depth - 1):
            gradients.append(above[l].transpose(-2, -1) @ error)
            error = error @ w[l].transpose(-2, -1)
        gradients.append(error)
        for weight, gradient in zip(w, gradients):
            weight.add_(gradient, alpha=-learning_rate)
    print(time.perf_counter() - start)
