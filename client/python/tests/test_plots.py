"""Figures, by what they hold: values, scales, labels, bands, theory and crosses."""

import os
import tempfile
import unittest

import numpy

import layerdyn
from layerdyn import charts, figures

from . import support


def line_chart(**members):
    """A chart of one panel with one series; members of the series are given."""
    axis = {"label": "loss", "name": "loss", "symbol": None, "scale": "log", "log": True, "min": None, "max": None}
    series = {
        "label": "mean",
        "name": "mean",
        "role": "measured",
        "color": 0,
        "stroke": "solid",
        "x": [1, 10, 100],
        "y": [1, None, 0.01],
        "low": None,
        "high": None,
        "behind": "",
    }
    series.update(members)
    panel = {
        "title": "a",
        "series": [series],
        "levels": [0.5],
        "diverged": [{"x": 10, "count": 2, "color": 0, "behind": "0-1"}],
        "censored": [{"x": 100, "y": 1, "count": 1, "of": 3, "color": 0, "behind": "2"}],
        "y": None,
    }
    return {
        "$type": "lines",
        "title": "t",
        "note": "over 3 seeds; one more",
        "x": {**axis, "label": "steps"},
        "y": axis,
        "panels": [panel],
    }


class ChartTests(unittest.TestCase):
    def test_lines_have_the_charts_values_scales_and_labels(self):
        figure = charts.draw(line_chart(low=[0.5, None, -1], high=[2, None, 0.1]))
        (axes,) = figure.axes
        numpy.testing.assert_array_equal([1, numpy.nan, 0.01], axes.lines[1].get_ydata())
        self.assertEqual(
            ("log", "log", "steps", "loss"),
            (axes.get_xscale(), axes.get_yscale(), axes.get_xlabel(), axes.get_ylabel()),
        )
        self.assertEqual(1, len(axes.collections), "a band")
        self.assertTrue(
            (axes.collections[0].get_paths()[0].vertices[:, 1] > 0).all(), "an edge below zero stays in the panel"
        )
        self.assertEqual(["1/3"], [text.get_text() for text in axes.texts])
        self.assertIn("x", [line.get_marker() for line in axes.lines], "a cross where trainings diverged")
        self.assertIn("over 3 seeds", figure._suptitle.get_text())

    def test_arrows_at_one_place_are_apart_and_within_the_panel(self):
        chart = line_chart(y=[1, 2, 3])
        panel = chart["panels"][0]
        panel["censored"] = [dict(panel["censored"][0], y=500, color=color) for color in range(3)]
        axes = charts.draw(chart).axes[0]
        marks = [line for line in axes.lines if line.get_marker() == "^"]
        heights = {line.get_transform().transform((100, 500))[1] for line in marks}
        self.assertEqual((3, 3), (len(marks), len(heights)))
        self.assertGreater(axes.get_ylim()[1], 500)

    def test_a_narrow_logarithmic_axis_has_plain_numbers(self):
        axes = charts.draw(line_chart(x=[2, 10, 40], y=[1, 2, 8])).axes[0]
        axes.figure.canvas.draw()
        self.assertIn("5", [label.get_text() for label in axes.get_yticklabels()])
        wide = charts.draw(line_chart(x=[1, 10, 1e6])).axes[0]
        wide.figure.canvas.draw()
        self.assertTrue(all("10^" in label.get_text() for label in wide.get_xticklabels()))

    def test_theory_is_dashed_and_darker_than_its_line(self):
        theory = charts.draw(line_chart(role="theory", stroke="dashed")).axes[0].lines[1]
        measured = charts.draw(line_chart()).axes[0].lines[1]
        self.assertEqual("--", theory.get_linestyle())
        self.assertEqual("-", measured.get_linestyle())
        self.assertLess(sum(figures.dark(measured.get_color())), sum(figures.dark("white")))
        self.assertEqual(figures.dark(measured.get_color()), tuple(theory.get_color()))

    def test_panels_share_one_legend_and_have_their_own_titles(self):
        chart = line_chart()
        chart["panels"] = [dict(chart["panels"][0], title=title) for title in ("a", "b", "c", "d", "e")]
        figure = charts.draw(chart)
        self.assertEqual(["a", "b", "c", "d", "e"], [axes.get_title() for axes in figure.axes])
        self.assertEqual(1, sum(axes.get_legend() is not None for axes in figure.axes))

    def test_levels_are_named_where_the_chart_says_what_they_are(self):
        chart = line_chart()
        chart["panels"][0]["levelsName"] = "threshold 0.5"
        names = [text.get_text() for text in charts.draw(chart).axes[0].get_legend().get_texts()]
        self.assertEqual(["mean", "threshold 0.5"], names)

    def test_many_lines_are_named_in_part(self):
        chart = line_chart()
        series = chart["panels"][0]["series"][0]
        chart["panels"][0]["series"] = [dict(series, label=f"n = {i}", color=i) for i in range(60)]
        names = [text.get_text() for text in charts.draw(chart).axes[0].get_legend().get_texts()]
        self.assertEqual(("n = 0", "n = 59"), (names[0], names[-1]))
        self.assertLess(len(names), 20)

    def test_maps_have_the_curves_cells(self):
        curve = support.heat_map().curve("kernel-distance")
        figure = curve.plot()
        images = [axes.images[0].get_array() for axes in figure.axes if axes.images]
        self.assertEqual(2, len(images))
        for panel, image in zip(("trained", "theory"), images):
            wanted = curve.series[curve.series["panel"] == panel].pivot(index="y", columns="x", values="value")
            numpy.testing.assert_array_equal(wanted.to_numpy(), image)
        ticks = dict(zip(figure.axes[0].get_yticks(), [text.get_text() for text in figure.axes[0].get_yticklabels()]))
        self.assertEqual("0", ticks[6.0])  # lambda is from -9 to 9 in 13 rows

    def test_cells_that_diverged_are_crossed(self):
        axes = support.small().plot("map").axes[0]
        self.assertEqual(2, len(axes.patches), "grey where every point of a cell diverged")

    def test_classes_have_names(self):
        curve = dict(support.heat_map().curve("kernel-distance").chart)
        curve.update(classes=["grokking", "confusion"], panels=[dict(curve["panels"][0], values=[0, 1] * 84 + [1])])
        legend = charts.draw(curve).axes[0].get_legend()
        self.assertEqual(["grokking", "confusion"], [text.get_text() for text in legend.get_texts()])


class TablePlotTests(unittest.TestCase):
    def test_bands_are_mean_and_spread_over_seeds(self):
        sweep, where = support.small(), {"rate": [0.01, 0.05], "axis.loss": "mse", "whiten": True}
        axes = sweep.bands("loss", by="rate", where=where, log_y=True).axes[0]
        table = sweep.records(where)
        for line, (_, rows) in zip(axes.lines, table.groupby("rate")):
            numpy.testing.assert_allclose(rows.groupby("step")["loss"].mean(), line.get_ydata(), rtol=1e-14)
        spread = table[table["rate"] == 0.01].groupby("step")["loss"].agg(["mean", "std"])
        edges = axes.collections[0].get_paths()[0].vertices[:, 1]
        self.assertAlmostEqual((spread["mean"] + spread["std"]).max(), edges.max(), places=12)
        self.assertIn("3 seeds", axes.get_title())

    def test_a_mean_over_other_axes_is_said_and_has_no_band(self):
        axes = support.small().bands("loss", by="rate", where={"rate": 0.01}).axes[0]
        self.assertEqual(0, len(axes.collections))
        self.assertIn("mean over axis.loss, whiten, 3 seeds", axes.get_title())

    def test_bands_draw_theory(self):
        axes = support.heat_map().bands("loss", by="lambda", where={"lambda": [-9, 0], "ratio": 1}).axes[0]
        self.assertEqual(["-", "--", "-", "--"], [line.get_linestyle() for line in axes.lines])

    def test_heatmap_has_the_means_and_crosses(self):
        sweep = support.small()
        axes = sweep.heatmap("rate", "axis.loss", "loss", log=True).axes[0]
        wanted = sweep.results({"status": "finished"}).pivot_table(index="axis.loss", columns="rate", values="loss")
        numpy.testing.assert_allclose(wanted.to_numpy(), axes.images[0].get_array()[:, :2], rtol=1e-14)
        self.assertTrue(axes.images[0].get_array().mask[:, 2].all())
        self.assertEqual({"x"}, {line.get_marker() for line in axes.lines})

    def test_learning_curves_are_the_records_of_the_points(self):
        sweep = support.small()
        axes = sweep.learning_curves("loss", points=[0, 7], log_y=True).axes[0]
        for point, line in zip((0, 7), axes.lines):
            self.assertEqual(list(sweep.records({"point": point})["loss"]), list(line.get_ydata()))
        self.assertEqual("log", axes.get_yscale())
        for wrong in ([36], [-1]):
            with self.assertRaisesRegex(layerdyn.NotFoundError, "its points are 0 to 35"):
                sweep.learning_curves("loss", points=wrong)

    def test_parallel_coordinates_have_a_line_for_each_point_that_finished(self):
        axes = support.small().parallel_coordinates("loss", log=True).axes[0]
        self.assertEqual(24, len(axes.collections[0].get_segments()))
        self.assertIn("12 of 36 points diverged", axes.get_title())
        self.assertEqual(["rate", "axis.loss", "whiten", "loss"], [text.get_text() for text in axes.get_xticklabels()])

    def test_best_is_drawn_with_its_spread(self):
        sweep = support.small()
        axes = sweep.plot_best("loss", by="whiten").axes[0]
        numpy.testing.assert_array_equal(sweep.best("loss", by="whiten")["loss"], axes.lines[0].get_ydata())

    def test_unknown_columns_list_the_nearest(self):
        with self.assertRaisesRegex(layerdyn.NotFoundError, "did you mean 'loss'"):
            support.small().heatmap("rate", "whiten", "los")

    def test_a_figure_is_written_where_it_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "a.png")
            support.small().plot("fall", to=file)
            with open(file, "rb") as content:
                self.assertEqual(b"\x89PNG", content.read(4))
            with self.assertRaisesRegex(layerdyn.LayerdynError, "cannot be written"):
                support.small().plot("fall", to=os.path.join(folder, "no", "a.png"))
