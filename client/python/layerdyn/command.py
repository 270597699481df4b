"""The ``layerdyn`` command: where it is, and how it is run."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from typing import List, Sequence

from .errors import CommandError, MissingProgramError, NotFoundError, SpecError

#: Names the command: a path, a ``.dll`` (run by ``dotnet``), or the beginning of a command line.
VARIABLE = "LAYERDYN"


def find() -> List[str]:
    """The command as a list of arguments: by the environment variable LAYERDYN, else ``layerdyn`` on PATH."""
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        if os.path.isfile(named):
            return ["dotnet", named] if named.endswith(".dll") else [named]
        words = shlex.split(named)
        if shutil.which(words[0]):
            return words
        raise MissingProgramError(
            f"{VARIABLE} is '{named}', which is no program",
            "set it to the layerdyn program, to layerdyn.dll, or to a command line that starts it",
        )
    found = shutil.which("layerdyn")
    if found:
        return [found]
    raise MissingProgramError(
        f"the command layerdyn is not on PATH, and {VARIABLE} is not set",
        "install it with 'dotnet tool install --global LayerDyn' (README: Install it elsewhere), or set "
        f"{VARIABLE} to its program, e.g. client/bin/Release/net10.0/layerdyn.dll of a clone that is built",
    )


def call(arguments: Sequence[str], accept: Sequence[int] = (0,)) -> "subprocess.CompletedProcess[str]":
    """Runs the command to its end. Raises a :class:`LayerdynError` unless its exit code is accepted."""
    words = [*find(), *arguments]
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", check=False
        )
    except OSError as error:
        raise MissingProgramError(
            f"'{words[0]}' cannot be started: {error}", f"set {VARIABLE} to a program that can"
        ) from None
    if done.returncode not in accept:
        raise failure(arguments[0], done.returncode, done.stderr)
    return done


def failure(command: str, exit_code: int, stderr: str) -> Exception:
    """The exception for what the command said on standard error."""
    lines = [line for line in stderr.splitlines() if line.strip()]
    first = next((i for i, line in enumerate(lines) if line.startswith("error: ")), None)
    if first is None:
        said = next((line for line in lines if "nhandled exception" in line), lines[-1] if lines else "it said nothing")
        return CommandError(
            f"'layerdyn {command}' ended with exit code {exit_code}: {said}", exit_code=exit_code, details=lines
        )
    message, details = lines[first][len("error: ") :], [line.strip() for line in lines[first + 1 :]]
    if message.startswith("the spec has "):
        return SpecError(message, details)
    if message.endswith("is neither a file nor a recipe"):
        return NotFoundError(message, "; ".join(details))
    return CommandError(message, "; ".join(details), exit_code, details)
