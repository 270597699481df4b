"""A sweep in a local folder, as LayerDyn wrote it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import warnings
from typing import Any, Dict, List, Optional, Sequence, Tuple

import pandas

from . import command, parquet, safetensors, tables
from .errors import ArgumentError, LayerdynError, LayerdynWarning, MissingProgramError, NotFoundError, nearest, unknown

#: Where results go when nothing is said, as for the command.
DEFAULT_STORE = "layerdyn-results"

_ID = re.compile(r".+-[0-9a-f]{8}")


def is_sweep(path: str) -> bool:
    """Whether a folder is one sweep's."""
    return os.path.isfile(os.path.join(path, "resolved.yaml"))


def name_of(sweep: str) -> str:
    """The name in a sweep's id, NAME-xxxxxxxx."""
    return sweep.rsplit("-", 1)[0]


def sweeps(store: str) -> List[str]:
    """The ids of a store's sweeps, in order."""
    if not os.path.isdir(store):
        raise NotFoundError(f"there is no folder '{store}'", "give the folder that 'layerdyn run --out' wrote to")
    return sorted(each for each in os.listdir(store) if _ID.fullmatch(each) and is_sweep(os.path.join(store, each)))


def resolve(store: str, name: Optional[str]) -> str:
    """The folder of the one sweep of a store that is meant by its id, its name, or by being the only one."""
    ids = sweeps(store)
    fitting = [each for each in ids if name in (None, each, name_of(each))]
    if len(fitting) == 1:
        return os.path.join(store, fitting[0])
    if not ids:
        raise NotFoundError(f"there is no sweep in '{store}'", "start one with layerdyn.run or 'layerdyn run'")
    if not fitting:
        raise NotFoundError(f"there is no sweep '{name}' in '{store}'", nearest(name, map(name_of, ids)))
    what = (
        f"'{store}' holds {len(fitting)} sweeps"
        if name is None
        else f"{len(fitting)} sweeps in '{store}' are called '{name}'"
    )
    raise ArgumentError(what, "name one of: " + ", ".join(fitting))


class FolderSource:
    """Reads one sweep's folder. What the folder alone does not tell is asked of the ``layerdyn`` command."""

    def __init__(self, path: str) -> None:
        self.path = os.path.abspath(path)
        self.id = os.path.basename(self.path)
        self.store = os.path.dirname(self.path)
        relative = os.path.relpath(self.path)
        self.place = self.path if relative.startswith("..") else relative
        self._kept: Dict[str, Tuple[Any, pandas.DataFrame]] = {}

    def resolved(self) -> str:
        """The spec with every default, as YAML."""
        return self._text("resolved.yaml")

    def spec_text(self) -> str:
        """The spec as written."""
        return self._text("spec.yaml")

    def ledger(self) -> Dict[str, int]:
        """Points by where they stand."""
        summary = self._json("summary.json") if self._has_ended() else None  # it stays when points are pending again
        if summary and summary["ledger"]["remaining"] == 0 and summary["ledger"]["failed"] == 0:
            return dict(summary["ledger"])
        said = json.loads(command.call(["status", self.id, "--json", "--out", self.store], accept=(0, 1)).stdout)
        return {each: int(said[each]) for each in ("expected", "finished", "diverged", "failed", "remaining")}

    def summary(self) -> Dict[str, Any]:
        """``summary.json``."""
        summary = self._json("summary.json")
        if summary is None:
            raise LayerdynError(
                f"{self.id} has no summary yet",
                "it is written when the sweep is completed: run it on with layerdyn.run",
            )
        return summary

    def table(self, what: str, points: Optional[Sequence[int]] = None) -> pandas.DataFrame:
        """``results`` or ``records``, from Parquet where it can be read and by the command otherwise.

        It is kept until a file of the sweep changes; what is returned is the caller's own.
        """
        state = self._state(what)
        if self._kept.get(what, (None,))[0] != state:
            self._kept[what] = (state, self._table(what))
        return self._kept[what][1].copy()

    def _table(self, what: str) -> pandas.DataFrame:
        files = self._merged(what)
        if files is not None and parquet.reader() is not None:
            return tables.typed(parquet.read(files))
        try:
            return self._exported(what)
        except MissingProgramError as error:
            raise MissingProgramError(
                f"the {what} of {self.id} cannot be read: {error.message}",
                f"{error.remedy}; or, for completed sweeps, install pyarrow or duckdb",
            ) from None

    def curve(self, name: str, known: Sequence[str]) -> Dict[str, Any]:
        """A curve's JSON, and its table as a DataFrame under ``table``."""
        if name not in known:
            raise unknown("curve", name, known, self.id)
        if self._json("summary.json") is None or not os.path.isfile(self._file(f"curves/{name}.json")):
            command.call(["curves", self.id, "--out", self.store], accept=(0, 1))
        curve = self._json(f"curves/{name}.json")
        if curve is None:
            raise LayerdynError(
                f"curve '{name}' of {self.id} has no JSON",
                "it was drawn by an older layerdyn: redraw it with 'layerdyn curves'",
            )
        with open(self._file(f"curves/{name}.csv"), "rb") as file:
            curve["table"] = tables.from_csv(file.read())
        return curve

    def kept(self, point: int) -> Dict[Optional[int], str]:
        """The files with what is kept of a point, by step; its data under None."""
        prefix, files = f"{point:08d}-", {}
        names = os.listdir(self._file("kept")) if os.path.isdir(self._file("kept")) else []
        for name in names:
            if name.startswith(prefix) and name.endswith(".safetensors"):
                files[int(name[len(prefix) : -len(".safetensors")])] = name
        found: Dict[Optional[int], str] = {step: files[step] for step in sorted(files)}
        if any(name.startswith("data-") for name in names):
            named = self._named_data(next(iter(files.values()), None)) or self._data_of(point)
            if named:
                found[None] = named
        return found

    def _named_data(self, file: Optional[str]) -> Optional[str]:
        """The data that a file of a point names as what the point saw."""
        named = file and safetensors.metadata(self._file(f"kept/{file}")).get("layerdyn.data")
        return f"data-{named}.safetensors" if named else None

    def _data_of(self, point: int) -> Optional[str]:
        """The data of a point by what the command says, which is nothing while the point is pending."""
        said = json.loads(command.call(["point", self.id, str(point), "--json", "--out", self.store]).stdout)
        return next((each["name"] for each in said["kept"] if each.get("step") is None), None)

    def kept_file(self, point: int, name: str) -> bytes:
        """The bytes of such a file."""
        with open(self._file(f"kept/{name}"), "rb") as file:
            return file.read()

    def _state(self, what: str) -> List[Tuple[str, int, int]]:
        found = []
        for place in ("shards", "segments", what):
            if os.path.isdir(self._file(place)):
                with os.scandir(self._file(place)) as files:
                    found += [(each.path, each.stat().st_mtime_ns, each.stat().st_size) for each in files]
        return sorted(found)

    def _merged(self, what: str) -> Optional[List[str]]:
        """The Parquet files of a completed sweep that hold each point once; None where only the command knows."""
        shards = os.path.join(self.path, "shards")
        if not self._has_ended() or not os.path.isdir(shards):
            return None
        files = []
        for shard in sorted(os.listdir(shards)):
            for segment in (self._json(f"shards/{shard}") or {}).get("segments", []):
                file = self._file(f"{what}/{segment['name']}.parquet")
                digest = segment.get(what) or {}
                if not os.path.isfile(file) or not _is_as_written(file, digest.get("sha256")):
                    return None  # the command says what is damaged
                files.append(file)
        return files or None

    def _has_ended(self) -> bool:
        return (self._json("manifest.json") or {}).get("state") == "ended"

    def _exported(self, what: str) -> pandas.DataFrame:
        with tempfile.TemporaryDirectory(prefix="layerdyn-") as scratch:
            file = os.path.join(scratch, f"{what}.npz")
            said = command.call(["export", self.id, "--what", what, "--to", file, "--out", self.store], accept=(0, 1))
            if said.returncode != 0:
                if not os.path.isfile(file):
                    raise command.failure("export", said.returncode, said.stderr)
                warnings.warn(
                    f"the {what} of {self.id} are not complete: {said.stderr.strip()}", LayerdynWarning, stacklevel=7
                )
            return tables.from_npz(file)

    def _file(self, name: str) -> str:
        return os.path.join(self.path, *name.split("/"))

    def _text(self, name: str) -> str:
        try:
            with open(self._file(name), encoding="utf-8-sig") as file:
                return file.read()
        except OSError as error:
            raise LayerdynError(
                f"'{self._file(name)}' cannot be read: {error.strerror}",
                "give the folder of a sweep, NAME-ID, as 'layerdyn run' wrote it",
            ) from None

    def _json(self, name: str) -> Optional[Dict[str, Any]]:
        file = self._file(name)
        if not os.path.isfile(file):
            return None
        try:
            return json.loads(self._text(name))
        except ValueError as error:
            raise LayerdynError(f"'{file}' is damaged: {error}", f"see 'layerdyn verify {self.id}'") from None


def _is_as_written(file: str, sha256: Optional[str]) -> bool:
    if sha256 is None:
        return True
    digest = hashlib.sha256()
    with open(file, "rb") as content:
        for block in iter(lambda: content.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest() == sha256
