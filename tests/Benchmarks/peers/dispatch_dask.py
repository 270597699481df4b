"""Peer: dispatching empty tasks with Dask's distributed scheduler (one worker process a core).

usage: dispatch_dask.py TASKS TIMED WORKERS REPETITIONS
Runs TIMED tasks and prints the seconds for all TASKS by proportion (every task costs the same), one line a repetition.
"""
import logging
import sys
import time

from distributed import Client, LocalCluster, wait

tasks, timed, workers, repetitions = map(int, sys.argv[1:])


def empty(index):
    return index


if __name__ == "__main__":
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        wait(client.map(empty, range(100), pure=False))
        for _ in range(repetitions):
            start = time.perf_counter()
            client.gather(client.map(empty, range(timed), pure=False))
            print((time.perf_counter() - start) * tasks / timed, flush=True)
