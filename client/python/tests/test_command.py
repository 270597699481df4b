"""The command: where it is looked for, and what is said when it is not there."""

import os
import stat
import tempfile
import unittest

from layerdyn import CommandError, MissingProgramError, NotFoundError, SpecError, command

from .support import environment


class FindTests(unittest.TestCase):
    def test_the_variable_comes_before_the_path(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("layerdyn", "other"):
                path = os.path.join(folder, name)
                with open(path, "w", encoding="utf-8") as file:
                    file.write("#!/bin/sh\n")
                os.chmod(path, stat.S_IRWXU)
            with environment(PATH=folder, LAYERDYN=None):
                self.assertEqual([os.path.join(folder, "layerdyn")], command.find())
            with environment(PATH=folder, LAYERDYN=os.path.join(folder, "other")):
                self.assertEqual([os.path.join(folder, "other")], command.find())
            with environment(PATH=folder, LAYERDYN="other --flag"):
                self.assertEqual(["other", "--flag"], command.find())

    def test_a_library_is_run_by_dotnet(self):
        with tempfile.NamedTemporaryFile(suffix=".dll") as file, environment(LAYERDYN=file.name):
            self.assertEqual(["dotnet", file.name], command.find())

    def test_without_it_the_error_says_how_to_install_it(self):
        with environment(PATH="/nowhere", LAYERDYN=None):
            with self.assertRaisesRegex(MissingProgramError, "dotnet tool install --global LayerDyn"):
                command.find()
        with environment(LAYERDYN="/nowhere/layerdyn"):
            with self.assertRaisesRegex(MissingProgramError, "'/nowhere/layerdyn', which is no program"):
                command.find()


class FailureTests(unittest.TestCase):
    def test_each_failure_has_its_class(self):
        spec = command.failure("run", 2, "error: the spec has 2 problems:\n  line 1: a\n  line 2: b\n")
        self.assertIsInstance(spec, SpecError)
        self.assertEqual(["line 1: a", "line 2: b"], spec.problems)
        self.assertIsInstance(
            command.failure("run", 2, "error: 'x' is neither a file nor a recipe\n  did you mean 'y'?\n"), NotFoundError
        )
        other = command.failure("export", 1, "warning: w\nerror: no\n  do this\n")
        self.assertIsInstance(other, CommandError)
        self.assertEqual(("no", "do this", 1), (other.message, other.remedy, other.exit_code))
        self.assertIn("it said nothing", str(command.failure("run", 134, "")))
