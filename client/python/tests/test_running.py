"""Runs by the real command: results, refusals, interrupts."""

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
        slow = {**support.SMALL, "name": "slow", "steps": 30000, "seeds": 6}
        slow["axes"] = {"rate": {"values": [0.001, 0.002, 0.003, 0.004], "sets": ["optimizer.learningRate"]}}
        slow["curves"] = []
        with tempfile.TemporaryDirectory() as out:

            def interrupt():
                while not any(
                    name.startswith("slow-") and os.listdir(os.path.join(out, name, "shards"))
                    for name in os.listdir(out)
                    if os.path.isdir(os.path.join(out, name, "shards"))
                ):
                    time.sleep(0.05)
                os.kill(os.getpid(), signal.SIGINT)

            threading.Thread(target=interrupt, daemon=True).start()
            with self.assertRaises(KeyboardInterrupt):
                layerdyn.run(slow, out=out, lanes=1, progress=False)
            ledger = layerdyn.Sweep(out, "slow").ledger
            self.assertEqual(24, ledger["expected"])
            self.assertGreater(ledger["remaining"], 0)
            kept = set(layerdyn.Sweep(out, "slow").results()["point"])
            self.assertEqual(ledger["finished"], len(kept))
            sweep = layerdyn.run(slow, out=out, progress=False)
            self.assertEqual(24, len(sweep.results()))
