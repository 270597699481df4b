"""Runs by the real command: results, refusals, interrupts."""

import contextlib
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


@contextlib.contextmanager
def made_up_command(output: str, exit_code: int, error: str = ""):
    """A command that says something and ends."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "layerdyn")
        with open(path, "w", encoding="utf-8") as script:
            script.write(f"#!/bin/sh\nprintf '%s' '{output}'\nprintf '%s' '{error}' >&2\nexit {exit_code}\n")
        os.chmod(path, 0o700)
        with support.environment(LAYERDYN=path):
            yield


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

    def test_a_run_with_failed_points_has_the_others(self):
        folder = os.path.join(support.store(), support.small().id)
        ledger = "expected 36 = finished 35 + diverged 0 + failed 1 + remaining 0"
        with made_up_command(f"results: {folder}\n{ledger}\n1 point failed, the first with: no memory\n", 1):
            with self.assertRaisesRegex(layerdyn.IncompleteError, "failed 1 .*no memory.*retry_failed=True") as told:
                layerdyn.run("small", progress=False)
        self.assertEqual(36, len(told.exception.sweep.results()))

    def test_a_run_that_names_no_results_or_dies_is_an_error(self):
        with made_up_command("hello\n", 0), self.assertRaisesRegex(layerdyn.CommandError, "did not say where"):
            layerdyn.run("small", progress=False)
        with made_up_command("", 134, "Unhandled exception. Out of memory\n   at x()\n"):
            with self.assertRaisesRegex(layerdyn.CommandError, "134: Unhandled exception. Out of memory"):
                layerdyn.run("small", progress=False)

    def test_an_interrupt_keeps_what_had_finished(self):
        # A shell that runs the tests in the background has it ignored, here and in what is started from here.
        self.addCleanup(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, signal.default_int_handler))
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
