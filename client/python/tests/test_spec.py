"""Specs as Python values and as text."""

import unittest

import numpy

from layerdyn import ArgumentError, LayerdynError, spec

from . import support

RESOLVED = """name: x
description: "a: \\"quoted\\" text, with [brackets]"
model: { kind: mlp, widths: [4, 8, 1], biases: true }
steps: 4000
axes:
  a: { linspace: [-9, 1e-3, 13], sets: ["model.widths[1]"] }
  "no": { cases: {} }
curves:
  - { kind: heatmap, name: map, step: null, x: a }
  - { kind: trajectory, name: line }
"""


class ParseTests(unittest.TestCase):
    def test_reads_what_layerdyn_writes(self):
        read = spec.parse(RESOLVED)
        self.assertEqual('a: "quoted" text, with [brackets]', read["description"])
        self.assertEqual({"kind": "mlp", "widths": [4, 8, 1], "biases": True}, read["model"])
        self.assertEqual([-9, 0.001, 13], read["axes"]["a"]["linspace"])
        self.assertEqual({"cases": {}}, read["axes"]["no"])
        self.assertEqual(["map", "line"], [curve["name"] for curve in read["curves"]])
        self.assertIsNone(read["curves"][0]["step"])
        self.assertIsInstance(read["steps"], int)

    def test_damage_names_the_line(self):
        for text, line in (("a: 1\nb: { c: 1", 2), ("a: [1, 2] 3\n", 1), ("  - { x: 1 }\n", 1), ('a: "open\n', 1)):
            with self.assertRaisesRegex(LayerdynError, f"line {line} of resolved.yaml"):
                spec.parse(text)

    def test_real_spec_has_the_values_that_were_given(self):
        read = support.small().spec
        self.assertEqual(support.SMALL["axes"]["rate"]["values"], read["axes"]["rate"]["values"])
        self.assertEqual(support.SMALL["description"], read["description"])
        self.assertEqual(40, read["steps"])
        self.assertEqual("heatmap", read["curves"][1]["kind"])


class WriteTests(unittest.TestCase):
    def test_settings_are_yaml(self):
        given = {"steps": numpy.int64(3), "loss": "mse", "model.widths": numpy.array([1, 2]), "task.whiten": True}
        self.assertEqual(["steps=3", 'loss="mse"', "model.widths=[1, 2]", "task.whiten=true"], spec.settings(given))

    def test_values_that_no_spec_has_are_refused(self):
        for value in (float("nan"), {1, 2}, object()):
            with self.assertRaisesRegex(ArgumentError, "task.x"):
                spec.settings({"task.x": value})

    def test_a_dict_needs_a_name(self):
        with self.assertRaisesRegex(ArgumentError, "no name"):
            spec.to_text({"model": {}})

    def test_a_missing_file_is_not_taken_for_a_recipe(self):
        for path in ("nowhere/x.yaml", "x.yaml"):
            with self.assertRaisesRegex(ArgumentError, "no file"):
                spec.read(path)
        self.assertEqual((None, "stages"), spec.read("stages"))
        with self.assertRaisesRegex(ArgumentError, "int"):
            spec.read(3)
