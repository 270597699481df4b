"""The HTTP API: a real silo where LAYERDYN_TEST_CLUSTER names one, and a server of our own for the rest."""

import http.server
import json
import os
import threading
import types
import unittest
import urllib.parse
from contextlib import contextmanager
from unittest import mock

import pandas

import layerdyn
from layerdyn.cluster import Cluster, ClusterSource

from . import support

URL = os.environ.get("LAYERDYN_TEST_CLUSTER")


@unittest.skipUnless(URL, "LAYERDYN_TEST_CLUSTER is not set: infra/check-python.sh starts a silo")
class SiloTests(unittest.TestCase):
    """The silo has the store of the tests: a sweep is the same from the folder and from the cluster."""

    def test_tables_are_those_of_the_folder(self):
        for sweep in (support.small(), support.heat_map()):
            remote = layerdyn.Sweep(URL, sweep.id)
            pandas.testing.assert_frame_equal(sweep.results(), remote.results())
            pandas.testing.assert_frame_equal(sweep.records(), remote.records())
            self.assertEqual(
                (sweep.ledger, sweep.spec, sweep.spec_text), (remote.ledger, remote.spec, remote.spec_text)
            )
            self.assertEqual(sweep.axes, remote.axes)
            none = {"status": "failed", "seed": 0}
            pandas.testing.assert_frame_equal(sweep.records(none), remote.records(none))

    def test_records_of_some_points_are_those_of_the_folder(self):
        sweep, remote = support.heat_map(), layerdyn.Sweep(URL, support.heat_map().id)
        for points in ([], [3], list(range(0, len(sweep.results()), 2))):
            where = {"point": points}
            pandas.testing.assert_frame_equal(sweep.records(where), remote.records(where))

    def test_curves_are_those_of_the_folder(self):
        for sweep in (support.small(), support.heat_map()):
            for name in sweep.curves:
                ours, theirs = sweep.curve(name), layerdyn.Sweep(URL, sweep.id).curve(name)
                pandas.testing.assert_frame_equal(ours.table, theirs.table)
                self.assertEqual(ours.chart, theirs.chart)
                self.assertEqual(ours.findings, theirs.findings)
        self.assertEqual(
            [curve["name"] for curve in support.small().summary["curves"]],
            [curve["name"] for curve in layerdyn.Sweep(URL, support.small().id).summary["curves"]],
        )

    def test_figures_and_the_best_are_those_of_the_folder(self):
        near, far = support.small(), layerdyn.Sweep(URL, support.small().id)
        pandas.testing.assert_frame_equal(near.best("loss", by="rate"), far.best("loss", by="rate"))
        self.assertEqual(
            list(near.learning_curves("loss", points=[3]).axes[0].lines[0].get_ydata()),
            list(far.learning_curves("loss", points=[3]).axes[0].lines[0].get_ydata()),
        )

    def test_submit_runs_a_recipe_and_a_dict(self):
        changes = {"steps": 70, "name": "far-stages"}
        sweep = layerdyn.submit("stages", URL, overrides=changes, quick=True, progress=False)
        self.assertEqual((1, 70), (len(sweep.results()), sweep.spec["steps"]))
        mine = layerdyn.submit({**support.SMALL, "name": "far"}, URL, progress=False)
        self.assertEqual({"expected": 36, "finished": 24, "diverged": 12, "failed": 0, "remaining": 0}, mine.ledger)
        self.assertIn(mine.id, set(layerdyn.sweeps(URL)["id"]))

    def test_a_notebook_sees_a_curve_while_it_grows(self):
        shown, updated = [], []
        handle = types.SimpleNamespace(update=updated.append)
        with mock.patch("IPython.display.display", lambda value, display_id: shown.append(value) or handle), mock.patch(
            "layerdyn.live.in_notebook", lambda: True
        ):
            mine = {**support.SMALL, "name": "growing"}
            layerdyn.submit(mine, URL, live="fall", progress=False)
            with self.assertRaisesRegex(layerdyn.NotFoundError, "did you mean 'fall'"):
                layerdyn.submit(mine, URL, live="fal", progress=False)
        self.assertEqual(1, len(shown))
        self.assertGreaterEqual(len(updated), 1)
        self.assertEqual({b"\x89PNG"}, {picture.data[:4] for picture in shown + updated})

    def test_refusals_are_errors_of_ours(self):
        with self.assertRaises(layerdyn.SpecError) as told:
            layerdyn.submit({**support.SMALL, "stepz": 3}, URL, progress=False)
        self.assertIn("stepz", str(told.exception))
        with self.assertRaisesRegex(layerdyn.NotFoundError, "did you mean 'stages'"):
            layerdyn.submit("stagez", URL, progress=False)
        support.small()
        with self.assertRaisesRegex(layerdyn.NotFoundError, "no sweep 'smal'"):
            layerdyn.Sweep(URL, "smal")
        with self.assertRaisesRegex(layerdyn.NotFoundError, "no curve 'x'"):
            layerdyn.Sweep(URL, support.small().id).plot("x")


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers by a function of the server, and keeps what was asked."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        status, headers, body = self.server.answer(self.path)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def server(answer):
    """A server on loopback that answers by a function of the path."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as made:
        made.answer, made.asked = answer, []
        threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield made, f"http://127.0.0.1:{made.server_address[1]}"
        finally:
            made.shutdown()


class ProtocolTests(unittest.TestCase):
    def test_of_several_silos_the_one_that_answers_is_asked_from_then_on(self):
        with server(lambda path: (200, {}, b'{"items": [], "next": null}')) as (gone, dead):
            pass
        with server(lambda path: (200, {}, b'{"items": [], "next": null}')) as (made, url):
            cluster = Cluster(f"{dead}, {url}")
            self.assertEqual(([], []), (cluster.sweeps(), cluster.sweeps()))
            self.assertEqual((0, 2), (len(gone.asked), len(made.asked)))
        with self.assertRaises(layerdyn.ClusterError) as raised:
            cluster.sweeps()
        self.assertIn(f"{dead},{url} does not answer", str(raised.exception))

    def test_an_answer_that_breaks_off_is_asked_of_the_next_silo(self):
        whole = (200, {}, b'{"items": [], "next": null}')
        with server(lambda path: (200, {"Content-Length": "999"}, b'{"items": [')) as (_, broken):
            with server(lambda path: whole) as (made, url):
                self.assertEqual([], Cluster(f"{broken},{url}").sweeps())
                self.assertEqual(1, len(made.asked))

    def test_a_table_is_one_request_whatever_points_are_asked_for(self):
        columns = [{"name": name, "type": "integer"} for name in ("point", "rows")]

        def answer(path):
            body = json.dumps({"columns": columns}) if "/points?" in path else "point,step\n" + "".join(
                f"{point},0\n" for point in range(9000)
            )
            return 200, {}, body.encode()

        with server(answer) as (made, url):
            source = ClusterSource(Cluster(url), {"id": "x-00000000"})
            for points, index in ((None, None), ([4, 2, 3, 9], "2-4,9"), (list(range(0, 9000, 2)), None)):
                made.asked.clear()
                table = source.table("records", points)
                self.assertEqual(list(range(9000)) if points is None else sorted(points), list(table["point"]))
                (path,) = [path for path, _ in made.asked if "/table?" in path]
                query = urllib.parse.parse_qs(urllib.parse.urlsplit(path).query)
                self.assertEqual((["records"], index and [index]), (query["what"], query.get("index")))
                self.assertEqual(2, len(made.asked))

    def test_a_table_that_breaks_off_is_none(self):
        with server(lambda path: (200, {"Content-Length": "999"}, b"point,step\n1,")) as (_, url):
            with self.assertRaisesRegex(layerdyn.ClusterError, "broke off.*verify"):
                Cluster(url).get("sweeps/x-00000000/table")

    def test_the_key_is_sent_and_comes_from_the_environment(self):
        with server(lambda path: (200, {}, b'{"items": [], "next": null}')) as (made, url):
            with support.environment(LAYERDYN_API_KEY="secret"):
                Cluster(url).sweeps()
                Cluster(url, key="mine").sweeps()
            with support.environment(LAYERDYN_API_KEY=None):
                Cluster(url).sweeps()
        self.assertEqual(
            ["Bearer secret", "Bearer mine", None], [headers.get("Authorization") for _, headers in made.asked]
        )

    def test_a_key_goes_to_no_other_address(self):
        with server(lambda path: (200, {}, b"{}")) as (other, elsewhere):
            with server(lambda path: (302, {"Location": elsewhere}, b"")) as (_, url):
                with self.assertRaisesRegex(layerdyn.ClusterError, "302"):
                    Cluster(url, key="secret").sweeps()
        self.assertEqual([], other.asked)

    def test_a_refusal_says_what_to_do(self):
        with server(lambda path: (401, {}, json.dumps({"title": "Unauthorized", "detail": "no key"}).encode())) as (
            _,
            url,
        ):
            with self.assertRaisesRegex(layerdyn.ClusterError, "401: no key; give an API key.*LAYERDYN_API_KEY"):
                layerdyn.Sweep(url, "x")
        with self.assertRaisesRegex(layerdyn.ClusterError, "does not answer.*check the address"):
            layerdyn.Sweep(url, "x")
        for wrong in ("ftp://x", "http://"):
            with self.assertRaisesRegex(layerdyn.ArgumentError, "no http or https address"):
                Cluster(wrong)
        with support.environment(LAYERDYN_CLUSTER=None), self.assertRaisesRegex(
            layerdyn.ArgumentError, "LAYERDYN_CLUSTER"
        ):
            layerdyn.submit("stages")

    def test_a_stream_that_breaks_is_made_again(self):
        parts = [
            b'event: status\ndata: {"state": "running"}\n\n',
            b'event: status\ndata: {"state": "completed"}\n\nevent: end\ndata: {}\n\n',
        ]
        with server(lambda path: (200, {"Content-Type": "text/event-stream"}, parts.pop(0))) as (made, url):
            events = list(Cluster(url).watch("x-0badcafe"))
        self.assertEqual(["status", "status", "end"], [event for event, _ in events])
        self.assertEqual(2, len(made.asked))

    def test_pages_are_put_together(self):
        pages = {None: (["a-00000000"], "x y"), "x y": (["b-00000000"], None)}

        def answer(path):
            after = "x y" if "after=x+y" in path else None
            ids, following = pages[after]
            return (
                200,
                {},
                json.dumps({"items": [{"id": each, "name": each[0]} for each in ids], "next": following}).encode(),
            )

        with server(answer) as (_, url):
            self.assertEqual(["a", "b"], list(layerdyn.sweeps(url)["name"]))
