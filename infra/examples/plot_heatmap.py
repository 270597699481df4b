#!/usr/bin/env python3
"""Redraws a heat map from a table that `layerdyn export` wrote (.npz, .csv or .parquet).

Example:
    layerdyn export lazy-rich-imbalance --what results --to results.npz
    python3 plot_heatmap.py results.npz --x ratio --y lambda --value kernel-distance --log10 --to figure.png

Needs pandas and matplotlib (Debian: apt-get install python3-pandas python3-matplotlib); Parquet also pyarrow.
"""

import argparse
import sys

try:
    import matplotlib
    import numpy
    import pandas
except ImportError as missing:
    sys.exit(f"plot_heatmap.py: {missing.name} is missing; install it (Debian: apt-get install python3-pandas python3-matplotlib)")

matplotlib.use("Agg")
from matplotlib import colors, pyplot  # noqa: E402


def read(file):
    """One row a point (or a point and step), whatever the format."""
    if file.endswith(".npz"):
        with numpy.load(file) as arrays:
            return pandas.DataFrame({name: arrays[name] for name in arrays.files})
    if file.endswith(".parquet"):
        try:
            return pandas.read_parquet(file)
        except ImportError:
            sys.exit("plot_heatmap.py: pandas reads Parquet with pyarrow, which is missing; export .npz or .csv instead")
    return pandas.read_csv(file, float_precision="round_trip")


def grid(table, x, y, value):
    """Mean over seeds, y by x. Points that diverged have no last value to show."""
    absent = [name for name in (x, y, value) if name not in table.columns]
    if absent:
        sys.exit(f"plot_heatmap.py: no column {absent[0]!r}; there are: {', '.join(table.columns)}")
    finished = table[table["status"].isin(["finished", "stopped"])] if "status" in table.columns else table
    if "step" in finished.columns:  # a records table: the last measured step of each point
        finished = finished.loc[finished.groupby("point")["step"].idxmax()]
    return finished.pivot_table(index=y, columns=x, values=value, aggfunc="mean")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table")
    for name in ("--x", "--y", "--value", "--to"):
        parser.add_argument(name, required=True)
    parser.add_argument("--log10", action="store_true", help="colours by the logarithm")
    options = parser.parse_args()

    cells = grid(read(options.table), options.x, options.y, options.value)
    figure, axes = pyplot.subplots(figsize=(6, 4.5), layout="constrained")
    mesh = axes.pcolormesh(cells.columns, cells.index, cells.values, shading="nearest", norm=colors.LogNorm() if options.log10 else None)
    axes.set(xlabel=options.x, ylabel=options.y, title=options.value)
    figure.colorbar(mesh)
    figure.savefig(options.to, dpi=150)
    print(f"{options.to}: {cells.shape[0]} x {cells.shape[1]} cells, {options.value} from {numpy.nanmin(cells.values):.6g} to {numpy.nanmax(cells.values):.6g}")


if __name__ == "__main__":
    main()
