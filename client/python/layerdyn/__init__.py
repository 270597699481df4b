"""Open, plot and run LayerDyn sweeps: ``Sweep``, ``sweeps``, ``run`` and ``submit``. infra/docs/python.md has examples.
"""

from ._version import __version__
from .curve import Curve
from .errors import (
    ArgumentError,
    ClusterError,
    CommandError,
    IncompleteError,
    LayerdynError,
    LayerdynWarning,
    MissingProgramError,
    NotFoundError,
    SpecError,
)
from .running import run, submit
from .sweep import Sweep, sweeps

__all__ = [
    "ArgumentError",
    "ClusterError",
    "CommandError",
    "Curve",
    "IncompleteError",
    "LayerdynError",
    "LayerdynWarning",
    "MissingProgramError",
    "NotFoundError",
    "SpecError",
    "Sweep",
    "__version__",
    "run",
    "submit",
    "sweeps",
]
