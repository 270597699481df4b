"""Draws the chart of a curve (infra/docs/curve-json.md) by matplotlib."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy

from . import figures

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STROKES = {"solid": "-", "dashed": (0, (5, 2.5)), "dotted": (0, (1, 1.5)), "markers": "none", "markers-and-line": "-"}
_MODELS = ("theory", "fit", "calibrated")


def draw(chart: Mapping[str, Any]) -> "Figure":
    """The figure of a chart of lines or of maps."""
    return _maps(chart) if chart["$type"] == "heatmap" else _lines(chart)


def _lines(chart: Mapping[str, Any]) -> "Figure":
    panels = chart["panels"]
    columns = min(len(panels), 2) if len(panels) != 3 else 3
    rows = math.ceil(len(panels) / columns)
    figure, all_axes = figures.new(1.2 + 4.6 * columns, 0.8 + 3.4 * rows, rows, columns)
    count = 1 + max(
        (mark["color"] for panel in panels for mark in [*panel["series"], *panel["diverged"], *panel["censored"]]),
        default=-1,
    )
    labels: Dict[str, Tuple[bool, Any]] = {}  # whether it is a model, and its line
    for axes, panel in zip(all_axes, panels):
        _panel(axes, chart, panel, count, labels)
    for axes in all_axes[len(panels) :]:
        axes.remove()
    shown = {
        label: line for label, (_, line) in sorted(labels.items(), key=lambda each: each[1][0])
    }  # theory after what was measured
    figures.legend(all_axes[columns - 1], shown, beside=len(panels) > 1)
    _title(figure, chart)
    return figure


def _panel(
    axes: "Axes", chart: Mapping[str, Any], panel: Mapping[str, Any], count: int, labels: Dict[str, Tuple[bool, Any]]
) -> None:
    x, y = chart["x"], panel.get("y") or chart["y"]
    figures.scale(axes, x["log"], y["log"])
    for level in panel["levels"]:
        if level is not None:
            line = axes.axhline(level, color="gray", linewidth=0.9, linestyle=":", zorder=1)
            if panel.get("levelsName"):  # charts of earlier builds do not name them
                labels.setdefault(panel["levelsName"], (True, line))
    for series in panel["series"]:
        _series(axes, series, count, y["log"], labels)
    _arrows(axes, panel["censored"], count)
    for mark in panel["diverged"]:
        # At the top edge: a diverged training has no value.
        where = axes.get_xaxis_transform()
        axes.plot([mark["x"]], [0.97], "x", transform=where, color="black", markersize=8, markeredgewidth=3, zorder=6)
        axes.plot(
            [mark["x"]],
            [0.97],
            "x",
            transform=where,
            color=figures.colour(mark["color"], count),
            markersize=7,
            markeredgewidth=1.5,
            zorder=7,
        )
    axes.set_xlim(left=x["min"], right=x["max"])
    axes.set_ylim(bottom=y["min"], top=y["max"])
    axes.set_xlabel(x["label"])
    axes.set_ylabel(y["label"])
    axes.set_title(panel["title"], fontsize=10)
    axes.grid(alpha=0.25, linewidth=0.6)
    figures.log_ticks(axes)


def _arrows(axes: "Axes", marks: Sequence[Mapping[str, Any]], count: int) -> None:
    """Where runs ended before they had come to what the lines show, and how many; those at one place are apart."""
    from matplotlib.transforms import ScaledTranslation

    places: Dict[Tuple[float, float], int] = {}
    for mark in marks:
        place = (mark["x"], mark["y"])
        below = places[place] = places.get(place, -1) + 1
        shift = ScaledTranslation(0, -below * 10 / 72, axes.figure.dpi_scale_trans)
        shade = figures.colour(mark["color"], count)
        axes.plot([place[0]], [place[1]], "^", color=shade, markersize=7, zorder=5, transform=axes.transData + shift)
        axes.annotate(
            f"{mark['count']}/{mark['of']}",
            place,
            xytext=(6, -below * 10),
            textcoords="offset points",
            fontsize=7,
            va="center",
        )
    if marks:
        axes.update_datalim([(mark["x"], mark["y"]) for mark in marks])
        axes.margins(x=0.1)
        axes.autoscale_view()


def _series(
    axes: "Axes", series: Mapping[str, Any], count: int, log: bool, labels: Dict[str, Tuple[bool, Any]]
) -> None:
    base = figures.colour(series["color"], count)
    model, run = series["role"] in _MODELS, series["role"] in ("run", "provisional")
    x, y = _numbers(series["x"]), _numbers(series["y"])
    if series["low"] and series["high"]:
        low, high = _numbers(series["low"]), _numbers(series["high"])
        if log:  # an edge at zero or below is at the edge of the panel
            low = numpy.where((low <= 0) & (high > 0), numpy.nanmin(numpy.where(y > 0, y, numpy.inf)) * 1e-3, low)
        axes.fill_between(x, low, high, color=base, alpha=0.18, linewidth=0, zorder=1.5)
    marked = "markers" in series["stroke"] or numpy.isfinite(y).sum() == 1
    (line,) = axes.plot(
        x,
        y,
        linestyle=_STROKES.get(series["stroke"], "-"),
        marker="o" if marked else None,
        markersize=4,
        color=figures.dark(base) if model and series["color"] >= 0 else base,
        alpha=0.45 if run else 1,
        linewidth=0.7 if run else 1.3 if model or series["color"] < 0 else 1.8,
        zorder=3 if model else 2,
    )
    if series["label"]:
        labels.setdefault(series["label"], (model, line))


def _maps(chart: Mapping[str, Any]) -> "Figure":
    from matplotlib import colors
    from matplotlib.patches import Patch

    panels, classes = chart["panels"], chart["classes"]
    figure, all_axes = figures.new(1.6 + 3.9 * len(panels), 4.3, 1, len(panels), sharey=True)
    if classes:
        shades = colors.ListedColormap([figures.colour(i, len(classes)) for i in range(len(classes))])
        norm: Any = colors.BoundaryNorm(numpy.arange(len(classes) + 1) - 0.5, len(classes))
    else:
        shades, norm = _map_colours(), colors.Normalize(*_range(chart))
    mesh = None
    for axes, panel in zip(all_axes, panels):
        shape = (chart["y"]["count"], chart["x"]["count"])
        cells = _numbers(panel["values"]).reshape(shape)
        axes.set_facecolor(figures.MISSING)
        mesh = axes.imshow(
            numpy.ma.masked_invalid(cells),
            origin="lower",
            aspect="auto",
            cmap=shades,
            norm=norm,
            interpolation="nearest",
        )
        _diverged(axes, panel, shape)
        for line in chart["lines"]:
            _over(axes, line)
        axes.set_xlim(-0.5, shape[1] - 0.5)
        axes.set_ylim(-0.5, shape[0] - 0.5)
        _ticks(axes.xaxis, chart["x"])
        _ticks(axes.yaxis, chart["y"])
        axes.set_xlabel(chart["x"]["label"])
        axes.set_title(panel["title"], fontsize=10)
    all_axes[0].set_ylabel(chart["y"]["label"])
    if classes:
        shown = [Patch(color=figures.colour(i, len(classes)), label=name) for i, name in enumerate(classes)]
        all_axes[-1].legend(handles=shown, fontsize=8, loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)
    elif mesh is not None:
        figure.colorbar(mesh, ax=all_axes, label=chart["valueLabel"])
    if chart["lines"]:
        named = [line for line in chart["lines"] if line["label"]]
        if named and not classes:
            all_axes[0].legend(fontsize=7, facecolor="#808080", labelcolor="white", framealpha=0.8)
    _title(figure, chart)
    return figure


def _diverged(axes: "Axes", panel: Mapping[str, Any], shape: Tuple[int, int]) -> None:
    from matplotlib.patches import Rectangle

    counts = panel["divergedCounts"] or [0] * (shape[0] * shape[1])
    for cell, (all_of_them, some) in enumerate(zip(panel["diverged"], counts)):
        row, column = divmod(cell, shape[1])
        if all_of_them:
            axes.add_patch(
                Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=figures.DIVERGED, edgecolor="none", zorder=1.5)
            )
            axes.plot([column - 0.4, column + 0.4], [row - 0.4, row + 0.4], color="black", linewidth=0.6, zorder=2)
        if all_of_them or some:
            axes.plot([column - 0.4, column + 0.4], [row + 0.4, row - 0.4], color="black", linewidth=0.6, zorder=2)


def _over(axes: "Axes", line: Mapping[str, Any]) -> None:
    x, y = _numbers(line["x"]), _numbers(line["y"])
    axes.plot(x, y, color="black", linewidth=3.4, zorder=3)
    axes.plot(
        x,
        y,
        color="white",
        linewidth=1.5,
        linestyle=_STROKES.get(line["stroke"], "-"),
        label=line["label"] or None,
        zorder=4,
    )


def _ticks(axis: Any, of: Mapping[str, Any]) -> None:
    """Ticks at round numbers where the positions are evenly spaced on a scale, else at some of the positions."""
    numbers = of.get("numbers")
    if numbers and of["scale"] in ("linear", "log") and len(numbers) > 8:
        from matplotlib import ticker

        places = numpy.asarray(numbers, dtype=float)
        log = of["scale"] == "log"
        locator = ticker.LogLocator() if log else ticker.MaxNLocator(6)
        low, high = sorted((places[0], places[-1]))
        round_ones = [
            tick
            for tick in locator.tick_values(low, high)
            if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9) or low <= tick <= high
        ]
        if len(round_ones) >= 2:
            scale: Any = numpy.log10 if log else float
            first, last = scale(places[0]), scale(places[-1])
            axis.set_ticks([(scale(tick) - first) / (last - first) * (len(places) - 1) for tick in round_ones])
            axis.set_ticklabels([_short(tick, log) for tick in round_ones])
            return
    step = max(1, math.ceil(of["count"] / 10))
    places_shown = list(range(0, of["count"], step))
    names = [str(of["ticks"][i]) for i in places_shown]
    axis.set_ticks(places_shown)
    axis.set_ticklabels(names, rotation=45 if axis.axis_name == "x" and sum(map(len, names)) > 45 else 0)


def _short(value: float, log: bool) -> str:
    if log and value > 0 and not 0.01 <= value <= 1000:
        return f"$10^{{{round(math.log10(value))}}}$"
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def _map_colours() -> Any:
    from matplotlib import cm

    return cm.viridis


def _range(chart: Mapping[str, Any]) -> Tuple[float, float]:
    shown = [value for panel in chart["panels"] for value in panel["values"] if value is not None]
    low = chart["min"] if chart["min"] is not None else min(shown, default=0.0)
    high = chart["max"] if chart["max"] is not None else max(shown, default=1.0)
    return (low, high) if high > low else (low, low + 1)


def _title(figure: "Figure", chart: Mapping[str, Any]) -> None:
    note = _wrapped(chart["note"], int(figure.get_figwidth() * 15))
    figure.suptitle(chart["title"] + (f"\n{note}" if note else ""), fontsize=9)


def _wrapped(note: str, width: int) -> str:
    lines: List[str] = []
    for part in note.split("; ") if note else []:
        if lines and len(lines[-1]) + len(part) + 2 <= width:
            lines[-1] += "; " + part
        else:
            lines.append(part)
    return "\n".join(lines)


def _numbers(values: Optional[Sequence[Optional[float]]]) -> numpy.ndarray:
    return numpy.array([math.nan if value is None else value for value in values or []], dtype=float)
