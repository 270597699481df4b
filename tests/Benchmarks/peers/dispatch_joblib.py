"""Peer: dispatching empty tasks with joblib (two worker processes, automatic batching).

usage: dispatch_joblib.py TASKS THREADS REPETITIONS      prints the seconds of all tasks, one line a repetition
"""
import sys
import time

from joblib import Parallel, delayed

tasks, workers, repetitions = map(int, sys.argv[1:])


def empty(index):
    return index


with Parallel(n_jobs=workers) as parallel:
    parallel(delayed(empty)(i) for i in range(100))  # start the workers
    for _ in range(repetitions):
        start = time.perf_counter()
        parallel(delayed(empty)(i) for i in range(tasks))
        print(time.perf_counter() - start)
