"""Starts sweeps: in a process beside this one by the ``layerdyn`` command, or in a cluster by its API."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import threading
from typing import Any, List, Mapping, Optional

from . import command, folder
from . import spec as specs
from .cluster import Cluster
from .errors import ArgumentError, CommandError, IncompleteError
from .progress import Progress
from .spec import SpecLike
from .sweep import Place, Sweep

_LEDGER = re.compile(r"expected (\d+) = finished (\d+) \+ diverged (\d+) \+ failed (\d+) \+ remaining (\d+)(?:  (.*))?")
_RESULTS = re.compile(r"results: (.*)")
_FAILED = re.compile(r"[\d,]+ points? failed")
_INTERRUPTED = 130


def run(
    spec: SpecLike,
    overrides: Optional[Mapping[str, Any]] = None,
    quick: bool = False,
    out: Place = folder.DEFAULT_STORE,
    *,
    variant: Optional[str] = None,
    lanes: int = 0,
    retry_failed: bool = False,
    progress: bool = True,
) -> Sweep:
    """Runs a sweep on this machine and returns it. Running it again computes only what is missing.

    ``spec`` is the name of a recipe, the path of a YAML file, or a dict. ``overrides`` replaces values by their paths,
    e.g. ``{"steps": 100, "seeds": 3}``; ``quick=True`` (or ``variant``) takes a variant of the spec. Results go below
    ``out``. ``lanes`` is how many points train at once (0: one for each core). Interrupting commits what is finished,
    and loses nothing.

    Raises :class:`SpecError` for a spec that cannot be run, and :class:`IncompleteError`, which has the sweep, when
    points failed or remain.
    """
    arguments = _spec_options(overrides, quick, variant)
    arguments += (
        ["--out", os.fspath(out)]
        + (["--lanes", str(lanes)] if lanes else [])
        + (["--retry-failed"] if retry_failed else [])
    )
    text, recipe = specs.read(spec)
    with tempfile.TemporaryDirectory(prefix="layerdyn-") as scratch:
        if isinstance(spec, Mapping):
            given, label = os.path.join(scratch, "spec.yaml"), str(spec["name"])
            with open(given, "w", encoding="utf-8") as file:
                file.write(text or "")
        else:
            given = recipe or os.fspath(spec)  # a file of the user's as it is, so that messages name it
            label = recipe or os.path.basename(given)
        return _follow(["run", given, *arguments], label, progress)


def submit(
    spec: SpecLike,
    cluster: Optional[str] = None,
    overrides: Optional[Mapping[str, Any]] = None,
    quick: bool = False,
    *,
    variant: Optional[str] = None,
    priority: str = "normal",
    wait: bool = True,
    progress: bool = True,
    live: Optional[str] = None,
    key: Optional[str] = None,
) -> Sweep:
    """Starts a sweep in a cluster and returns it, by default when it has ended.

    The same spec is the same sweep, and goes on. ``live`` names a curve that a notebook shows while the sweep runs.
    ``cluster`` is the address of a silo (default: the environment variable LAYERDYN_CLUSTER), ``key`` an API key
    (default: LAYERDYN_API_KEY); ``priority`` is ``low``, ``normal`` or ``high``. Interrupting ends the waiting, not the
    sweep. The rest is as in :func:`run`.
    """
    if priority not in ("low", "normal", "high"):
        raise ArgumentError(f"priority is '{priority}'", "it must be low, normal or high")
    api = Cluster(cluster, key)
    text, recipe = specs.read(spec)
    if text is None:
        text = api.recipe(str(recipe))
    view = api.submit(
        text, {"variant": _variant(quick, variant), "set": specs.settings(overrides), "priority": priority}
    )
    sweep = Sweep(api.address, view["id"], key=key)
    if wait:
        _watch(api, sweep, progress, live)
    return sweep


def _watch(api: Cluster, sweep: Sweep, shown: bool, live: Optional[str]) -> None:
    curve = None
    if live is not None:
        from .live import LiveCurve  # it needs matplotlib

        curve = LiveCurve(sweep, live)
    bar = Progress(sweep.name, shown)
    view: Mapping[str, Any] = {}
    try:
        for event, data in api.watch(sweep.id):
            if curve and event != "status":
                curve.update(last=event == "end")
            if event != "status":
                continue
            view = data
            total = view.get("runningStepsTotal") or 0
            half = view["running"] * view["runningSteps"] / total if total else 0
            bar.update(
                view["expected"],
                view["finished"],
                view["diverged"],
                view["failed"],
                half,
                "drawing curves" if view["state"] == "drawing" else "",
                last=view["remaining"] == 0,
            )
    except KeyboardInterrupt:
        bar.close()
        print(f"the sweep goes on: layerdyn.Sweep({api.address!r}, {sweep.id!r})")
        raise
    finally:
        bar.close()
    if view.get("state") != "completed" or view.get("failed"):
        state, why = view.get("state", "unknown"), view.get("message", "")
        raise IncompleteError(
            f"{sweep.id} is {state}: failed {view.get('failed')}, remaining {view.get('remaining')}"
            + (f" ({why})" if why else ""),
            f"go on with 'layerdyn resume {sweep.id}', or try failed points again with 'layerdyn retry {sweep.id}'",
            sweep,
        )


def _follow(arguments: List[str], label: str, shown: bool) -> Sweep:
    words = command.find()
    # A session of its own: Ctrl-C on the terminal reaches the run once, from here, so that it commits what is finished.
    process = subprocess.Popen(
        [*words, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    errors: List[str] = []
    listener = threading.Thread(target=lambda: errors.extend(process.stderr or []), daemon=True)
    listener.start()
    bar, path, said, interrupted = Progress(label, shown), None, [], False
    assert process.stdout is not None and process.stderr is not None
    try:
        while True:
            try:
                for line in process.stdout:
                    line = line.rstrip("\n")
                    said.append(line)
                    path = _told(line, bar) or path
                process.wait()
                break
            except KeyboardInterrupt:
                interrupted = True
                process.send_signal(signal.SIGINT)  # a second one ends it at once
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
        bar.close()
        listener.join()
        process.stdout.close()
        process.stderr.close()
    if interrupted:
        raise KeyboardInterrupt(
            "the run was interrupted; what had finished is kept, and the same call goes on from there"
        )
    text = "".join(errors)
    if process.returncode == 0 and path:
        return Sweep(path)
    if process.returncode in (1, _INTERRUPTED) and path and os.path.isdir(path) and folder.is_sweep(path):
        ledger = next((line for line in reversed(said) if _LEDGER.match(line)), "")
        why = next((line for line in said if line.startswith("stopped: ") or _FAILED.match(line)), text.strip())
        raise IncompleteError(
            f"{os.path.basename(path)}: {ledger or 'points remain'}. {why}".strip(),
            "call layerdyn.run again to go on, with retry_failed=True for points that failed",
            Sweep(path),
        )
    if process.returncode == 0:
        raise CommandError(
            "'layerdyn run' did not say where its results are", "use the package and the command of one version"
        )
    raise command.failure("run", process.returncode, text)


def _told(line: str, bar: Progress) -> Optional[str]:
    """Shows a line of the run where it is progress; the sweep's folder where it names that."""
    ledger = _LEDGER.match(line)
    if ledger:
        expected, finished, diverged, failed, remaining = (int(each) for each in ledger.groups()[:5])
        bar.update(expected, finished, diverged, failed, last=remaining == 0)
    results = _RESULTS.match(line)
    return results.group(1) if results else None


def _spec_options(overrides: Optional[Mapping[str, Any]], quick: bool, variant: Optional[str]) -> List[str]:
    chosen = _variant(quick, variant)
    return [word for each in specs.settings(overrides) for word in ("--set", each)] + (
        ["--variant", chosen] if chosen else []
    )


def _variant(quick: bool, variant: Optional[str]) -> Optional[str]:
    if quick and variant not in (None, "quick"):
        raise ArgumentError(f"quick=True and variant='{variant}' are both given", "give one of them")
    return "quick" if quick else variant
