"""A stretch of a road as the place of an event: `road-2022 km 12-18`.

Kilometres are counted along a built-in road from its first vertex (Goris), as `locate` does. The
name in `Events` is the line's own: `road-2022-kornidzor@12-18km`, which reads back the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.ops import substring

from conflictmap.model.crs import edges_to_local, local_crs, to_wgs84
from conflictmap.model.errors import nearest
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.model.layer import Feature
from conflictmap.places.layer_files import layers, read_layer
from conflictmap.places.measures import single_lines

if TYPE_CHECKING:
    from conflictmap.model.layer import Layer

_KM = r"\d{1,4}(?:\.\d{1,3})?"
_TYPED = re.compile(rf"(\S+) km ?({_KM}) ?[-\u2013] ?({_KM})", re.ASCII)
_NAMED = re.compile(rf"(\S+)@({_KM})-({_KM})km", re.ASCII)
#: What looks as if it should name a stretch, so that a mistake in it is said as such.
_MEANT = re.compile(r"^\S+ km\b|@\d")
#: Rounding of the lines, in degrees: about a metre.
_GRID = 1e-5


class BadStretch(Exception):  # noqa: N818 - never leaves `rows`
    """Why a text names no stretch: what is wrong, and what to do."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.reason, self.fix = reason, fix


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A line of a road in metres from its first vertex, and the days on which it ran."""

    id: str
    layer: Layer
    line: Any
    crs: str
    start: int
    end: int


def is_stretch(text: str) -> bool:
    """Return whether a `where` is meant as a stretch of a road.

    >>> is_stretch("road-2022 km 12-18"), is_stretch("countries-arm countries-aze")
    (True, False)
    """
    return bool(_MEANT.search(text))


def stretch_of(text: str, start: int, end: int) -> tuple[str, Any]:
    """Return the name and the line (WGS 84) of a stretch.

    Parameters
    ----------
    text
        `ROAD km A-B`: the id of a road or of one of its lines, and kilometres from its beginning.
    start, end
        The event's days, as day numbers, half-open: a road may have run elsewhere at other times.

    Raises
    ------
    BadStretch
        When the text names no stretch of a road of those days.
    """
    found = _TYPED.fullmatch(text) or _NAMED.fullmatch(text)
    if found is None:
        raise BadStretch("names no stretch of a road", "Write it as: road-2022 km 12-18.")
    line = _line(found[1], start, end)
    low, high = float(found[2]), float(found[3])
    if low >= high:
        raise BadStretch("the kilometres do not rise", "Write the smaller one first.")
    if high * 1000 > line.line.length:
        raise BadStretch(
            f"'{line.id}' is {line.line.length / 1000:.1f} km long, so km {high:g} is beyond it",
            "Give kilometres along the road, from its beginning.")
    name = f"{line.id}@{low:g}-{high:g}km"
    return name, _geometry(name)


def stretch_feature(name: str) -> Feature | None:
    """Return a stretch by its name as a feature for the page; None when it is no such name."""
    found = _NAMED.fullmatch(name)
    lines = {line.id: line for line in _lines()}
    if found is None or found[1] not in lines:
        return None
    layer = lines[found[1]].layer
    return Feature(
        id=name, geometry=_geometry(name), start=OPEN_START, end=OPEN_END,
        properties={"name": f"{layer.title}, km {found[2]}\u2013{found[3]}",
                    "basis": "place of events", "source": layer.source, "licence": layer.licence},
    )


@cache
def _geometry(name: str) -> Any:
    found = _NAMED.fullmatch(name)
    if found is None:
        raise ValueError(name)
    line = next(line for line in _lines() if line.id == found[1])
    part = substring(line.line, float(found[2]) * 1000, float(found[3]) * 1000)
    return shapely.set_precision(to_wgs84(part, line.crs), _GRID)


@cache
def _lines() -> tuple[_Line, ...]:
    """Return the lines of the built-in roads."""
    found = []
    for layer in map(read_layer, layers()):
        if layer.kind != "route":
            continue
        crs = local_crs(layer.bounds)
        lines = single_lines(edges_to_local(layer.geometry, crs))
        found += [
            _Line(id=f.id, layer=layer, line=line, crs=crs, start=int(start), end=int(end))
            for f, line, start, end in zip(
                layer.features, lines, layer.start, layer.end, strict=True)
        ]
    return tuple(found)


def _lines_of(road: str) -> list[_Line]:
    """Return the lines of a road, or the one line of this id."""
    own = [line for line in _lines() if road in {line.id, line.layer.id}]
    if not own:
        known = sorted({line.layer.id for line in _lines()})
        raise BadStretch(f"no road has the id '{road}'.{nearest(road, known)}".rstrip("."),
                         f"Roads: {', '.join(known)}.")
    return own


def _line(road: str, start: int, end: int) -> _Line:
    """Return the line of a road that ran on an event's days."""
    own = _lines_of(road)
    if len(own) == 1 and own[0].id == road:
        return own[0]
    shared = np.array([min(end, line.end) - max(start, line.start) for line in own])
    if shared.max() <= 0:
        ids = ", ".join(line.id for line in own)
        raise BadStretch(f"'{road}' did not run on the days of the event",
                         f"Name one of its lines: {ids}.")
    return own[int(shared.argmax())]
