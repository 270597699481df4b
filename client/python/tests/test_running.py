"""Runs by the real command: results, refusals, interrupts."""

import glob
import json
import os
import signal
import tempfile
import threading
import time
import unittest

import layerdyn

from . import support


class RunTests(unittest.TestCase):
    def test_overrides_and_variants_change_the_spec(self):
        with tempfile.TemporaryDirectory() as out:
            sweep = layerdyn.run("stages", overrides={"steps": 50, "seeds": 2}, quick=True, out=out, progress=False)
            self.assertEqual((50, 2), (sweep.spec["steps"], sweep.spec["seeds"]["count"]))
            self.assertEqual(2, len(sweep.results()))
            self.assertTrue(os.path.samefile(out, os.path.dirname(sweep._source.path)))

    def test_a_file_is_run_as_it_is(self):
        with tempfile.TemporaryDirectory() as out:
            file = os.path.join(out, "mine.yaml")
            with open(file, "w", encoding="utf-8") as text:
                text.write(layerdyn.spec.to_text({**support.SMALL, "name": "mine", "seeds": 1}))
            self.assertEqual(12, len(layerdyn.run(file, out=out, progress=False).results()))

    def test_a_wrong_spec_has_a_line_for_each_mistake(self):
        with tempfile.TemporaryDirectory() as out:
            with self.assertRaises(layerdyn.SpecError) as told:
                layerdyn.run({**support.SMALL, "stepz": 3, "loss": "mze"}, out=out, progress=False)
            self.assertEqual(2, len(told.exception.problems), told.exception.problems)
            self.assertIn("mse", str(told.exception))
            self.assertEqual([], os.listdir(out))
        with self.assertRaisesRegex(layerdyn.NotFoundError, "did you mean 'stages'"):
            layerdyn.run("stagez", progress=False)
        with self.assertRaisesRegex(layerdyn.ArgumentError, "both given"):
            layerdyn.run("stages", quick=True, variant="other")

    def test_an_interrupt_keeps_what_had_finished(self):
        endless = {**support.SMALL, "name": "endless", "seeds": 2, "curves": []}
        endless["measure"] = {"at": {"logPerDecade": 1}, "observables": ["loss"]}
        endless["axes"] = {"length": {"values": [10, 1_000_000_000], "sets": ["steps"]}}
        with tempfile.TemporaryDirectory() as out:
            threading.Thread(target=_interrupt_when_committed, args=(out,), daemon=True).start()
            with self.assertRaises(KeyboardInterrupt):
                layerdyn.run(endless, out=out, lanes=2, progress=False)
            sweep = layerdyn.Sweep(out, "endless")
            self.assertEqual({"expected": 4, "finished": 2, "diverged": 0, "failed": 0, "remaining": 2}, sweep.ledger)
            self.assertEqual([10, 10], list(sweep.results()["length"]))


def _interrupt_when_committed(store: str) -> None:
    """Sends this process what Ctrl-C does when a point of the store is committed, or after two minutes."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if any(map(_has_points, glob.glob(os.path.join(store, "endless-*", "shards", "*.json")))):
            break
        time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGINT)


def _has_points(shard: str) -> bool:
    with open(shard, encoding="utf-8") as file:
        return bool(json.load(file)["segments"])
