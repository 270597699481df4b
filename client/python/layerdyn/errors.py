"""What goes wrong, in one family of exceptions: each says what, which value, the rule and the remedy."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Iterable, Optional, Sequence

if TYPE_CHECKING:
    from .sweep import Sweep


class LayerdynError(Exception):
    """The base of all errors of this package.

    ``message`` says what is wrong; ``remedy`` what to do instead (may be empty).
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message}; {remedy}" if remedy else message)
        self.message = message
        self.remedy = remedy


class NotFoundError(LayerdynError, LookupError):
    """A sweep, curve, column or point of that name does not exist; the message lists the nearest that do."""


class ArgumentError(LayerdynError, ValueError):
    """A value that cannot be used."""


class MissingProgramError(LayerdynError):
    """Something has to be installed: the ``layerdyn`` command, or matplotlib."""


class CommandError(LayerdynError):
    """The ``layerdyn`` command failed; ``exit_code`` is what it returned, ``details`` the lines after its first."""

    def __init__(self, message: str, remedy: str = "", exit_code: int = 1, details: Sequence[str] = ()) -> None:
        super().__init__(message, remedy)
        self.exit_code = exit_code
        self.details = list(details)


class SpecError(LayerdynError, ValueError):
    """The spec cannot be run; ``problems`` has a line for each mistake."""

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__("\n  ".join([message, *problems]))
        self.message = message
        self.problems = list(problems)


class IncompleteError(LayerdynError):
    """A sweep ended before every point had a result. What has finished is kept: it is in ``sweep``."""

    def __init__(self, message: str, remedy: str, sweep: "Sweep") -> None:
        super().__init__(message, remedy)
        self.sweep = sweep


class ClusterError(LayerdynError):
    """The cluster refused a request or gave no answer; ``status`` is the HTTP status, None without an answer."""

    def __init__(self, message: str, remedy: str = "", status: Optional[int] = None) -> None:
        super().__init__(message, remedy)
        self.status = status


class LayerdynWarning(UserWarning):
    """Something is missing from what was returned, e.g. points whose files are damaged."""


def nearest(name: object, valid: Iterable[object]) -> str:
    """``did you mean 'x'?`` for a name that is nearly right, else the valid names; empty when there are none."""
    names = sorted({str(each) for each in valid})
    if not names:
        return ""
    lower = {each.lower(): each for each in reversed(names)}
    near = difflib.get_close_matches(str(name).lower(), lower, n=3, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(f"'{lower[each]}'" for each in near) + "?"
    shown = ", ".join(names[:30])
    return f"valid names: {shown}" + (f" and {len(names) - 30} more" if len(names) > 30 else "")


def unknown(kind: str, name: object, valid: Iterable[object], place: str) -> NotFoundError:
    """The error for a name that does not exist in a place, such as ``no curve 'los' in stages-55279fe2``."""
    return NotFoundError(
        f"there is no {kind} '{name}' in {place}", nearest(name, list(valid)) or f"it has no {kind} at all"
    )
