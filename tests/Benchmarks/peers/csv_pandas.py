"""Peer: a table of measured steps written as CSV by pandas, from memory: what it takes to read the table is not counted.

Prints the seconds of the writing, one line a repetition.

usage: csv_pandas.py POINTS STEPS REPETITIONS
"""
import os
import sys
import tempfile
import time

import numpy as np
import pandas as pd

points, steps, repetitions = map(int, sys.argv[1:4])
rng, index = np.random.default_rng(0), np.repeat(np.arange(points), steps)
ids = np.array(["%032x" % (7919 * point) for point in range(points)])
table = pd.DataFrame(
    {
        "point": index,
        "id": ids[index],
        "scale": np.linspace(0.01, 0.5, points)[index],
        "rate": np.linspace(0.001, 0.01, points)[index],
        "seed": 0,
        "status": "finished",
        "step": np.tile(np.arange(steps), points),
        "loss": np.exp(rng.standard_normal(points * steps)),
        "weight-norm.1": np.exp(rng.standard_normal(points * steps)),
        "weight-norm.2": np.exp(rng.standard_normal(points * steps)),
    }
)
for _ in range(repetitions):
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        table.to_csv(os.path.join(folder, "table.csv"), index=False)
        print(time.perf_counter() - start)
