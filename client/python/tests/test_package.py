"""The package as a whole: its version, its lines, its documented members."""

import inspect
import os
import re
import unittest

import layerdyn

from . import support

PACKAGE = os.path.join(support.ROOT, "client", "python")


class PackageTests(unittest.TestCase):
    def test_version_is_that_of_the_product(self):
        with open(os.path.join(support.ROOT, "Directory.Build.props"), encoding="utf-8") as file:
            product = re.search(r"<VersionPrefix>(.*)</VersionPrefix>", file.read()).group(1)
        self.assertEqual(product, layerdyn.__version__)

    def test_lines_are_short_and_end_cleanly(self):
        for folder, _, files in os.walk(PACKAGE):
            for name in files:
                if not name.endswith(".py"):
                    continue
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    text = file.read()
                self.assertTrue(
                    text.endswith("\n") and not text.endswith("\n\n"), f"{name} must end with one line feed"
                )
                for number, line in enumerate(text.split("\n"), 1):
                    self.assertLessEqual(len(line), 120, f"{name}, line {number}")
                    self.assertEqual(line.rstrip(), line, f"{name}, line {number}: spaces at the end")

    def test_public_members_are_documented_and_typed(self):
        for name in layerdyn.__all__:
            member = getattr(layerdyn, name)
            if not callable(member):
                continue
            self.assertTrue(inspect.getdoc(member), name)
            methods = inspect.getmembers(member, inspect.isfunction) if inspect.isclass(member) else [(name, member)]
            for method, function in methods:
                if method.startswith("_"):
                    continue
                self.assertTrue(inspect.getdoc(function), f"{name}.{method}")
                signature = inspect.signature(function)
                self.assertIsNot(inspect.Signature.empty, signature.return_annotation, f"{name}.{method}")
                for parameter in list(signature.parameters.values())[0 if method == name else 1 :]:
                    self.assertIsNot(
                        inspect.Parameter.empty, parameter.annotation, f"{name}.{method}: {parameter.name}"
                    )
