"""Peer: gradient flow of a two-layer linear network by SciPy's solve_ivp, float64, on the data's moments.

Prints the seconds of the integration, one line a repetition.

usage: flow_scipy.py IN HIDDEN OUT TIME TOLERANCE METHOD REPETITIONS
"""
import sys
import time

import numpy as np
from scipy.integrate import solve_ivp

n_in, n_hidden, n_out = map(int, sys.argv[1:4])
until, tolerance, method, repetitions = float(sys.argv[4]), float(sys.argv[5]), sys.argv[6], int(sys.argv[7])
rng, samples = np.random.default_rng(0), 200

x, y = rng.standard_normal((n_in, samples)), rng.standard_normal((n_out, samples))
c, d = x @ x.T / samples, y @ x.T / samples
start_state = np.concatenate([0.1 * rng.standard_normal(n_hidden * n_in), 0.1 * rng.standard_normal(n_out * n_hidden)])


def rate(_, state):
    w1, w2 = state[: n_hidden * n_in].reshape(n_hidden, n_in), state[n_hidden * n_in :].reshape(n_out, n_hidden)
    error = d - (w2 @ w1) @ c
    return np.concatenate([(w2.T @ error).ravel(), (error @ w1.T).ravel()])


for _ in range(repetitions):
    start = time.perf_counter()
    solve_ivp(rate, (0, until), start_state, method=method, rtol=tolerance, atol=1e-3 * tolerance, t_eval=[until])
    print(time.perf_counter() - start)
