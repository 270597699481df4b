"""Reads safetensors files: eight bytes of header length, a JSON header, then the tensors' bytes."""

from __future__ import annotations

import json
from typing import Dict, Tuple

import numpy

from .errors import LayerdynError

_TYPES = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "I32": "<i4"}


def read(content: bytes, name: str) -> Tuple[Dict[str, numpy.ndarray], Dict[str, str]]:
    """The tensors, by name, as arrays of their own, and the metadata."""
    try:
        length = _length(content)
        header = json.loads(content[8 : 8 + length])
        about = header.pop("__metadata__", {})
        tensors = {}
        for tensor, entry in header.items():
            first, end = (8 + length + offset for offset in entry["data_offsets"])
            values = numpy.frombuffer(content[first:end], dtype=_TYPES[entry["dtype"]])
            tensors[tensor] = values.reshape(entry["shape"]).copy()  # which may be written to
        return tensors, about
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(name, error) from None


def metadata(path: str) -> Dict[str, str]:
    """The metadata of a file, of which only the header is read."""
    with open(path, "rb") as file:
        try:
            return json.loads(file.read(_length(file.read(8)))).get("__metadata__", {})
        except (ValueError, AttributeError) as error:
            raise _damaged(path, error) from None


def _length(content: bytes) -> int:
    return int.from_bytes(content[:8], "little")


def _damaged(name: str, error: Exception) -> LayerdynError:
    return LayerdynError(f"'{name}' is no safetensors file, or damaged: {error}", "see 'layerdyn verify'")
