"""How figures are made: size, colours that people with colour-blindness can tell apart, and saving."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, List, Mapping, Optional, Sequence, Tuple

from .errors import ArgumentError, LayerdynError, MissingProgramError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Six of Okabe and Ito (2008) and two that stand as far from those, as in LayerDyn's own pictures.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#663311", "#8833EE")
MISSING = "#F0F0F0"
DIVERGED = "#A8A8A8"
INK, GREY = "black", "#B0B0B0"
_NARROW = 150  # largest over least value of a logarithmic axis that has labels within decades
_FEW, _MOST = 6, 14  # rows of a legend within the axes, and beside them


def colour(index: int, count: int) -> Any:
    """The colour of number ``index`` of ``count``; many are ordered. -1 is ink, -2 grey."""
    if index < 0:
        return GREY if index == -2 else INK
    if count > len(COLOURS):
        from matplotlib import cm

        return cm.viridis(0.8 * index / (count - 1))
    return COLOURS[index % len(COLOURS)]


def dark(of: Any) -> Tuple[float, ...]:
    """A dark shade of a colour: for theory and fits, which show on top of their lines."""
    from matplotlib import colors

    return tuple(0.62 * channel for channel in colors.to_rgb(of))


def new(width: float, height: float, rows: int = 1, columns: int = 1, **options: Any) -> Tuple["Figure", List["Axes"]]:
    """A figure with a grid of axes. On a screen it is one of pyplot's, so that ``pyplot.show()`` shows it."""
    try:
        import matplotlib
        from matplotlib import pyplot

        from .shown import ShownFigure
    except ImportError as missing:
        raise MissingProgramError(
            f"plots need matplotlib, and {missing.name} is missing",
            "install it: pip install matplotlib (Debian: apt-get install python3-matplotlib)",
        ) from None
    # A notebook shows the figure that a cell returns; as one of pyplot's it would be there twice.
    screen = matplotlib.get_backend().lower() in (each.lower() for each in matplotlib.rcsetup.interactive_bk)
    make = pyplot.figure if screen else ShownFigure
    figure = make(figsize=(width, height), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False, **options)
    return figure, [each for row in axes for each in row]


def legend(axes: "Axes", lines: Optional[Mapping[str, Any]] = None, beside: bool = False) -> None:
    """A legend of lines by their labels (default: those that the axes have): within the axes while it is small, beside
    them otherwise.

    Of more lines than have a row in it, some are named, evenly chosen: their colours are ordered.
    """
    if lines is None:
        handles, labels = axes.get_legend_handles_labels()
        lines = dict(zip(labels, handles))
    names = list(lines)
    if not names:
        return
    if len(names) <= _FEW and not beside:
        axes.legend(lines.values(), names, fontsize=8, framealpha=0.85)
        return
    if len(names) > _MOST:
        names = [names[round(i * (len(names) - 1) / (_MOST - 1))] for i in range(_MOST)]
    axes.legend(
        [lines[name] for name in names], names, fontsize=8, loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False
    )
    figure = axes.figure
    figure.set_figwidth(figure.get_figwidth() + 0.5 + 0.075 * max(map(len, names)))  # the axes keep their width


def scale(axes: "Axes", x_log: bool, y_log: bool) -> None:
    """Logarithmic axes where they are wanted; values that are not positive are then left out."""
    if x_log:
        axes.set_xscale("log", nonpositive="mask")
    if y_log:
        axes.set_yscale("log", nonpositive="mask")


def log_ticks(axes: "Axes") -> None:
    """Labels at 1, 2 and 5 as plain numbers on logarithmic axes that show about two decades or less."""
    from matplotlib import ticker

    for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
        if axis.get_scale() != "log" or not 0 < low < high or high / low > _NARROW:
            continue
        subs = (1, 2, 5) if high / low > 4 else (1, 1.5, 2, 3, 5, 7)
        axis.set_major_locator(ticker.LogLocator(subs=subs))
        axis.set_major_formatter(
            ticker.FuncFormatter(lambda value, _: f"{value:g}" if 1e-4 < value < 1e6 else f"{value:.0e}")
        )
        axis.set_minor_formatter(ticker.NullFormatter())


def positive(values: Sequence[float], what: str) -> None:
    """Refuses a logarithmic scale that would show nothing."""
    if not any(value > 0 for value in values):
        raise ArgumentError(f"log=True, and {what} has no value above 0", "leave log out")


def saved(figure: "Figure", to: Optional[str]) -> "Figure":
    """The figure, after it was written to a file where one is named."""
    if to is not None:
        try:
            figure.savefig(os.fspath(to), dpi=150)
        except (OSError, ValueError) as error:
            raise LayerdynError(
                f"'{to}' cannot be written: {error}", "name a .png, .svg or .pdf file in a folder that you may write to"
            ) from None
    return figure
