"""A curve that is drawn again in a notebook while its sweep runs in a cluster."""

from __future__ import annotations

import time
from typing import Any, Dict, Optional

from . import charts
from .errors import unknown
from .progress import in_notebook
from .shown import ShownFigure
from .sweep import Sweep

_EVERY = 1.0  # seconds


class LiveCurve:
    """Shows a curve as it is folded; outside of a notebook nothing. A fault of the view ends no sweep."""

    def __init__(self, sweep: Sweep, name: str) -> None:
        if name not in sweep.curves:
            raise unknown("curve", name, sweep.curves, sweep.id)
        self._sweep, self._name = sweep, name
        self._shown = in_notebook()
        self._last: Optional[float] = None
        self._handle: Any = None

    def update(self, last: bool = False) -> None:
        """Draws it again, at most once a second; the ``last`` time in any case."""
        now = time.monotonic()
        if not self._shown or not last and self._last is not None and now - self._last < _EVERY:
            return
        self._last = now
        try:
            self._draw()
        except Exception:  # the sweep goes on, and its curve can be drawn later
            self._shown = False

    def _draw(self) -> None:
        from IPython.display import Image, display

        figure = charts.draw(self._chart())
        if not isinstance(figure, ShownFigure):  # one of pyplot's, on a screen
            self._shown = False
            return
        picture = Image(figure._repr_png_())
        if self._handle is None:
            self._handle = display(picture, display_id=True)
        else:
            self._handle.update(picture)

    def _chart(self) -> Dict[str, Any]:
        return self._sweep._source.drawn(self._name)  # type: ignore[union-attr]
