"""Reads Parquet files by pyarrow or duckdb, whichever is installed."""

from __future__ import annotations

import importlib.util
from typing import List, Optional

import pandas


def reader() -> Optional[str]:
    """``pyarrow``, ``duckdb``, or None when neither is installed."""
    for name in ("pyarrow", "duckdb"):
        if importlib.util.find_spec(name) is not None:
            return name
    return None


def read(files: List[str]) -> pandas.DataFrame:
    """All rows of some files with the same columns, in their order."""
    if reader() == "pyarrow":
        from pyarrow import parquet

        return pandas.concat([parquet.ParquetFile(file).read().to_pandas() for file in files], ignore_index=True)
    import duckdb

    with duckdb.connect() as connection:
        return connection.read_parquet(files).df()
