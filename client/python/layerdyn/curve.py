"""A curve of a sweep: what it shows, as tables and as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional

import pandas

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Curve:
    """A curve as LayerDyn folded it from the records: infra/docs/curve-json.md describes ``chart``.

    ``name``, ``kind`` (``heatmap``, ``trajectory``, ``emergence``, ``grokking``, ``grokking-delay``, ``phase-map``,
    ``scaling-law``, ``neural-collapse``, ``stability``, ``phase-portrait``, ``local-exponent`` or ``joint-fit``),
    ``points`` (how many are in it), ``diverged`` (how many of them diverged: never averaged in), ``findings`` (lines
    of text), ``table`` (a DataFrame: the rows of ``curves/NAME.csv``), ``chart`` (a dict).
    """

    def __init__(self, members: Mapping[str, Any], sweep: str) -> None:
        self.sweep = sweep
        self.name: str = members["name"]
        self.kind: str = members["kind"]
        self.points: int = members["points"]
        self.diverged: int = members["diverged"]
        self.findings: List[str] = list(members["findings"])
        self.table: pandas.DataFrame = members["table"]
        self.chart: Dict[str, Any] = members["chart"]
        self._parameters: List[Mapping[str, Any]] = list(members.get("parameters") or [])
        self._residuals: Mapping[str, Mapping[str, float]] = members["residuals"]

    @property
    def residuals(self) -> pandas.DataFrame:
        """Deviation from theory: a row a column of the records (or ``exponent``), with ``max``, ``rms`` and ``count``.

        ``max`` and ``rms`` have the unit of the column; ``count`` is how many values were compared.
        """
        table = pandas.DataFrame.from_dict(self._residuals, orient="index", columns=["max", "rms", "count"])
        table.index.name = "column"
        return table.astype({"count": "int64"})

    @property
    def parameters(self) -> pandas.DataFrame:
        """The parameters of a ``joint-fit``, one row each; empty for curves of other kinds.

        ``group`` and ``name`` say of which law and which of its parameters; ``value``, ``low`` and ``high`` (a 95%
        interval over seeds, NaN without one) and ``theory`` (NaN without one) have the unit of the parameter.
        """
        numbers = ["value", "low", "high", "theory"]
        table = pandas.DataFrame(self._parameters, columns=["group", "name"] + numbers)
        return table.astype({each: "float64" for each in numbers})

    @property
    def series(self) -> pandas.DataFrame:
        """What is drawn, one row a place.

        Lines have ``panel``, ``label``, ``name``, ``role`` (``measured``, ``theory``, ``fit``, ...), ``x``, ``y``,
        ``low`` and ``high`` (the band's edges, NaN without a band), in the units of the axes' labels. Maps have
        ``panel``, ``x``, ``y`` and ``value``.
        """
        chart = self.chart
        if chart["$type"] == "heatmap":
            xs, ys = _places(chart["x"]), _places(chart["y"])
            return pandas.DataFrame(
                [
                    (panel["title"], x, y, value)
                    for panel in chart["panels"]
                    for (y, x), value in zip(((y, x) for y in ys for x in xs), panel["values"])
                ],
                columns=["panel", "x", "y", "value"],
            ).astype({"value": "float64"})
        rows = []
        for panel in chart["panels"]:
            for line in panel["series"]:
                nothing = [None] * len(line["x"])
                for x, y, low, high in zip(line["x"], line["y"], line["low"] or nothing, line["high"] or nothing):
                    rows.append((panel["title"], line["label"], line["name"], line["role"], x, y, low, high))
        table = pandas.DataFrame(rows, columns=["panel", "label", "name", "role", "x", "y", "low", "high"])
        return table.astype({each: "float64" for each in ("x", "y", "low", "high")})

    def plot(self, to: Optional[str] = None) -> "Figure":
        """A matplotlib figure of it: measured lines with bands, theory dashed, or maps; axes are logarithmic where the
        curve's are.

        ``to`` names a file that it is written to as well.
        """
        from . import charts, figures

        return figures.saved(charts.draw(self.chart), to)

    def __repr__(self) -> str:
        lines = [f"{self.name} of {self.sweep}: {self.kind} of {self.points} points, {self.diverged} diverged"]
        return "\n  ".join(lines + self.findings)


def _places(axis: Mapping[str, Any]) -> list:
    return axis["numbers"] if axis.get("numbers") else axis["ticks"]
