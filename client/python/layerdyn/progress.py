"""A progress bar: redrawn in place on a terminal and in a notebook, plain lines elsewhere. It never stops what it
shows.
"""

from __future__ import annotations

import html
import shutil
import sys
import time
from typing import Any, Optional, TextIO

_WIDTH = 24
_NOTEBOOK_EVERY, _TERMINAL_EVERY, _LINE_EVERY = 0.2, 0.1, 10.0  # seconds


class Progress:
    """Shows how many points of a sweep are done. ``shown=False`` shows nothing."""

    def __init__(self, label: str, shown: bool = True, stream: Optional[TextIO] = None) -> None:
        self._label, self._stream = label, stream or sys.stderr
        self._kind = (
            "none"
            if not shown
            else "notebook"
            if stream is None and in_notebook()
            else "terminal"
            if self._stream.isatty()
            else "lines"
        )
        self._began = self._last = time.monotonic()
        self._first: Optional[float] = None
        self._tenth = -1
        self._handle: Any = None
        self._open = False

    def update(
        self,
        expected: int,
        finished: int,
        diverged: int,
        failed: int,
        running: float = 0,
        note: str = "",
        last: bool = False,
    ) -> None:
        """Shows the ledger; ``running`` are points that are half done, added up."""
        if self._kind == "none" or expected <= 0:
            return
        try:
            self._update(expected, finished, diverged, failed, running, note, last)
        except Exception:  # a fault of what shows it ends no run
            self._kind = "none"

    def _update(
        self, expected: int, finished: int, diverged: int, failed: int, running: float, note: str, last: bool
    ) -> None:
        committed = finished + diverged + failed
        done = min(committed + running, expected)
        if self._first is None:
            self._first = done
        tenth, now = int(10 * done / expected), time.monotonic()
        every = {"notebook": _NOTEBOOK_EVERY, "terminal": _TERMINAL_EVERY, "lines": _LINE_EVERY}[self._kind]
        due = now - self._last >= every or self._tenth < 0 or self._kind == "lines" and tenth > self._tenth
        if not (due or last):
            return
        self._last, self._tenth = now, tenth
        parts = [f"{100 * done / expected:.0f}%", f"{committed}/{expected} points"]
        parts += [f"{diverged} diverged"] if diverged else []
        parts += [f"{failed} failed"] if failed else []
        parts += [note] if note else [self._pace(done, expected, now)]
        self._show(done / expected, ", ".join(part for part in parts if part), last)

    def close(self) -> None:
        """Ends the line."""
        if self._open:
            self._write("\n")
            self._open = False

    def _pace(self, done: float, expected: int, now: float) -> str:
        rate = (done - (self._first or 0)) / max(now - self._began, 1e-3)
        if rate <= 0 or done >= expected:
            return ""
        seconds = int((expected - done) / rate) + 1
        left = (
            f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
            if seconds >= 3600
            else f"{seconds // 60}:{seconds % 60:02}"
        )
        return f"{rate:.3g} points/s, {left} left"

    def _show(self, share: float, text: str, last: bool) -> None:
        if self._kind == "notebook":
            self._show_notebook(share, text)
        elif self._kind == "terminal":
            full = round(share * _WIDTH)
            line = f"{self._label} [{'#' * full}{'.' * (_WIDTH - full)}] {text}"
            width = shutil.get_terminal_size().columns - 1  # a full last column would wrap
            self._write("\r\x1b[2K" + line[: max(width, 10)])
            self._open = True
        else:
            self._write(f"{self._label}: {text}\n")

    def _show_notebook(self, share: float, text: str) -> None:
        from IPython.display import HTML, display

        bar = f'<progress value="{share:.4f}" max="1" style="width: 20em"></progress>'
        shown = HTML(f"{bar} {html.escape(self._label)}: {html.escape(text)}")
        if self._handle is None:
            self._handle = display(shown, display_id=True)
        else:
            self._handle.update(shown)

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # a terminal that is gone ends no run
            self._kind = "none"


def in_notebook() -> bool:
    """Whether this is a kernel, whose outputs a notebook shows."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and hasattr(shell, "kernel")
