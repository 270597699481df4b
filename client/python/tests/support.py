"""Real sweeps that the tests read: run once into a temporary store, by the command that LAYERDYN names."""

import atexit
import contextlib
import functools
import os
import shutil
import tempfile

import layerdyn

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__)))))

#: 3 rates (the last one diverges) x 2 losses x 2 truth values x 3 seeds.
SMALL = {
    "name": "small",
    "description": "a <small> grid",
    "model": {"kind": "mlp", "widths": [4, 8, 1]},
    "init": {"kind": "normal", "std": 0.5},
    "task": {"kind": "gaussian-regression", "samples": 20, "inputs": 4, "outputs": 1},
    "optimizer": {"kind": "sgd", "batchSize": 5, "learningRate": 0.05},
    "steps": 40,
    "measure": {"at": {"every": 10}, "observables": ["loss", "weight-norm"]},
    "axes": {
        "rate": {"values": [0.01, 0.05, 1e6], "sets": ["optimizer.learningRate"]},
        "loss": {"values": ["mse", "mse-mean"], "sets": ["loss"]},
        "whiten": {"values": [True, False], "sets": ["task.whiten"]},
    },
    "seeds": 3,
    "curves": [
        {
            "kind": "trajectory",
            "name": "fall",
            "value": "loss",
            "by": "rate",
            "where": {"loss": "mse", "whiten": True},
            "logY": True,
        },
        {"kind": "heatmap", "name": "map", "x": "rate", "y": "loss", "value": "loss", "at": "last", "log10": True},
    ],
}


@functools.lru_cache(maxsize=None)
def store() -> str:
    """A folder for results that goes when the tests end; that of LAYERDYN_TEST_STORE stays."""
    named = os.environ.get("LAYERDYN_TEST_STORE")
    if named:
        return named
    made = tempfile.mkdtemp(prefix="layerdyn-tests-")
    atexit.register(shutil.rmtree, made, True)
    return made


@functools.lru_cache(maxsize=None)
def small() -> layerdyn.Sweep:
    """The small grid, completed."""
    return layerdyn.run(SMALL, out=store(), progress=False)


@functools.lru_cache(maxsize=None)
def heat_map() -> layerdyn.Sweep:
    """A recipe with exact theory, completed."""
    return layerdyn.run("lazy-rich-imbalance", quick=True, out=store(), progress=False)


@contextlib.contextmanager
def environment(**values):
    """Sets environment variables (None removes one), and restores them."""
    before = {name: os.environ.get(name) for name in values}
    try:
        _set(values)
        yield
    finally:
        _set(before)


def _set(values):
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextlib.contextmanager
def copied(sweep: layerdyn.Sweep):
    """A copy of a sweep's folder in a store of its own."""
    with tempfile.TemporaryDirectory() as place:
        yield shutil.copytree(os.path.join(store(), sweep.id), os.path.join(place, sweep.id))
