"""A sweep: its results as DataFrames, its curves, and the figures of both."""

from __future__ import annotations

import html
import os
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Sequence, Union

import numpy
import pandas

from . import folder, plots, safetensors, spec, tables
from .cluster import ADDRESS_VARIABLE, Cluster, ClusterSource, is_address
from .curve import Curve
from .errors import ArgumentError, NotFoundError, nearest
from .folder import FolderSource
from .tables import Where

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Place = Union[str, "os.PathLike[str]"]
Names = Union[None, str, Sequence[str]]


class Sweep:
    """One sweep of a folder or a cluster. Nothing that is called here changes its results.

    ``Sweep("layerdyn-results/stages-55279fe2")`` opens a sweep's folder; ``Sweep("layerdyn-results", "stages")`` one of
    a store; ``Sweep("http://127.0.0.1:8080", "stages")`` one of a cluster. ``Sweep("stages")`` looks in the cluster
    that LAYERDYN_CLUSTER names, or in ``layerdyn-results`` where it is not set. A sweep is named by its name or its id;
    the name may be left out when there is only one. ``key`` is an API key of the cluster; default: the environment
    variable LAYERDYN_API_KEY.
    """

    def __init__(self, where: Place, name: Optional[str] = None, *, key: Optional[str] = None) -> None:
        self._source: Union[FolderSource, ClusterSource] = _open(os.fspath(where), name, key)
        self._spec: Optional[Dict[str, Any]] = None
        self._axes: Optional[List[str]] = None

    @property
    def id(self) -> str:
        """Its id, NAME-xxxxxxxx: the hash of its resolved spec."""
        return self._source.id

    @property
    def name(self) -> str:
        """Its name."""
        return folder.name_of(self.id)

    @property
    def spec(self) -> Dict[str, Any]:
        """The spec with every default spelled out (``resolved.yaml``), as a dict."""
        if self._spec is None:
            self._spec = spec.parse(self._source.resolved())
        return self._spec

    @property
    def spec_text(self) -> str:
        """The spec as it was written, in YAML."""
        return self._source.spec_text()

    @property
    def axes(self) -> List[str]:
        """The names of its axes, as the columns of the tables have them (``axis.loss`` for an axis called like a
        measurement).
        """
        if self._axes is None:
            self.results()
        return list(self._axes or [])

    @property
    def curves(self) -> List[str]:
        """The names of its curves, in the spec's order."""
        return [each["name"] for each in self.spec.get("curves") or []]

    @property
    def ledger(self) -> Dict[str, int]:
        """Number of points: ``expected`` = ``finished`` + ``diverged`` + ``failed`` + ``remaining``."""
        return self._source.ledger()

    @property
    def summary(self) -> Dict[str, Any]:
        """``summary.json``: ``sweep``, ``name``, ``description``, ``ledger``, and ``curves`` with ``findings`` and
        ``residuals``.

        A cluster gives it at any time, with its ``state``; a folder when the sweep is completed.
        """
        return self._source.summary()

    def results(self, where: Where = None) -> pandas.DataFrame:
        """One row a point that has a result.

        Columns: ``point`` (int64, its number), ``id`` (text, the hash of its experiment), one for each axis (bool,
        int64, float64 or text), ``seed`` (int64), ``status`` (``finished``, ``stopped`` or ``diverged``), ``last_step``
        and ``diverged_at`` (Int64, steps; missing where there is none), ``rows`` (int64, measured steps), then the last
        measurements (float64, in the units of the observables; ``NAME.theory`` is the exact solution; NaN for points
        that diverged). A time of gradient flow is steps times the learning rate.

        ``where`` keeps rows: a dict such as ``{"width": [32, 64], "seed": 0}``, a pandas query, or a function of the
        table.
        """
        return tables.select(self._read("results"), where, self.id)

    def records(self, where: Where = None) -> pandas.DataFrame:
        """One row a point and measured step.

        Columns: ``point``, ``id``, the axes, ``seed`` and ``status`` as in :meth:`results`, ``step`` (int64), then the
        measurements at that step (float64). Of points that diverged it has what was measured before. ``where`` is as in
        :meth:`results`; from a cluster only the points are sent that a dict of axes, ``seed``, ``status`` or ``point``
        names.
        """
        points = None
        if isinstance(self._source, ClusterSource) and isinstance(where, dict):
            known = {"point", "id", "seed", "status", *self.axes}
            of_points = {name: each for name, each in where.items() if name in known}
            if of_points:
                points = self.results(of_points)["point"].tolist()
        return tables.select(self._read("records", points), where, self.id)

    def kept_steps(self, point: int) -> List[int]:
        """The steps at which something of a point is kept, ascending; see ``keep`` in the spec."""
        return [step for step in self._files(point) if step is not None]

    def weights(self, point: int, step: Optional[int] = None) -> Dict[str, numpy.ndarray]:
        """The parameters of a point at a step at which they are kept, by name; at the last such step by default.

        They have the model's names and shapes (a weight is out x in, as in PyTorch) and its floating-point type. For
        PyTorch: ``{name: torch.from_numpy(each) for name, each in sweep.weights(0).items()}``.
        """
        return self._kept(point, step, "weights")

    def features(self, point: int, step: Optional[int] = None) -> Dict[str, numpy.ndarray]:
        """What the last layer reads, n x d, of ``train`` and, where there is one, ``test``; ``step`` as in
        :meth:`weights`.
        """
        return self._kept(point, step, "features")

    def outputs(self, point: int, step: Optional[int] = None) -> Dict[str, numpy.ndarray]:
        """The outputs, n x out, of ``train`` and, where there is one, ``test``; ``step`` as in :meth:`weights`."""
        return self._kept(point, step, "outputs")

    def kernel(self, point: int, step: Optional[int] = None) -> numpy.ndarray:
        """The tangent kernel of the training inputs, (n out) x (n out), rows sample-major; ``step`` as in
        :meth:`weights`.
        """
        return self._kept(point, step, "kernel")["kernel"]

    def data(self, point: int) -> Dict[str, numpy.ndarray]:
        """The data that a point saw: ``inputs.train`` (n x in), ``targets.train`` (n x out), and where there are such
        ``labels.train``, ``groups.train`` and the same of ``test``.
        """
        file = self._files(point).get(None)
        if file is None:
            raise NotFoundError(
                f"no data of point {point} of {self.id} are kept", "write keep: { data: true } in its spec"
            )
        return safetensors.read(self._source.kept_file(point, file), file)[0]

    def curve(self, name: str) -> Curve:
        """A curve of the spec: its table, what it found, its deviation from theory, and its chart."""
        return Curve(self._source.curve(name, self.curves), self.id)

    def plot(self, name: Optional[str] = None, to: Optional[str] = None) -> "Figure":
        """The figure of a curve of the spec; the name may be left out when there is only one.

        Maps, lines with the band over seeds, and theory are drawn as LayerDyn draws them. ``to`` names a file to write
        as well.
        """
        if name is None:
            if len(self.curves) != 1:
                raise ArgumentError(
                    f"{self.id} has {len(self.curves)} curves", "name one of: " + ", ".join(self.curves)
                )
            name = self.curves[0]
        return self.curve(name).plot(to)

    def best(self, value: str, by: Names = None, largest: bool = False, where: Where = None) -> pandas.DataFrame:
        """The best setting of the grid: the one with the least mean of ``value`` over seeds, for each value of ``by``.

        Columns: ``by``, the other axes at the best setting, ``value`` (mean over seeds, in its unit), ``std`` (over
        seeds, ddof=1; NaN for one seed), ``seeds`` (how many). Settings of which a seed diverged are left out.
        ``largest=True`` takes the largest mean.
        """
        table, keys = self.results(where), self._columns(by, "by")
        value = tables.column(table, value, self.id)
        settings = self.axes
        if not settings:
            table, settings = table.assign(all=0), ["all"]
        sound = table.groupby(settings, sort=False)["status"].transform(lambda status: status.isin(tables.DONE).all())
        means = (
            table[sound.astype(bool)].groupby(settings, sort=False)[value].agg(["mean", "std", "count"]).reset_index()
        )
        means = means[means["mean"].notna()].rename(columns={"mean": value, "count": "seeds"})
        means = means.sort_values(value, ascending=not largest, kind="stable").drop(columns="all", errors="ignore")
        if keys:
            means = means.groupby(keys, sort=False).head(1).sort_values(keys, kind="stable")
        else:
            means = means.head(1)
        rest = [name for name in self.axes if name not in keys]
        return means[[*keys, *rest, value, "std", "seeds"]].reset_index(drop=True)

    def plot_best(
        self,
        value: str,
        by: str,
        largest: bool = False,
        where: Where = None,
        log_x: bool = False,
        log_y: bool = False,
        to: Optional[str] = None,
    ) -> "Figure":
        """:meth:`best` against an axis, with one standard deviation over seeds."""
        from . import figures

        table = self.best(value, by, largest, where)
        figure, (axes,) = figures.new(6, 4)
        figures.scale(axes, log_x, log_y)
        axes.errorbar(
            table[by], table[value], yerr=table["std"].fillna(0), marker="o", capsize=3, color=figures.COLOURS[0]
        )
        others = [name for name in self.axes if name != by]
        over = f"best over {', '.join(others)}" if others else "mean over seeds"
        axes.set(xlabel=by, ylabel=value, title=f"{self.name}: {over}")
        axes.grid(alpha=0.25, linewidth=0.6)
        figures.log_ticks(axes)
        return figures.saved(figure, to)

    def heatmap(
        self, x: str, y: str, value: str, where: Where = None, log: bool = False, to: Optional[str] = None
    ) -> "Figure":
        """A map of a last measurement over two axes: the mean over seeds, and over other axes where ``where`` leaves
        some. ``log=True`` colours by the logarithm.
        """
        from . import figures

        table = self.results(where)
        x, y, value = (tables.column(table, each, self.id) for each in (x, y, value))
        return figures.saved(plots.heatmap(table, value, x, y, self.axes, log, self.name), to)

    def bands(
        self,
        value: str,
        x: str = "step",
        by: Names = None,
        where: Where = None,
        log_x: bool = False,
        log_y: bool = False,
        to: Optional[str] = None,
    ) -> "Figure":
        """The mean of a measurement over seeds with a band of one standard deviation, a line for each value of ``by``;
        theory dashed.

        ``x`` is ``step`` or a measurement (from the records), or an axis (from the results). Points that diverged are
        left out. Where other axes vary too, the mean is over those as well, and there is no band.
        """
        from . import figures

        keys = self._columns(by, "by")
        table = self.results(where) if x in self.axes else self.records(where)
        x, value = (tables.column(table, each, self.id) for each in (x, value))
        done = table[table["status"].isin(tables.DONE)]
        return figures.saved(plots.bands(done, value, x, keys, self.axes, log_x, log_y, self.name), to)

    def learning_curves(
        self,
        value: str,
        points: Optional[Sequence[int]] = None,
        where: Where = None,
        x: str = "step",
        log_x: bool = False,
        log_y: bool = False,
        to: Optional[str] = None,
    ) -> "Figure":
        """A measurement of chosen points against ``step`` (or another measurement), a line a point; theory dashed,
        divergence crossed.

        ``points`` are numbers of points; ``where`` chooses them by their axes.
        """
        from . import figures

        if points is not None:
            if where is not None:
                raise ArgumentError("points and where are both given", "give one of them")
            where = {"point": self._checked(points)}
        table = self.records(where)
        x, value = (tables.column(table, each, self.id) for each in (x, value))
        return figures.saved(plots.learning_curves(table, value, x, self.axes, log_x, log_y, self.name), to)

    def parallel_coordinates(
        self, value: str, where: Where = None, log: bool = False, largest: bool = False, to: Optional[str] = None
    ) -> "Figure":
        """Every point as a line over all axes, coloured by its last measurement; the least values, or the largest, are
        on top.
        """
        from . import figures

        table = self.results(where)
        value = tables.column(table, value, self.id)
        return figures.saved(plots.parallel_coordinates(table, value, self.axes, log, largest, self.name), to)

    def _checked(self, points: Sequence[int]) -> List[int]:
        if "refine" in self.spec:  # its points are some of a grid's, and keep the grid's numbers
            known = set(self.results()["point"])
            for point in points:
                if int(point) not in known:
                    raise NotFoundError(
                        f"{self.id} has no result of point {point}", "the column point of results() has those it has"
                    )
            return [int(point) for point in points]
        expected = self.ledger["expected"]
        for point in points:
            if not 0 <= int(point) < expected:
                raise NotFoundError(f"{self.id} has no point {point}", f"its points are 0 to {expected - 1}")
        return [int(point) for point in points]

    def _files(self, point: int) -> Dict[Optional[int], str]:
        return self._source.kept(self._checked([point])[0])

    def _kept(self, point: int, step: Optional[int], part: str) -> Dict[str, numpy.ndarray]:
        files = self._files(point)
        steps = [each for each in files if each is not None]
        found: Dict[str, numpy.ndarray] = {}
        for each in reversed(steps) if step is None else [int(step)] if step in files else []:
            tensors, _ = safetensors.read(self._source.kept_file(point, files[each]), files[each])
            found = {_short(name): tensor for name, tensor in tensors.items() if _part(name) == part}
            if found:
                return found
        at = "" if step is None else f" at step {step}"
        raise NotFoundError(
            f"no {part} of point {point} of {self.id} are kept{at}",
            f"steps at which something is: {', '.join(map(str, steps))}"
            if steps
            else f"write keep: {{ {part}: [0, last] }} in its spec",
        )

    def _read(self, what: str, points: Optional[Sequence[int]] = None) -> pandas.DataFrame:
        table = self._source.table(what, points)
        self._axes = list(table.columns[2 : table.columns.get_loc("seed")])  # point, id, the axes, seed
        return table

    def _columns(self, names: Names, what: str) -> List[str]:
        wanted = [] if names is None else [names] if isinstance(names, str) else list(names)
        for name in wanted:
            if name not in self.axes and name != "seed":
                raise NotFoundError(
                    f"{what} names '{name}', which is no axis of {self.id}",
                    nearest(name, self.axes) or "it has no axes",
                )
        return wanted

    def __repr__(self) -> str:
        return f"<layerdyn.Sweep {self.id} in {self._source.place}>"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{name}</td><td>{count}</td></tr>" for name, count in self.ledger.items())
        about = html.escape(str(self.spec.get("description") or ""))
        curves = html.escape(", ".join(self.curves))
        return f"<b>{html.escape(self.id)}</b><br>{about}<table>{rows}</table>curves: {curves}"


def sweeps(where: Place = folder.DEFAULT_STORE, *, key: Optional[str] = None) -> pandas.DataFrame:
    """The sweeps of a store folder or a cluster: ``id`` and ``name``, one row a sweep."""
    place = os.fspath(where)
    ids = [each["id"] for each in Cluster(place, key).sweeps()] if is_address(place) else folder.sweeps(place)
    return pandas.DataFrame({"id": ids, "name": [folder.name_of(each) for each in ids]}, dtype=object)


def _part(tensor: str) -> str:
    first = tensor.split(".")[0]
    return first if first in ("features", "outputs", "kernel") else "weights"


def _short(tensor: str) -> str:
    return tensor if _part(tensor) == "weights" else tensor.split(".")[-1]


def _open(where: str, name: Optional[str], key: Optional[str]) -> Union[FolderSource, ClusterSource]:
    if is_address(where):
        cluster = Cluster(where, key)
        return ClusterSource(cluster, cluster.resolve(name))
    if os.path.isdir(where):
        if folder.is_sweep(where) and name is None:
            return FolderSource(where)
        return FolderSource(folder.resolve(where, name))
    if name is not None or os.sep in where:
        raise NotFoundError(
            f"there is no folder '{where}'",
            "give the folder that 'layerdyn run --out' wrote to, or the address of a cluster",
        )
    if os.environ.get(ADDRESS_VARIABLE):
        cluster = Cluster(None, key)
        return ClusterSource(cluster, cluster.resolve(where))
    if not os.path.isdir(folder.DEFAULT_STORE):
        raise NotFoundError(
            f"'{where}' is no folder, {ADDRESS_VARIABLE} is not set, and there is no '{folder.DEFAULT_STORE}'",
            "give a folder, or a store and a name, or the address of a cluster and a name",
        )
    return FolderSource(folder.resolve(folder.DEFAULT_STORE, where))
