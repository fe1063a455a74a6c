"""Doubts about latitude and longitude as a whole: all of a table or layer exchanged.

A doubt needs evidence on both sides: where the points lie as they stand, and where they lie with
the two exchanged. Nothing is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from conflictmap.model.crs import Bounds, around
from conflictmap.model.errors import Problem
from conflictmap.model.region import all_exchanged, exchanged
from conflictmap.model.source_terms import terms_of
from conflictmap.places.layer_files import read_layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

    Numbers = NDArray[np.float64]

#: Share of points that must speak for, and that may speak against, an exchange.
_FOR, _AGAINST = 0.9, 0.1
#: Land and sea tell an exchange only where points are many and lie far apart (in degrees): the
#: attacks on ships of one sea lie at sea, and on land when exchanged.
_MANY, _WIDE = 20, 20.0
#: Points of a layer that are looked at.
_SAMPLE = 2_000
_FIX = "Compare some points with a map; if they are exchanged, exchange the two columns."
_FIX_LAYER = "Compare a point with a map; GeoJSON is longitude first, then latitude."


def exchanged_events(events: Events) -> Iterator[Problem]:
    """Yield a doubt for each file all of whose points look exchanged.

    Rows of known sources are left out: their columns say which number is which.
    """
    known = _of_known_source(events)
    points = ~np.isnan(events["lat"]) & ~known
    files = {*events["file"][~known].tolist(), *(p.file for p in events.problems)}
    for file in sorted(map(str, files)):
        rows = points & (events["file"] == file)
        reason = looks_exchanged(events["lon"][rows], events["lat"][rows]) or (
            "" if rows.any() else _out_of_range(events, file))
        if reason:
            yield Problem(file=file, place="", field="lat, lon", value="", level="warning",
                          reason=f"latitude and longitude look exchanged: {reason}", fix=_FIX)


def _of_known_source(events: Events) -> NDArray[np.bool_]:
    """Return which rows name a source that is known."""
    texts = events["sources"].tolist()
    known = {text for text in set(map(str, texts)) if any(map(terms_of, text.split()))}
    return np.array([text in known for text in texts], dtype=bool)


def exchanged_layer(layer: Layer) -> Iterator[Problem]:
    """Yield a doubt about a layer whose coordinates look like latitude, longitude."""
    xy = shapely.get_coordinates(layer.geometry)
    xy = xy[::max(1, len(xy) // _SAMPLE)]
    reason = _in_region(xy[:, 0], xy[:, 1])
    if not reason:
        middle = shapely.get_coordinates(shapely.point_on_surface(layer.geometry))
        reason = _on_land(middle[:, 0], middle[:, 1])
    if reason:
        yield Problem(file=layer.provenance.name, place="", field="geometry", value="",
                      reason=f"latitude and longitude look exchanged: {reason}", fix=_FIX_LAYER,
                      level="warning")


def apart(events: Events, layers: Sequence[Layer]) -> Iterator[Problem]:
    """Yield a doubt when events lie within layers only if one of the two is exchanged.

    LAYERS are those that the map is made of, without the ground below it.
    """
    points = ~np.isnan(events["lat"])
    if not points.any() or not layers:
        return
    box = around([layer.bounds for layer in layers])
    lon, lat = events["lon"][points], events["lat"][points]
    if _share(lon, lat, box) <= _AGAINST and _share(lat, lon, box) >= _FOR:
        names = ", ".join(layer.provenance.name for layer in layers)
        yield Problem(
            file=str(events["file"][points][0]), place="", field="lat, lon", value="",
            reason=f"the events lie within {names} only if latitude and longitude of one of the two"
            " are exchanged", level="warning",
            fix="Compare one point of each with a map, and exchange the two in the file that is"
            " wrong.",
        )


def looks_exchanged(lon: Numbers, lat: Numbers) -> str:
    """Return why points (degrees) look exchanged as a whole; empty when they do not.

    >>> looks_exchanged(np.array([39.6, 39.8]), np.array([46.6, 45.7])).split(";")[0]
    '2 of 2 points lie in the South Caucasus only when the two are exchanged'
    """
    return _in_region(lon, lat) or _on_land(lon, lat)


def _in_region(lon: Numbers, lat: Numbers) -> str:
    """Return how many points lie in the built-in region only when they are exchanged."""
    if not all_exchanged(lon, lat):
        return ""
    turned = exchanged(lon, lat).sum()
    return (f"{turned} of {len(lon)} points lie in the South Caucasus only when the two are"
            " exchanged; as they stand they lie in southern Russia or eastern Ukraine")


def _on_land(lon: Numbers, lat: Numbers) -> str:
    """Return how many points lie on land as they stand and exchanged, if that tells an exchange."""
    if len(lon) < _MANY or np.abs(lon).max() > 90 or min(  # noqa: PLR2004 - no latitude
            np.ptp(lon), np.ptp(lat)) < _WIDE:
        return ""
    sea = shapely.union_all(read_layer("world-ocean").geometry)
    shapely.prepare(sea)
    given, turned = (1 - shapely.contains_xy(sea, x, y).mean() for x, y in ((lon, lat), (lat, lon)))
    if turned < _FOR or given > 0.5:  # noqa: PLR2004 - half
        return ""
    return f"{given:.0%} of {len(lon)} points lie on land as they stand, {turned:.0%} exchanged"


def _out_of_range(events: Events, file: str) -> str:
    """Return how many rows have a latitude that can only be a longitude, if all rows have."""
    rows = [p.row for p in events.problems if p.file == file and p.field in {"lat", "lon"}]
    turned = sum(_can_turn(row.get("lat", ""), row.get("lon", "")) for row in rows)
    if not rows or turned < len(rows):
        return ""
    return f"in {turned} of {len(rows)} rows the latitude is beyond 90 and the longitude is not"


def _can_turn(lat: str, lon: str) -> bool:
    """Return whether two numbers as typed are a place only when they are exchanged."""
    try:
        return 90 < abs(float(lat)) <= 180 and abs(float(lon)) <= 90  # noqa: PLR2004 - degrees
    except ValueError:
        return False


def _share(lon: Numbers, lat: Numbers, box: Bounds) -> float:
    west, south, east, north = box
    inside = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    return float(inside.mean())
