"""Runs the Python of a page, block by block in one process, in the current folder: run_page.py PAGE CLUSTER.

Blocks after ``<!-- with a cluster -->`` meet the cluster at that address in place of http://127.0.0.1:8080, those after
``<!-- not run: REASON -->`` are left out. A block that saves a picture must have no more statements than the page
promises, and the picture must be one. Then the page's runs are submitted to the cluster, and everything is drawn of
them once more: what the page says works on both.
"""

import ast
import functools
import os
import re
import sys
import time

import layerdyn

_BLOCK = re.compile(r"(?:<!-- (with a cluster|not run)[^\n]*-->\n)?```python\n(.*?)```", re.DOTALL)
_PROMISED = 3  # lines for a plot


def main(page: str, cluster: str) -> None:
    with open(page, encoding="utf-8") as file:
        text = file.read()
    blocks = [
        (mark, text[: found.start(2)].count("\n"), code.replace("http://127.0.0.1:8080", cluster))
        for found in _BLOCK.finditer(text)
        for mark, code in [found.groups()]
        if mark != "not run"
    ]
    local = run(page, [(line, code) for _, line, code in blocks])
    layerdyn.run = functools.partial(layerdyn.submit, cluster=cluster)
    far = run(page, [(line, code) for mark, line, code in blocks if not mark and "layerdyn-results" not in code])
    print(f"{page}: {local} plots drawn, and {far} once more of a cluster's sweeps")
    if not far:
        raise SystemExit(f"{page} draws nothing")


def run(page: str, blocks: list) -> int:
    """Runs blocks, and returns how many pictures they saved."""
    names: dict = {"__name__": "page"}
    plots = 0
    for line, code in blocks:
        wanted = re.findall(r"savefig\(\"([^\"]+)\"\)|to=\"([^\"]+)\"", code)
        if wanted and len(ast.parse(code).body) > _PROMISED:
            raise SystemExit(f"{page}, line {line}: a plot takes more than {_PROMISED} lines")
        before = time.perf_counter()
        exec(compile("\n" * line + code, page, "exec"), names)  # line numbers are the page's
        for pair in wanted:
            with open("".join(pair), "rb") as picture:
                if picture.read(4) != b"\x89PNG":
                    raise SystemExit(f"{page}, line {line}: {''.join(pair)} is no picture")
            os.remove("".join(pair))
            plots += 1
        print(f"{os.path.basename(page)}, line {line}: {time.perf_counter() - before:.1f} s", file=sys.stderr)
    return plots


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
