"""Figures from the tables of a sweep: what no curve of its spec draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional, Sequence

import numpy
import pandas

from . import figures
from .errors import ArgumentError, LayerdynError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST_LINES = 400


def heatmap(
    results: pandas.DataFrame, value: str, x: str, y: str, axes_of_sweep: Sequence[str], log: bool, title: str
) -> "Figure":
    """The mean of a column over all that is not on the axes, as colours; cells in which every point diverged are
    crossed out.
    """
    from matplotlib import colors

    cells = results.pivot_table(index=y, columns=x, values=value, aggfunc="mean", dropna=False)
    shown = cells.to_numpy(dtype=float)
    figure, (axes,) = figures.new(6, 4.4)
    if log:
        figures.positive(shown[numpy.isfinite(shown)], value)
        shown = numpy.where(shown > 0, shown, numpy.nan)
    axes.set_facecolor(figures.MISSING)
    norm = colors.LogNorm() if log else colors.Normalize()
    mesh = axes.imshow(
        numpy.ma.masked_invalid(shown), origin="lower", aspect="auto", norm=norm, interpolation="nearest"
    )
    lost = results[results["status"] == "diverged"]
    for row, column in zip(cells.index.get_indexer(lost[y]), cells.columns.get_indexer(lost[x])):
        if not numpy.isfinite(shown[row, column]):
            axes.plot(column, row, "x", color="black", markersize=5)
    for axis, names in ((axes.xaxis, cells.columns), (axes.yaxis, cells.index)):
        step = max(1, -(-len(names) // 9))
        axis.set_ticks(range(0, len(names), step))
        axis.set_ticklabels([_text(name) for name in names[::step]])
    axes.set(xlabel=x, ylabel=y)
    axes.set_title(title + _over(pooled(results, axes_of_sweep, [x, y]), results, axes_of_sweep), fontsize=10)
    figure.colorbar(mesh, label=value)
    return figure


def bands(
    table: pandas.DataFrame,
    value: str,
    x: str,
    by: Sequence[str],
    axes_of_sweep: Sequence[str],
    log_x: bool,
    log_y: bool,
    title: str,
) -> "Figure":
    """The mean over seeds with a band of one standard deviation against a column, a line for each value of ``by``;
    theory dashed.

    Where other axes are pooled too, a band would be no spread over seeds, and there is none.
    """
    others = pooled(table, axes_of_sweep, [x, *by])
    groups = list(table.groupby(by[0] if len(by) == 1 else list(by), sort=True)) if by else [("", table)]
    _check_lines(len(groups), "by")
    figure, (axes,) = figures.new(6.4, 4.2)
    figures.scale(axes, log_x, log_y)
    theory = f"{value}.theory" if f"{value}.theory" in table.columns else None
    for i, (key, rows) in enumerate(groups):
        shade = figures.colour(i, len(groups))
        of_x = rows.groupby(x, sort=True)[value]
        mean, spread = of_x.mean(), of_x.std(ddof=1)
        axes.plot(
            mean.index,
            mean,
            color=shade,
            label=_label(by, key),
            linewidth=1.8,
            marker="o" if len(mean) < 12 else None,
            markersize=4,
        )
        if spread.notna().any() and not others:
            axes.fill_between(mean.index, mean - spread, mean + spread, color=shade, alpha=0.18, linewidth=0)
        if theory is not None and rows[theory].notna().any():
            exact = rows.groupby(x, sort=True)[theory].mean()
            axes.plot(
                exact.index,
                exact,
                color=figures.dark(shade),
                linestyle="--",
                linewidth=1.3,
                label="theory" if i == len(groups) - 1 else None,
            )
    axes.set(xlabel=x, ylabel=value)
    axes.set_title(
        title + _over(others, table, axes_of_sweep, None if others else "one standard deviation"), fontsize=10
    )
    axes.grid(alpha=0.25, linewidth=0.6)
    figures.log_ticks(axes)
    figures.legend(axes)
    return figure


def learning_curves(
    records: pandas.DataFrame, value: str, x: str, axes_of_sweep: Sequence[str], log_x: bool, log_y: bool, title: str
) -> "Figure":
    """A column of the records against another one, a line for each point; theory dashed."""
    groups = list(records.groupby("point", sort=True))
    _check_lines(len(groups), "points")
    varying = [axis for axis in axes_of_sweep if records[axis].nunique() > 1]
    if records["seed"].nunique() > 1:
        varying.append("seed")
    figure, (axes,) = figures.new(6.4, 4.2)
    figures.scale(axes, log_x, log_y)
    theory = f"{value}.theory" if f"{value}.theory" in records.columns else None
    exact = None
    for i, (point, rows) in enumerate(groups):
        shade = figures.colour(i, len(groups))
        named = ", ".join(f"{axis} = {_text(rows[axis].iloc[0])}" for axis in varying) or f"point {point}"
        diverged = rows["status"].iloc[0] == "diverged"
        axes.plot(rows[x], rows[value], color=shade, linewidth=1.8, label=named + (" (diverged)" if diverged else ""))
        if diverged:
            axes.plot(rows[x].iloc[-1], rows[value].iloc[-1], "x", color=shade, markersize=7, markeredgewidth=2)
        if theory is not None and rows[theory].notna().any():
            (exact,) = axes.plot(rows[x], rows[theory], color=figures.dark(shade), linestyle="--", linewidth=1.3)
    if exact is not None:
        exact.set_label("theory")
    axes.set(xlabel=x, ylabel=value)
    axes.set_title("\n".join([title, *_fixed(records, axes_of_sweep)]), fontsize=10)
    axes.grid(alpha=0.25, linewidth=0.6)
    figures.log_ticks(axes)
    figures.legend(axes)
    return figure


def parallel_coordinates(
    results: pandas.DataFrame, value: str, axes_of_sweep: Sequence[str], log: bool, largest: bool, title: str
) -> "Figure":
    """A vertical scale for each axis of the sweep and one for the value; a line a point, coloured by its value."""
    from matplotlib import cm, colors
    from matplotlib.collections import LineCollection

    finished = results[numpy.isfinite(results[value].to_numpy(dtype=float)) & ((results[value] > 0) | (not log))]
    if finished.empty:
        raise LayerdynError(
            f"no point has a value of {value} to show", "choose another column" + (", or leave log out" if log else "")
        )
    columns = [axis for axis in axes_of_sweep if results[axis].nunique() > 1]
    if not columns:
        raise ArgumentError("parallel coordinates need an axis, and no axis has two values here", "widen where")
    figure, (axes,) = figures.new(2 + 1.6 * (len(columns) + 1), 4.2)
    shown = numpy.log10(finished[value].to_numpy(dtype=float)) if log else finished[value].to_numpy(dtype=float)
    low, high = float(shown.min()), float(shown.max())
    heights = []
    for i, name in enumerate(columns):
        values = sorted(results[name].unique())
        place = {each: (j / (len(values) - 1)) for j, each in enumerate(values)}
        heights.append(finished[name].map(place).to_numpy(dtype=float))
        for each in values[:: max(1, -(-len(values) // 9))]:
            axes.text(
                i - 0.03,
                place[each],
                _text(each),
                ha="right",
                va="center",
                fontsize=8,
                zorder=4,
                bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6},
            )
    heights.append((shown - low) / (high - low or 1))
    lines = numpy.stack([numpy.column_stack([numpy.arange(len(heights)), row]) for row in numpy.column_stack(heights)])
    order = numpy.argsort(shown if largest else -shown)  # the best on top
    norm = colors.LogNorm(10**low, 10**high) if log else colors.Normalize(low, high)
    norm_values = finished[value].to_numpy(dtype=float)[order]
    alpha = min(0.8, max(0.08, 60 / len(lines)))
    axes.add_collection(LineCollection(lines[order], colors=cm.viridis(norm(norm_values)), linewidths=1.2, alpha=alpha))
    for height in numpy.linspace(0, 1, 5):
        at = low + height * (high - low)
        axes.text(
            len(heights) - 0.97, height, f"{10 ** at:.2g}" if log else f"{at:.3g}", ha="left", va="center", fontsize=8
        )
    for i in range(len(heights)):
        axes.axvline(i, color="black", linewidth=0.9, zorder=3)
    axes.set_xlim(-0.35, len(heights) - 0.65)
    axes.set_ylim(-0.04, 1.04)
    axes.set_xticks(range(len(heights)))
    axes.set_xticklabels([*columns, value])
    axes.set_yticks([])
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    figure.colorbar(cm.ScalarMappable(norm, "viridis"), ax=axes, label=value)
    lost = int((results["status"] == "diverged").sum())
    axes.set_title(
        title + (f"\n{lost} of {len(results)} points diverged and are not drawn" if lost else ""), fontsize=10
    )
    return figure


def pooled(table: pandas.DataFrame, axes_of_sweep: Sequence[str], shown: Sequence[str]) -> List[str]:
    """The axes that a mean is over: they have several values here, and are not shown."""
    return [axis for axis in axes_of_sweep if axis not in shown and table[axis].nunique() > 1]


def _fixed(table: pandas.DataFrame, axes_of_sweep: Sequence[str]) -> List[str]:
    """Which value the axes have that have only one here, as a line; none without such an axis."""
    named = [f"{axis} = {_text(table[axis].iloc[0])}" for axis in axes_of_sweep if table[axis].nunique() == 1]
    return [", ".join(named)] if named else []


def _over(
    others: Sequence[str], table: pandas.DataFrame, axes_of_sweep: Sequence[str], band: Optional[str] = None
) -> str:
    """What the values are over, where they are, and what the band is, as lines under a title."""
    seeds = int(table["seed"].nunique())
    means = [*others, *([f"{seeds} seeds"] if seeds > 1 else [])]
    note = f"mean over {', '.join(means)}" + (f"; band: {band}" if band and seeds > 1 else "")
    return "".join("\n" + line for line in [*_fixed(table, axes_of_sweep), *([note] if means else [])])


def _check_lines(count: int, what: str) -> None:
    if count > _MOST_LINES:
        raise ArgumentError(f"{what} gives {count} lines", f"choose at most {_MOST_LINES}, e.g. by where")


def _label(by: Sequence[str], key: Any) -> Optional[str]:
    if not by:
        return None
    keys: List[Any] = list(key) if isinstance(key, tuple) else [key]
    return ", ".join(f"{name} = {_text(each)}" for name, each in zip(by, keys))


def _text(value: Any) -> str:
    if isinstance(value, (bool, numpy.bool_)) or not isinstance(value, (int, float, numpy.number)):
        return str(value)
    return f"{value:.4g}".replace("-", "\N{MINUS SIGN}")
