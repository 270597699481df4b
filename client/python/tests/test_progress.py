"""The progress bar, on a terminal, in a file and in a notebook."""

import io
import sys
import types
import unittest
from unittest import mock

from layerdyn.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


class ProgressTests(unittest.TestCase):
    def test_a_terminal_is_redrawn_in_place(self):
        terminal = Terminal()
        bar = Progress("x", stream=terminal)
        bar.update(10, 0, 0, 0)
        bar.update(10, 8, 1, 1, last=True)
        bar.close()
        frames = terminal.getvalue().split("\r\x1b[2K")
        self.assertEqual("x [........................] 0%, 0/10 points", frames[1])
        self.assertEqual("x [########################] 100%, 10/10 points, 1 diverged, 1 failed\n", frames[2])

    def test_a_file_gets_lines_without_control_characters(self):
        file = io.StringIO()
        bar = Progress("x", stream=file)
        for done in range(101):
            bar.update(100, done, 0, 0)
        lines = file.getvalue().splitlines()
        self.assertEqual(11, len(lines))
        self.assertNotIn("\r", file.getvalue())

    def test_a_notebook_has_one_output_that_is_updated(self):
        shown, updated = [], []

        class Handle:
            def update(self, value):
                updated.append(value)

        def display(value, display_id):
            shown.append(value)
            return Handle()

        notebook, parts = types.ModuleType("IPython"), types.ModuleType("IPython.display")
        notebook.get_ipython = lambda: types.SimpleNamespace(kernel=object())
        parts.HTML, parts.display = str, display
        with mock.patch.dict(sys.modules, {"IPython": notebook, "IPython.display": parts}):
            bar = Progress("<x>")
            bar.update(10, 0, 0, 0)
            bar.update(10, 10, 0, 0, last=True)
        self.assertEqual((1, 1), (len(shown), len(updated)))
        self.assertIn('value="1.0000"', updated[0])
        self.assertIn("&lt;x&gt;", updated[0])

    def test_a_notebook_that_cannot_show_it_stops_nothing(self):
        notebook, parts = types.ModuleType("IPython"), types.ModuleType("IPython.display")
        notebook.get_ipython = lambda: types.SimpleNamespace(kernel=object())
        with mock.patch.dict(sys.modules, {"IPython": notebook, "IPython.display": parts}):
            bar = Progress("x")
            self.assertEqual("notebook", bar._kind)
            bar.update(10, 1, 0, 0)
            self.assertEqual("none", bar._kind)

    def test_a_terminal_that_is_gone_stops_nothing(self):
        terminal = Terminal()
        bar = Progress("x", stream=terminal)
        terminal.close()
        with self.assertRaises(ValueError):
            terminal.write("it is closed")
        bar._kind = "terminal"
        bar.update(10, 1, 0, 0)
        bar.close()
