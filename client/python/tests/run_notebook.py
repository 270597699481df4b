"""Executes a notebook in the current folder: run_notebook.py NOTEBOOK [--write].

Fails where a cell fails, or gives other kinds of output than the ones that the notebook shows (a table, a picture).
With --write the notebook gets the new outputs.
"""

import os
import sys

import nbformat
from nbclient import NotebookClient


def kinds(cell) -> list:
    """What a cell shows, as media types; text beside a richer form is not counted."""
    shown = [
        sorted(set(output.get("data", {output["output_type"]: ""})) - {"text/plain"})
        for output in cell.get("outputs", [])
    ]
    return [kind for kind in shown if kind != ["stream"]]


def main(path: str, write: bool) -> None:
    os.environ.pop("MPLBACKEND", None)  # the kernel's own
    notebook = nbformat.read(path, as_version=4)
    shown = [kinds(cell) for cell in notebook.cells]
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": os.getcwd()}}
    ).execute()
    if write:
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)
        notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
        nbformat.write(notebook, path)
    elif shown != [kinds(cell) for cell in notebook.cells]:
        now = [kinds(cell) for cell in notebook.cells]
        raise SystemExit(f"{path} shows {now}, not {shown}; see client/python/tests/run_notebook.py")
    pictures = sum("image/png" in kind for cell in notebook.cells for kind in kinds(cell))
    print(f"{path}: {len(notebook.cells)} cells, {pictures} pictures")


if __name__ == "__main__":
    main(sys.argv[1], "--write" in sys.argv[2:])
