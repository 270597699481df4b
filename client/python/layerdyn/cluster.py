"""A cluster by the HTTP API of any of its silos: see infra/docs/http-api.md."""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

import pandas

from . import tables
from .errors import ArgumentError, ClusterError, NotFoundError, SpecError, nearest, unknown

#: The environment variables that the command uses too.
ADDRESS_VARIABLE = "LAYERDYN_CLUSTER"
KEY_VARIABLE = "LAYERDYN_API_KEY"

_PAGE = 1000
_LONGEST_LIST = 6000  # characters of a list of points that a silo takes
_GIVE_UP_AFTER = 120.0  # seconds without an answer, as the command
_REMEDIES = {
    401: f"give an API key: key=..., or the environment variable {KEY_VARIABLE}",
    403: "ask for a key with the role that this needs",
    429: "wait a minute",
}


def is_address(text: str) -> bool:
    """Whether a text is meant as the address of a cluster."""
    return text.startswith(("http://", "https://"))


class Cluster:
    """The HTTP API at an address such as ``http://127.0.0.1:8080``, or at those of several silos with commas between
    them: while one of them answers, nothing is noticed of the others' end. ``key`` defaults to LAYERDYN_API_KEY.
    """

    def __init__(self, address: Optional[str] = None, key: Optional[str] = None) -> None:
        address = address or os.environ.get(ADDRESS_VARIABLE) or ""
        if not address:
            raise ArgumentError(
                "no cluster is named", f"give its address, e.g. http://127.0.0.1:8080, or set {ADDRESS_VARIABLE}"
            )
        silos = [urllib.parse.urlsplit(each.strip()) for each in address.split(",")]
        for parts in silos:
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ArgumentError(
                    f"cluster '{parts.geturl()}' is no http or https address",
                    "give the address of a silo, e.g. http://127.0.0.1:8080, or several with commas between them",
                )
        self._silos = [f"{parts.scheme}://{parts.netloc}" for parts in silos]
        self.address = ",".join(self._silos)
        self._key = key or os.environ.get(KEY_VARIABLE) or None
        # A redirect would carry the key to another address; a proxy has nothing to do with this machine.
        handlers: List[Any] = [_NoRedirect()]
        if all(_is_loopback(parts.hostname) for parts in silos):
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def get(self, path: str, **query: Any) -> bytes:
        """What the API answers at a path below ``/api/v1/``."""
        return self._read("GET", path, query)

    def json(self, path: str, **query: Any) -> Any:
        """The same, read as JSON."""
        return json.loads(self.get(path, **query))

    def sweeps(self, name: Optional[str] = None) -> List[Dict[str, Any]]:
        """The views of all sweeps, or of those whose name contains a text."""
        found: List[Dict[str, Any]] = []
        after: Optional[str] = None
        while True:
            page = self.json("sweeps", limit=_PAGE, after=after, name=name)
            found += page["items"]
            after = page.get("next")
            if after is None:
                return found

    def resolve(self, name: Optional[str]) -> Dict[str, Any]:
        """The view of the one sweep that is meant by its id, its name, or by being the only one."""
        there = self.sweeps()
        fitting = [each for each in there if name in (None, each["id"], each["name"])]
        if len(fitting) == 1:
            return fitting[0]
        if not there:
            raise NotFoundError(
                f"there is no sweep at {self.address}", "start one with layerdyn.submit or 'layerdyn submit'"
            )
        if not fitting:
            raise NotFoundError(
                f"there is no sweep '{name}' at {self.address}", nearest(name, {each["name"] for each in there})
            )
        what = (
            f"{self.address} holds {len(fitting)} sweeps"
            if name is None
            else f"{len(fitting)} sweeps are called '{name}'"
        )
        raise ArgumentError(what, "name one of: " + ", ".join(each["id"] for each in fitting))

    def recipe(self, name: str) -> str:
        """The YAML of a recipe that ships with the cluster."""
        try:
            return self.get(f"recipes/{_quoted(name)}").decode("utf-8")
        except ClusterError as error:
            if error.status != 404:
                raise
            names = [each["name"] if isinstance(each, dict) else each for each in self.json("recipes")]
            raise NotFoundError(f"'{name}' is neither a file nor a recipe", nearest(name, names)) from None

    def submit(self, yaml: str, query: Mapping[str, Any]) -> Dict[str, Any]:
        """Starts a spec, or goes on with it; the view of its sweep."""
        return json.loads(self._read("POST", "sweeps", query, yaml.encode("utf-8")))

    def watch(self, sweep: str) -> Iterator[Tuple[str, Any]]:
        """Events ``status`` (a view), ``curves`` and at last ``end``. A connection that breaks is made again, for two
        minutes.
        """
        heard = time.monotonic()
        while True:
            try:
                with self._send("GET", f"sweeps/{_quoted(sweep)}/events", {}) as answer:
                    for event, data in _events(answer):
                        heard = time.monotonic()
                        yield event, data
                        if event == "end":
                            return
            except (OSError, http.client.HTTPException, ClusterError) as error:
                refused = isinstance(error, ClusterError) and error.status is not None and error.status < 500
                if refused or time.monotonic() - heard > _GIVE_UP_AFTER:
                    raise
            if time.monotonic() - heard > _GIVE_UP_AFTER:
                raise ClusterError(f"{self.address} says nothing about {sweep}", "check that its silos run")
            time.sleep(1)

    def _read(self, method: str, path: str, query: Mapping[str, Any], body: Optional[bytes] = None) -> bytes:
        """A whole answer: one that breaks off in the middle is none, and the next silo is asked."""
        for _ in self._silos:
            try:
                with self._send(method, path, query, body) as answer:
                    return answer.read()
            except (OSError, http.client.HTTPException) as error:
                broken = error
                self._next()
        if isinstance(broken, http.client.IncompleteRead):
            raise ClusterError(
                f"the answer of {self.address} broke off",
                "check that its silos run; where they do, 'layerdyn verify' finds the file that is damaged",
            )
        raise ClusterError(f"{self.address} does not answer: {broken}", "check that its silos run")

    def _next(self) -> None:
        self._silos = self._silos[1:] + self._silos[:1]

    def _send(self, method: str, path: str, query: Mapping[str, Any], body: Optional[bytes] = None) -> Any:
        """An answer of the silo that answered last, or of the next one that does. What is asked twice is done once."""
        for tried in range(len(self._silos)):
            try:
                return self._ask(self._silos[0], method, path, query, body)
            except ClusterError as error:
                if error.status is not None or tried == len(self._silos) - 1:
                    raise
                self._next()
        raise AssertionError("a cluster has a silo")

    def _ask(self, silo: str, method: str, path: str, query: Mapping[str, Any], body: Optional[bytes]) -> Any:
        pairs = [
            (name, each)
            for name, value in query.items()
            if value is not None
            for each in (value if isinstance(value, list) else [value])
        ]
        url = f"{silo}/api/v1/{path}" + ("?" + urllib.parse.urlencode(pairs) if pairs else "")
        request = urllib.request.Request(url, data=body, method=method)
        if body is not None:
            request.add_header("Content-Type", "text/yaml; charset=utf-8")
        if self._key:
            request.add_unredirected_header("Authorization", f"Bearer {self._key}")
        try:
            return self._opener.open(request, timeout=600)
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error, self.address) from None
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            reason = getattr(error, "reason", None) or error
            raise ClusterError(
                f"{self.address} does not answer: {reason}", "check the address, and that a silo runs there"
            ) from None


class ClusterSource:
    """Reads one sweep of a cluster."""

    def __init__(self, cluster: Cluster, view: Mapping[str, Any]) -> None:
        self.cluster = cluster
        self.id: str = view["id"]
        self.place = f"{cluster.address}, {self.id}"

    def view(self) -> Dict[str, Any]:
        """Its state and ledger now."""
        return self.cluster.json(self._path())

    def resolved(self) -> str:
        """The spec with every default, as YAML."""
        return self.cluster.get(self._path("spec/resolved")).decode("utf-8-sig")

    def spec_text(self) -> str:
        """The spec as submitted."""
        return self.cluster.get(self._path("spec")).decode("utf-8-sig")

    def ledger(self) -> Dict[str, int]:
        """Points by where they stand."""
        view = self.view()
        return {each: int(view[each]) for each in ("expected", "finished", "diverged", "failed", "remaining")}

    def summary(self) -> Dict[str, Any]:
        """The same members as ``summary.json``, as of now."""
        view = self.view()
        return {
            "sweep": view["id"],
            "name": view["name"],
            "description": view.get("description", ""),
            "state": view["state"],
            "message": view.get("message", ""),
            "ledger": {each: view[each] for each in ("expected", "finished", "diverged", "failed", "remaining")},
            "curves": self.cluster.json(self._path("curves")),
        }

    def table(self, what: str, points: Optional[Sequence[int]] = None) -> pandas.DataFrame:
        """``results`` or ``records``, of some points or of all that have a result, in one answer."""
        wanted = None if points is None else sorted({int(each) for each in points})
        # Of no points the columns are asked for, with the first point; of many in no order, all are sent.
        index = None if wanted is None else _ranges(wanted or [0])
        if index is not None and len(index) > _LONGEST_LIST:
            index = None
        types = {each["name"]: each["type"] for each in self.cluster.json(self._path("points"), limit=1)["columns"]}
        types["step"] = "integer"
        table = tables.from_csv(self.cluster.get(self._path("table"), what=what, index=index), types)
        return table if wanted is None else table[table["point"].isin(wanted)].reset_index(drop=True)

    def curve(self, name: str, known: Sequence[str]) -> Dict[str, Any]:
        """A curve's JSON, and its table as a DataFrame under ``table``."""
        if name not in known:
            raise unknown("curve", name, known, self.id)
        curve = self.cluster.json(self._path(f"curves/{_quoted(name)}.json"))
        curve["table"] = tables.from_csv(self.cluster.get(self._path(f"curves/{_quoted(name)}.csv")))
        return curve

    def kept(self, point: int) -> Dict[Optional[int], str]:
        """The files with what is kept of a point, by step; its data under None."""
        return {each.get("step"): each["name"] for each in self.cluster.json(self._path(f"points/{point}"))["kept"]}

    def kept_file(self, point: int, name: str) -> bytes:
        """The bytes of such a file."""
        return self.cluster.get(self._path(f"points/{point}/kept/{_quoted(name)}"))

    def drawn(self, name: str) -> Dict[str, Any]:
        """The chart of a curve as folded now, with the digits of a screen."""
        return self.cluster.json(self._path(f"curves/{_quoted(name)}.json"), table="false")["chart"]

    def _path(self, rest: str = "") -> str:
        return f"sweeps/{_quoted(self.id)}" + (f"/{rest}" if rest else "")


def _events(answer: Any) -> Iterator[Tuple[str, Any]]:
    event, data = "message", []
    for raw in answer:
        line = raw.decode("utf-8").rstrip("\r\n")
        if line.startswith("event:"):
            event = line[6:].strip()
        elif line.startswith("data:"):
            data.append(line[5:].strip())
        elif not line:
            if data:
                yield event, json.loads("\n".join(data))
            event, data = "message", []


def _refusal(error: urllib.error.HTTPError, address: str) -> Exception:
    try:
        details = json.loads(error.read())
    except (ValueError, OSError, http.client.HTTPException):
        details = {}
    if details.get("problems"):
        lines = [
            (f"line {each['line']}: " if each.get("line") else "") + f"{each.get('path') or 'spec'} {each['message']}"
            for each in details["problems"]
        ]
        count = len(lines) + int(details.get("more") or 0)
        more = [f"and {details['more']} more"] if details.get("more") else []
        return SpecError("the spec has a problem:" if count == 1 else f"the spec has {count} problems:", lines + more)
    said = details.get("detail") or details.get("title") or error.reason
    return ClusterError(f"{address} answers {error.code}: {said}", _REMEDIES.get(error.code, ""), error.code)


def _quoted(text: str) -> str:
    return urllib.parse.quote(text, safe="")


def _ranges(ascending: Sequence[int]) -> str:
    """A list of points as the API takes it: ``0-2,7``."""
    ranges: List[List[int]] = []
    for point in ascending:
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any, **keywords: Any) -> None:
        return None
