"""Tables of a sweep as DataFrames: typed columns, whatever file they come from, and the filter ``where``."""

from __future__ import annotations

import io
import json
from typing import Any, BinaryIO, Callable, Mapping, Optional, Union

import numpy
import pandas

from .errors import ArgumentError, NotFoundError, nearest, unknown

Where = Union[None, Mapping[str, Any], str, Callable[[pandas.DataFrame], Any]]

# The states of points that have final values.
DONE = ("finished", "stopped")

_NULLABLE = ("last_step", "diverged_at")
# Curves and the HTTP API may give an axis' value with six digits.
_DIGITS = 2e-6


def from_npz(file: Union[str, BinaryIO]) -> pandas.DataFrame:
    """An exported ``.npz``: one array a column."""
    with numpy.load(file) as arrays:
        return typed(pandas.DataFrame({name: arrays[name] for name in arrays.files}))


def from_csv(text: bytes, types: Optional[Mapping[str, str]] = None) -> pandas.DataFrame:
    """A CSV table that LayerDyn wrote. ``types`` has ``boolean``, ``integer``, ``number`` or ``text`` by column."""
    kinds = {"boolean": "bool", "integer": "int64", "number": "float64", "text": "object"}
    wanted = {"id": "object", "status": "object"}
    for name, kind in (types or {}).items():
        wanted[name] = "float64" if name in _NULLABLE else kinds.get(kind, "object")
    texts = [name for name, kind in wanted.items() if kind == "object"]
    table = pandas.read_csv(
        io.BytesIO(text), dtype=wanted, float_precision="round_trip", na_values=[""], keep_default_na=False
    )
    for name in table.columns:
        if name in texts or table[name].dtype == object:
            table[name] = table[name].map(_unquoted, na_action="ignore")
    return typed(table)


def typed(table: pandas.DataFrame) -> pandas.DataFrame:
    """The table with the types that :meth:`layerdyn.Sweep.results` names."""
    for name in _NULLABLE:
        if name in table.columns:
            table[name] = table[name].astype("float64").round().astype("Int64")
    for name in table.columns:
        if table[name].dtype.kind in "US":
            table[name] = table[name].astype(object)
    return table


def column(table: pandas.DataFrame, name: str, place: str, kind: str = "column") -> str:
    """The name of a column that exists."""
    if name in table.columns:
        return name
    raise unknown(kind, name, table.columns, place)


def select(table: pandas.DataFrame, where: Where, place: str) -> pandas.DataFrame:
    """The rows that ``where`` names: a dict of values (or a list of them) by column, a pandas query, or a function."""
    if where is None:
        return table
    if callable(where):
        return table[where(table)].reset_index(drop=True)
    if isinstance(where, str):
        try:
            return table.query(where).reset_index(drop=True)
        except Exception as error:  # whatever pandas' parser raises
            raise ArgumentError(
                f"where '{where}' is no condition on the columns: {error}",
                'write e.g. "width == 32 and `test-loss` < 0.1" (backticks around names with a hyphen)',
            ) from None
    if not isinstance(where, Mapping):
        raise ArgumentError(
            f"where is a {type(where).__name__}", "give a dict such as {'width': [32, 64]}, a query or a function"
        )
    rows = numpy.ones(len(table), dtype=bool)
    for name, wanted in where.items():
        rows &= _fits(table, column(table, name, place), wanted, place)
    return table[rows].reset_index(drop=True)


def _fits(table: pandas.DataFrame, name: str, wanted: Any, place: str) -> numpy.ndarray:
    values = table[name]
    if callable(wanted):
        return numpy.asarray(wanted(values), dtype=bool)
    text = values.dtype == object
    options = [wanted] if text and _is_list_value(wanted) or not _is_list(wanted) else list(wanted)
    fits = numpy.zeros(len(table), dtype=bool)
    for option in options:
        if text:
            match = (values == (json.dumps(list(option)) if _is_list(option) else str(option))).to_numpy()
        elif values.dtype == bool:
            match = values.to_numpy() == bool(option)
        else:
            try:
                number = float(option)
            except (TypeError, ValueError):
                raise ArgumentError(f"{name} is compared with {option!r}", f"{name} holds numbers") from None
            numbers = values.astype("float64").to_numpy()
            match = numpy.abs(numbers - number) <= _DIGITS * abs(number)
        if not match.any() and len(table) and name not in ("status",) and values.nunique() <= 1000:
            raise NotFoundError(f"no row of {place} has {name} = {option}", nearest(option, values.dropna().unique()))
        fits |= match
    return fits


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple, set, range, numpy.ndarray, pandas.Series))


def _is_list_value(value: Any) -> bool:
    """Whether a list is one value of an axis of lists, such as the widths ``[2, 2, 2]``."""
    return _is_list(value) and all(isinstance(item, (int, float)) for item in value)


def _unquoted(text: Any) -> Any:
    # LayerDyn puts an apostrophe before text that a spreadsheet would run as a formula.
    return text[1:] if isinstance(text, str) and len(text) > 1 and text[0] == "'" and text[1] in "=+-@\t\r" else text
