"""A sweep of a folder, against what the command exports."""

import csv
import io
import json
import os
import shutil
import sys
import tempfile
import types
import unittest
import warnings
from unittest import mock

import numpy
import pandas

import layerdyn
from layerdyn import command, parquet

from . import support


def exported(sweep, what):
    """The command's CSV, read by the standard library alone."""
    text = command.call(["export", sweep.id, "--what", what, "--to", "-", "--out", support.store()]).stdout
    return list(csv.DictReader(io.StringIO(text)))


class OpenTests(unittest.TestCase):
    def test_a_folder_a_store_and_a_name_lead_to_the_same_sweep(self):
        sweep = support.small()
        support.heat_map()
        store = support.store()
        for opened in (
            layerdyn.Sweep(os.path.join(store, sweep.id)),
            layerdyn.Sweep(store, "small"),
            layerdyn.Sweep(store, sweep.id),
            layerdyn.Sweep(os.path.join(store, sweep.id) + os.sep),
        ):
            self.assertEqual((sweep.id, "small"), (opened.id, opened.name))
        listed = layerdyn.sweeps(store)
        self.assertIn((sweep.id, "small"), list(listed.itertuples(index=False, name=None)))

    def test_a_name_alone_is_looked_for_in_the_usual_folder(self):
        here = os.getcwd()
        with tempfile.TemporaryDirectory() as place, support.environment(LAYERDYN_CLUSTER=None):
            os.symlink(support.store(), os.path.join(place, "layerdyn-results"))
            os.chdir(place)
            try:
                self.assertEqual(support.small().id, layerdyn.Sweep("small").id)
            finally:
                os.chdir(here)

    def test_what_is_not_there_is_said(self):
        support.small()
        support.heat_map()
        for arguments, message in (
            (("/nowhere/x",), "no folder '/nowhere/x'"),
            ((support.store(), "smal"), "no sweep 'smal'.*did you mean 'small'"),
            ((support.store(),), r"holds \d+ sweeps; name one of: .*small-"),
        ):
            with self.assertRaisesRegex(layerdyn.LayerdynError, message):
                layerdyn.Sweep(*arguments)


class TableTests(unittest.TestCase):
    def test_results_are_what_the_command_exports(self):
        table, rows = support.small().results(), exported(support.small(), "results")
        self.assertEqual(list(rows[0]), list(table.columns))
        self.assertEqual(36, len(table))
        for row, (_, ours) in zip(rows, table.iterrows()):
            self.assertEqual(
                (row["id"], row["status"], row["axis.loss"]), (ours["id"], ours["status"], ours["axis.loss"])
            )
            self.assertEqual(row["whiten"] == "true", ours["whiten"])
            self.assertEqual(
                float(row["loss"] or "nan"), ours["loss"] if row["loss"] else float(row["loss"] or "nan")
            ) if row["loss"] else self.assertTrue(pandas.isna(ours["loss"]))

    def test_columns_have_the_documented_types(self):
        kinds = {name: str(kind) for name, kind in support.small().results().dtypes.items()}
        wanted = {
            "point": "int64",
            "id": "object",
            "rate": "float64",
            "axis.loss": "object",
            "whiten": "bool",
            "seed": "int64",
            "status": "object",
            "last_step": "Int64",
            "diverged_at": "Int64",
            "rows": "int64",
            "loss": "float64",
        }
        self.assertEqual(wanted, {name: kinds[name] for name in wanted})
        self.assertEqual(["rate", "axis.loss", "whiten"], support.small().axes)

    def test_records_are_what_the_command_exports(self):
        table, rows = support.small().records({"rate": 0.05}), exported(support.small(), "records")
        rows = [row for row in rows if float(row["rate"]) == 0.05]
        self.assertEqual([float(row["loss"]) for row in rows], list(table["loss"]))
        self.assertEqual([int(row["step"]) for row in rows], list(table["step"]))

    def test_diverged_points_have_no_last_values(self):
        lost = support.small().results({"status": "diverged"})
        self.assertEqual(12, len(lost))
        self.assertTrue(lost["loss"].isna().all() and lost["diverged_at"].notna().all())
        self.assertEqual(
            {"expected": 36, "finished": 24, "diverged": 12, "failed": 0, "remaining": 0}, support.small().ledger
        )

    def test_a_damaged_file_is_never_read_as_a_result(self):
        with support.copied(support.small()) as folder:
            sweep = layerdyn.Sweep(folder)
            sweep.records()["loss"] = 0.0  # the caller's own
            self.assertGreater(sweep.records()["loss"].max(), 0)
            records = os.path.join(folder, "records")
            file = os.path.join(records, os.listdir(records)[0])
            with open(file, "r+b") as content:
                content.seek(100)
                content.write(b"\0\0\0\0")
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")
                self.assertEqual(0, len(sweep.records()))
            self.assertEqual([layerdyn.LayerdynWarning], [each.category for each in told])
            self.assertIn("MISSING", str(told[0].message))

    def test_a_damaged_parquet_file_is_left_to_the_command(self):
        def read(files):
            raise AssertionError(f"{files} was read")

        with support.copied(support.small()) as folder:
            results = os.path.join(folder, "results")
            with open(os.path.join(results, os.listdir(results)[0]), "ab") as content:
                content.write(b"\0")
            with mock.patch.object(parquet, "reader", lambda: "pyarrow"), mock.patch.object(parquet, "read", read):
                with self.assertWarnsRegex(layerdyn.LayerdynWarning, "MISSING"):
                    self.assertEqual(0, len(layerdyn.Sweep(folder).results()))

    def test_without_command_and_parquet_the_error_says_what_to_install(self):
        with support.environment(PATH="/nowhere", LAYERDYN=None), mock.patch.object(parquet, "reader", lambda: None):
            with self.assertRaisesRegex(layerdyn.MissingProgramError, "install pyarrow or duckdb"):
                layerdyn.Sweep(support.store(), "small").results()

    def test_pyarrow_reads_a_completed_sweep_without_the_command(self):
        expected = support.small().results()
        read, sweep = [], layerdyn.Sweep(support.store(), "small")

        class File:  # what the package asks of pyarrow
            def __init__(self, file):
                read.append(file)

            def read(self):
                return self

            def to_pandas(self):
                return expected.astype({"last_step": "float64", "diverged_at": "float64"})

        fakes = {"pyarrow": types.ModuleType("pyarrow"), "pyarrow.parquet": types.ModuleType("pyarrow.parquet")}
        fakes["pyarrow"].parquet = fakes["pyarrow.parquet"]
        fakes["pyarrow.parquet"].ParquetFile = File
        with support.environment(PATH="/nowhere", LAYERDYN=None), mock.patch.dict(
            sys.modules, fakes
        ), mock.patch.object(parquet, "reader", lambda: "pyarrow"):
            pandas.testing.assert_frame_equal(expected, sweep.results())
        self.assertEqual(
            [os.path.join(support.store(), sweep.id, "results")], sorted({os.path.dirname(file) for file in read})
        )
        self.assertEqual(sorted(os.listdir(os.path.dirname(read[0]))), sorted(os.path.basename(file) for file in read))


class CurveTests(unittest.TestCase):
    def test_table_is_the_csv_and_series_are_the_chart(self):
        curve = support.heat_map().curve("kernel-distance")
        with open(
            os.path.join(support.store(), support.heat_map().id, "curves", "kernel-distance.csv"), encoding="utf-8"
        ) as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([float(row["mean"]) for row in rows], list(curve.table["mean"]))
        self.assertEqual(("kernel-distance", "heatmap", 169, 0), (curve.name, curve.kind, curve.points, curve.diverged))
        trained = curve.series[curve.series["panel"] == "trained"].merge(
            curve.table, left_on=["x", "y"], right_on=["ratio", "lambda"]
        )
        self.assertEqual(169, len(trained))
        numpy.testing.assert_array_equal(trained["log10"], trained["value"])
        self.assertEqual(169, curve.residuals.loc["kernel-distance", "count"])
        self.assertLess(curve.residuals.loc["kernel-distance", "max"], 1e-3)
        self.assertIn("deviation from theory", "\n".join(curve.findings))

    def test_parameters_are_those_of_the_fit(self):
        members = {"name": "law", "kind": "joint-fit", "points": 4, "diverged": 0, "findings": [], "residuals": {}}
        fitted = {"group": "", "name": "a", "value": 0.5, "low": None, "high": None, "theory": 0.6}
        curve = layerdyn.Curve({**members, "table": None, "chart": {}, "parameters": [fitted]}, "sweep")
        self.assertEqual(["group", "name", "value", "low", "high", "theory"], list(curve.parameters.columns))
        self.assertEqual((0.5, 0.6), tuple(curve.parameters.loc[0, ["value", "theory"]]))
        self.assertTrue(numpy.isnan(curve.parameters.loc[0, "low"]))
        self.assertEqual(0, len(layerdyn.Curve({**members, "table": None, "chart": {}}, "sweep").parameters))

    def test_a_curve_of_an_older_layerdyn_is_drawn_again(self):
        with support.copied(support.small()) as folder:
            os.remove(os.path.join(folder, "curves", "fall.json"))
            self.assertEqual(support.small().curve("fall").chart, layerdyn.Sweep(folder).curve("fall").chart)

    def test_an_unknown_curve_lists_the_nearest(self):
        with self.assertRaisesRegex(layerdyn.NotFoundError, "no curve 'fal' in small-.*did you mean 'fall'"):
            support.small().curve("fal")

    def test_nothing_that_is_read_changes_the_folder(self):
        with support.copied(support.small()) as folder:
            before = {
                name: os.stat(os.path.join(place, name)).st_mtime_ns
                for place, _, files in os.walk(folder)
                for name in files
            }
            sweep = layerdyn.Sweep(folder)
            sweep.results(), sweep.records(), sweep.ledger, sweep.summary, sweep.spec_text, sweep.curve("map"), repr(
                sweep
            )
            after = {
                name: os.stat(os.path.join(place, name)).st_mtime_ns
                for place, _, files in os.walk(folder)
                for name in files
            }
            self.assertEqual(before, after)


class BestTests(unittest.TestCase):
    def test_the_least_mean_over_seeds_wins_and_divergence_is_left_out(self):
        sweep = support.small()
        best = sweep.best("loss", by="axis.loss")
        self.assertEqual(["axis.loss", "rate", "whiten", "loss", "std", "seeds"], list(best.columns))
        for _, row in best.iterrows():
            table = sweep.results({"axis.loss": row["axis.loss"], "status": "finished"})
            means = table.groupby(["rate", "whiten"])["loss"].mean()
            self.assertEqual(means.idxmin(), (row["rate"], row["whiten"]))
            self.assertAlmostEqual(means.min(), row["loss"], places=14)
            self.assertEqual(3, row["seeds"])
        self.assertEqual(1, len(sweep.best("loss")))
        self.assertGreater(sweep.best("loss", largest=True)["loss"][0], sweep.best("loss")["loss"][0])

    def test_a_setting_of_which_a_seed_diverged_is_left_out(self):
        sweep = layerdyn.Sweep(support.store(), support.small().id)
        table, best = sweep.results(), sweep.best("loss")
        point = sweep.results({name: best[name][0] for name in sweep.axes})["point"][0]
        table.loc[table["point"] == point, ["status", "loss"]] = ["diverged", float("nan")]
        with mock.patch.object(sweep._source, "table", lambda *_: table):
            second = sweep.best("loss")
        self.assertEqual(3, second["seeds"][0])
        self.assertNotEqual(list(best[sweep.axes].loc[0]), list(second[sweep.axes].loc[0]))

    def test_by_must_be_an_axis(self):
        with self.assertRaisesRegex(layerdyn.NotFoundError, "by names 'rat'.*did you mean 'rate'"):
            support.small().best("loss", by="rat")


class ShownTests(unittest.TestCase):
    def test_html_is_escaped(self):
        shown = support.small()._repr_html_()
        self.assertIn("a &lt;small&gt; grid", shown)
        self.assertNotIn("<small>", shown)

    def test_summary_is_the_file(self):
        with open(os.path.join(support.store(), support.small().id, "summary.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file), support.small().summary)

    def test_an_unfinished_sweep_has_no_summary_yet(self):
        with support.copied(support.small()) as folder:
            os.remove(os.path.join(folder, "summary.json"))
            with self.assertRaisesRegex(layerdyn.LayerdynError, "no summary yet"):
                layerdyn.Sweep(folder).summary
            self.assertEqual(36, layerdyn.Sweep(folder).ledger["expected"])
            shutil.rmtree(folder)
            with self.assertRaisesRegex(layerdyn.LayerdynError, "no folder"):
                layerdyn.Sweep(folder)
