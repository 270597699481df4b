"""What a sweep keeps of its points: as NumPy arrays, from a folder and from a cluster."""

import functools
import os
import tempfile
import unittest

import numpy

import layerdyn
from layerdyn import command, safetensors

from . import support

URL = os.environ.get("LAYERDYN_TEST_CLUSTER")

#: 2 standard deviations x 2 seeds, so that there are two sets of data.
KEEPS = {
    "name": "keeps",
    "model": {"kind": "deep-linear", "widths": [4, 8, 2]},
    "init": {"kind": "normal", "std": 0.1},
    "task": {"kind": "gaussian-regression", "samples": 20},
    "optimizer": {"kind": "gd", "learningRate": 0.05},
    "steps": 100,
    "measure": {"at": {"every": 10}, "observables": ["loss"]},
    "keep": {"weights": [0, 10, "last"], "features": 10, "outputs": "last", "kernel": "last", "data": True},
    "axes": {"std": {"values": [0.1, 0.5], "sets": ["init.std"]}},
    "seeds": 2,
}


@functools.lru_cache(maxsize=None)
def keeps() -> layerdyn.Sweep:
    return layerdyn.run(KEEPS, out=support.store(), progress=False)


class KeptTests(unittest.TestCase):
    def test_outputs_and_loss_follow_from_weights_and_data(self):
        for point in range(4):
            weights, data = keeps().weights(point), keeps().data(point)
            outputs = data["inputs.train"] @ weights["W1"].T @ weights["W2"].T
            numpy.testing.assert_allclose(outputs, keeps().outputs(point)["train"], atol=1e-12)
            loss = 0.5 * ((outputs - data["targets.train"]) ** 2).sum(axis=1).mean()
            self.assertAlmostEqual(loss, keeps().results({"point": point})["loss"].iloc[0], places=12)
            features = data["inputs.train"] @ keeps().weights(point, 10)["W1"].T
            numpy.testing.assert_allclose(features, keeps().features(point)["train"], atol=1e-12)
            self.assertEqual((40, 40), keeps().kernel(point).shape)

    def test_steps_are_those_of_the_spec_and_arrays_may_be_changed(self):
        self.assertEqual([0, 10, 100], keeps().kept_steps(3))
        weights = keeps().weights(3, 0)
        self.assertEqual({"W1": (8, 4), "W2": (2, 8)}, {name: each.shape for name, each in weights.items()})
        weights["W1"] += 1

    def test_files_are_those_of_the_export(self):
        with tempfile.TemporaryDirectory() as place:
            command.call(["export", keeps().id, "--what", "weights", "--to", place, "--out", support.store()])
            for point in range(4):
                with open(os.path.join(place, f"{point:08d}-100.safetensors"), "rb") as file:
                    tensors, metadata = safetensors.read(file.read(), "it")
                self.assertEqual("100", metadata["layerdyn.step"])
                for name, each in keeps().weights(point, 100).items():
                    numpy.testing.assert_array_equal(each, tensors[name])

    def test_what_is_not_kept_is_said(self):
        for call, message in (
            (lambda: keeps().weights(0, 50), "at step 50; steps at which something is: 0, 10, 100"),
            (lambda: keeps().kernel(0, 10), "no kernel of point 0"),
            (lambda: keeps().weights(4), "no point 4; its points are 0 to 3"),
            (lambda: support.small().weights(0), r"write keep: \{ weights: \[0, last\] \} in its spec"),
            (lambda: support.small().data(0), r"write keep: \{ data: true \}"),
        ):
            with self.assertRaisesRegex(layerdyn.NotFoundError, message):
                call()

    def test_a_pending_point_has_no_data_of_another(self):
        spec = {**KEEPS, "name": "data-alone", "keep": {"data": True}}
        del spec["axes"]
        with tempfile.TemporaryDirectory() as store:
            sweep = layerdyn.run(spec, out=store, progress=False)
            first, second = (sweep._files(point)[None] for point in (0, 1))
            self.assertNotEqual(first, second)
            os.remove(os.path.join(store, sweep.id, "kept", second))
            command.call(["verify", sweep.id, "--repair", "--out", store], accept=(0, 1))  # its point is pending again
            self.assertGreater(sweep.ledger["remaining"], 0)
            self.assertEqual([first], os.listdir(os.path.join(store, sweep.id, "kept")))
            with self.assertRaisesRegex(layerdyn.NotFoundError, "no data of point 1"):
                sweep.data(1)

    def test_points_of_a_refined_grid_have_its_numbers(self):
        spec = {
            **KEEPS,
            "name": "refined",
            "keep": {"weights": "last"},
            "axes": {
                "std": {"logspace": [0.05, 1, 30], "sets": ["init.std"]},
                "rate": {"logspace": [0.001, 0.1, 30], "sets": ["optimizer.learningRate"]},
            },
            "seeds": 1,
            "refine": {"axes": ["std", "rate"], "of": "loss", "at": 0.3, "until": {"points": 120}, "start": 4},
        }
        sweep = layerdyn.run(spec, out=support.store(), progress=False)
        points = sweep.results()["point"]
        self.assertGreaterEqual(points.max(), sweep.ledger["expected"])
        self.assertEqual({"W1", "W2"}, set(sweep.weights(int(points.max()))))
        left_out = min(set(range(900)) - set(points))
        with self.assertRaisesRegex(layerdyn.NotFoundError, f"no result of point {left_out}; the column point"):
            sweep.weights(left_out)

    def test_a_file_that_is_cut_off_is_damaged(self):
        with support.copied(keeps()) as folder:
            path = os.path.join(folder, "kept", "00000000-0.safetensors")
            with open(path, "rb") as file:
                content = file.read()
            for length in (0, 7, 40, len(content) - 1):
                with open(path, "wb") as file:
                    file.write(content[:length])
                with self.assertRaisesRegex(layerdyn.LayerdynError, "no safetensors file, or damaged"):
                    layerdyn.Sweep(folder).weights(0, 0)

    @unittest.skipUnless(URL, "LAYERDYN_TEST_CLUSTER is not set: infra/check-python.sh starts a silo")
    def test_a_cluster_sends_the_same(self):
        near, far = keeps(), layerdyn.Sweep(URL, keeps().id)
        for point in range(4):
            self.assertEqual(near.kept_steps(point), far.kept_steps(point))
            for one, other in (
                (near.weights(point), far.weights(point)),
                (near.features(point), far.features(point)),
                (near.data(point), far.data(point)),
            ):
                self.assertEqual(list(one), list(other))
                for name, each in one.items():
                    numpy.testing.assert_array_equal(each, other[name])
