"""Specs: the resolved YAML of a sweep as Python values, and what users pass to run as text."""

from __future__ import annotations

import json
import math
import os
from typing import Any, List, Mapping, Optional, Tuple, Union

from .errors import ArgumentError, LayerdynError

SpecLike = Union[str, "os.PathLike[str]", Mapping[str, Any]]


def parse(text: str) -> dict:
    """Reads ``resolved.yaml``: a key a line, axes and curves below theirs, everything else in flow style.

    This is the form in which LayerDyn writes it, and not YAML in general.
    """
    root: dict = {}
    block: Optional[str] = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        reader = _Flow(line.strip(), number)
        if line.startswith("  - "):
            reader.skip("- ")
            if block is None or isinstance(root[block], dict) and root[block]:
                raise reader.error("an item belongs to no list")
            root[block] = root[block] or []
            root[block].append(reader.value_to_end())
            continue
        key = reader.key()
        if line.startswith("  "):
            if block is None or not isinstance(root[block], dict):
                raise reader.error("an entry belongs to no map")
            root[block][key] = reader.value_to_end()
        elif reader.at_end():
            block, root[key] = key, {}
        else:
            block, root[key] = None, reader.value_to_end()
    return root


def to_text(spec: Mapping[str, Any]) -> str:
    """A spec given as a dict, as YAML (JSON is YAML)."""
    if not isinstance(spec.get("name"), str):
        raise ArgumentError("the spec has no name", "give it one: {'name': 'my-sweep', 'model': ..., ...}")
    return json.dumps(plain(spec, "spec"), ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def read(spec: SpecLike) -> Tuple[Optional[str], Optional[str]]:
    """A spec as ``(text, None)`` for a dict or a file, or as ``(None, name)`` for what must be the name of a recipe."""
    if isinstance(spec, Mapping):
        return to_text(spec), None
    if not isinstance(spec, (str, os.PathLike)):
        raise ArgumentError(
            f"spec is a {type(spec).__name__}", "give the name of a recipe, the path of a YAML file, or a dict"
        )
    path = os.fspath(spec)
    if os.path.isfile(path):
        try:
            with open(path, encoding="utf-8-sig") as file:
                return file.read(), None
        except (OSError, UnicodeDecodeError) as error:
            raise LayerdynError(
                f"'{path}' cannot be read: {error}", "give a YAML file in UTF-8 that you may read"
            ) from None
    if os.sep in path or path.endswith((".yaml", ".yml")):
        raise ArgumentError(f"there is no file '{path}'", "give the path of a YAML file, or the name of a recipe")
    return None, path


def settings(overrides: Optional[Mapping[str, Any]]) -> List[str]:
    """Overrides as the command line takes them: ``path=value``."""
    return [f"{path}={json.dumps(plain(value, path), ensure_ascii=False)}" for path, value in (overrides or {}).items()]


def plain(value: Any, path: str) -> Any:
    """A value of plain Python types; NumPy's numbers and arrays are taken for what they hold."""
    if isinstance(value, Mapping):
        return {str(key): plain(item, f"{path}.{key}") for key, item in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple, range)):
        return [plain(item, f"{path}[{i}]") for i, item in enumerate(value)]
    if isinstance(value, float) and not math.isfinite(value):
        raise ArgumentError(f"{path} is {value}", "a spec takes finite numbers only")
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise ArgumentError(f"{path} is a {type(value).__name__}", "a spec takes numbers, text, booleans, lists and dicts")


class _Flow:
    """Reads one line in flow style."""

    def __init__(self, text: str, line: int) -> None:
        self._text, self._line, self._at = text, line, 0

    def error(self, what: str) -> LayerdynError:
        return LayerdynError(
            f"line {self._line} of resolved.yaml cannot be read: {what}",
            "the file must be as LayerDyn wrote it; see 'layerdyn verify'",
        )

    def skip(self, token: str) -> None:
        if not self._text.startswith(token, self._at):
            raise self.error(f"'{token.strip()}' is missing at column {self._at + 1}")
        self._at += len(token)

    def at_end(self) -> bool:
        self._space()
        return self._at == len(self._text)

    def key(self) -> str:
        name = self._scalar(":")
        self.skip(":")
        return str(name)

    def value_to_end(self) -> Any:
        value = self._value("")
        if not self.at_end():
            raise self.error(f"something follows the value at column {self._at + 1}")
        return value

    def _space(self) -> None:
        while self._text.startswith(" ", self._at):
            self._at += 1

    def _value(self, ends: str) -> Any:
        self._space()
        first = self._text[self._at : self._at + 1]
        if first == "[":
            return self._items("]", lambda: self._value(",]"))
        if first == "{":
            pairs = self._items("}", lambda: (self.key(), self._value(",}")))
            return dict(pairs)
        return self._scalar(ends)

    def _items(self, close: str, read: Any) -> list:
        items: List[Any] = []
        self._at += 1
        self._space()
        while not self._text.startswith(close, self._at):
            if items:
                self.skip(",")
                self._space()
            items.append(read())
            self._space()
            if self._at >= len(self._text):
                raise self.error(f"'{close}' is missing at the end")
        self._at += 1
        return items

    def _scalar(self, ends: str) -> Any:
        self._space()
        if self._text.startswith('"', self._at):
            try:
                value, self._at = json.JSONDecoder().raw_decode(self._text, self._at)
            except ValueError as error:
                raise self.error(str(error)) from None
            return value
        start = self._at
        while self._at < len(self._text) and self._text[self._at] not in ends:
            self._at += 1
        word = self._text[start : self._at].strip()
        if word in ("null", "true", "false"):
            return {"null": None, "true": True, "false": False}[word]
        for number in (int, float):
            try:
                return number(word)
            except ValueError:
                pass
        return word
