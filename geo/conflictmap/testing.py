"""Hypothesis strategies: dates, windows, events and layers of any kind, for tests of your own code.

Needs `pip install 'conflictmap[testing]'` (hypothesis); nothing else in the package imports this
module.

>>> from hypothesis import given, settings
>>> import conflictmap as cm
>>> from conflictmap import testing
>>> @settings(max_examples=10, deadline=None)
... @given(testing.events(), testing.layers())
... def every_event_has_one_row(events, layer):
...     assert cm.join(events, layer)["event_id"].tolist() == events.ids
>>> every_event_has_one_row()
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from conflictmap.io.collect import events_of
from conflictmap.io.rows import Row
from conflictmap.places.layer_files import parse_layer

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "conflictmap.testing needs the package hypothesis. Run: pip install 'conflictmap[testing]'",
        name=error.name) from error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

    from conflictmap.model.crs import Bounds
    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

__all__ = ["FORMS", "dates", "event_rows", "events", "feature_collections", "layers", "windows"]

#: Degrees west, south, east, north of what is drawn unless told otherwise.
BOUNDS: Bounds = (46.0, 39.2, 47.2, 40.4)
FIRST, LAST = date(1988, 1, 1), date(2025, 12, 31)
#: Corners lie on a grid of so many steps, so that areas share borders and points lie on them.
_STEPS = 12
_SPRING = 3
_WRITTEN: dict[str, Callable[[date, date], str]] = {
    "day": lambda one, _: f"{one}",
    "month": lambda one, _: f"{one}"[:7],
    "year": lambda one, _: f"{one}"[:4],
    "decade": lambda one, _: f"{one}"[:3] + "X",
    "season": lambda one, _: (  # the winter of a year ends in the next one
        f"{one.year - (one.month < _SPRING):04}-{21 + (one.month - _SPRING) % 12 // 3}"),
    "about": lambda one, _: f"{one}~",
    "span": lambda one, other: f"{one}/{other}",
    "open": lambda one, _: f"{one}/..",
    "one of": lambda one, other: f"[{one}..{other}]",
}
#: The forms of a date that `dates` draws; each is EDTF as the column `date` takes it.
FORMS = tuple(_WRITTEN)


def windows(*, first: date = FIRST, last: date = LAST) -> SearchStrategy[tuple[date, date]]:
    """Return a strategy of windows: half-open `(start, end)` with `first <= start < end <= last`.

    >>> from conflictmap import testing
    >>> testing.windows().validate()
    """
    return st.lists(st.dates(first, last), min_size=2, max_size=2, unique=True).map(
        lambda days: (min(days), max(days)))


def dates(
    *, forms: Sequence[str] = FORMS, first: date = FIRST, last: date = LAST,
) -> SearchStrategy[str]:
    """Return a strategy of dates as text (ISO 8601 or EDTF), as the column `date` takes them.

    Parameters
    ----------
    forms
        Some of `FORMS`, the plainest first: what a counterexample is reduced to.
    first, last
        Between these lies the day that is written. What is written may be wider: a year is whole.

    Raises
    ------
    ValueError
        When a form is none of `FORMS`.

    Examples
    --------
    >>> from hypothesis import find
    >>> from conflictmap import testing
    >>> find(testing.dates(forms=["month", "span"]), lambda text: "/" not in text)
    '2000-01'
    """
    if unknown := sorted(set(forms) - set(FORMS)):
        raise ValueError(f"forms={unknown}: not known. One of: {', '.join(FORMS)}.")
    days = st.dates(first, last)
    return st.tuples(st.sampled_from(forms), days, days).map(
        lambda drawn: _WRITTEN[drawn[0]](*sorted(drawn[1:])))


_FIGURES = ("fatalities_low", "fatalities_best", "fatalities_high")
#: Figures in order, each of which may be unknown.
_FATALITIES = st.tuples(
    st.lists(st.integers(0, 99), min_size=3, max_size=3).map(sorted),
    st.sets(st.sampled_from(_FIGURES)),
).map(lambda drawn: {name: str(figure) if name in drawn[1] else ""
                     for name, figure in zip(_FIGURES, drawn[0], strict=True)})
_PLACE = ("lat", "lon", "radius_m")
_LOST: list[tuple[str, ...]] = [(), (), (), ("date",), _PLACE, ("date", *_PLACE)]


def event_rows(
    *, bounds: Bounds = BOUNDS, dated: SearchStrategy[str] | None = None,
    unknown: bool = True, max_radius_m: int = 20_000, min_size: int = 0, max_size: int = 12,
) -> SearchStrategy[list[dict[str, str]]]:
    """Return a strategy of rows of a table under the standard column names, all text as in a CSV.

    The columns: `id`, `date`, `lat` and `lon` (WGS 84, degrees), `radius_m`, `fatalities_low`,
    `fatalities_best`, `fatalities_high`. An empty figure is unknown. No row will be set aside.

    Parameters
    ----------
    bounds
        West, south, east, north of the points, in degrees of WGS 84.
    dated
        The dates; by default `dates()`.
    unknown
        Whether some rows have no date, no place, or neither.
    max_radius_m
        The largest radius of an uncertain place, in metres; some places are exact.
    min_size, max_size
        How many rows.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> from conflictmap import testing
    >>> @settings(max_examples=5)
    ... @given(testing.event_rows(unknown=False, bounds=(30, 44, 40, 52)))
    ... def each_row_has_a_date_and_lies_in_the_bounds(rows):
    ...     assert all(row["date"] and 30 <= float(row["lon"]) <= 40 for row in rows)
    >>> each_row_has_a_date_and_lies_in_the_bounds()
    """
    west, south, east, north = bounds
    row = st.tuples(
        st.fixed_dictionaries({
            "date": dates() if dated is None else dated,
            "lat": _between(south, north), "lon": _between(west, east),
            "radius_m": (st.just(0) | st.integers(0, max_radius_m)).map(str),
        }), _FATALITIES, st.sampled_from(_LOST if unknown else _LOST[:1]),
    ).map(lambda drawn: {**drawn[0], **drawn[1], **dict.fromkeys(drawn[2], "")})
    return st.lists(row, min_size=min_size, max_size=max_size).map(
        lambda rows: [{"id": f"e{number}", **row} for number, row in enumerate(rows)])


def _between(low: float, high: float) -> SearchStrategy[str]:
    """Return degrees as text: on the grid of the corners, or anywhere."""
    return (_grid(low, high) | st.floats(low, high)).map("{:.6f}".format)


def _grid(low: float, high: float) -> SearchStrategy[float]:
    return st.integers(0, _STEPS).map(lambda step: _corner(low, high, step))


def _corner(low: float, high: float, step: float) -> float:
    return round(low + (high - low) * step / _STEPS, 6)


def events(**options: Any) -> SearchStrategy[Events]:
    """Return a strategy of checked events; the options are those of `event_rows`.

    >>> from hypothesis import given, settings
    >>> from conflictmap import testing
    >>> @settings(max_examples=5)
    ... @given(testing.events(min_size=1))
    ... def no_row_is_set_aside(events):
    ...     assert events.accounting.read == len(events) > 0
    >>> no_row_is_set_aside()
    """
    return event_rows(**options).map(_events)


def _events(rows: list[dict[str, str]]) -> Events:
    found = [Row(place=f"line {n}", cells=cells) for n, cells in enumerate(rows, start=2)]
    return events_of(found, file="drawn.csv", stem="drawn", areas={}, swap_check=False)


def _area(bounds: Bounds) -> SearchStrategy[dict[str, Any]]:
    """Return a strategy of boxes, triangles, and boxes with a hole."""
    west, south, east, north = bounds
    steps = st.lists(st.integers(0, _STEPS), min_size=2, max_size=2, unique=True).map(sorted)
    return st.builds(
        lambda x, y, rings: {"type": "Polygon", "coordinates": [
            [[_corner(west, east, x[0] + (x[1] - x[0]) * i),
              _corner(south, north, y[0] + (y[1] - y[0]) * j)] for i, j in ring]
            for ring in rings]},
        steps, steps, st.sampled_from([[_BOX], [_TRIANGLE], [_BOX, _HOLE]]))


#: Rings within a box that is 1 wide and 1 high.
_BOX = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
_TRIANGLE = [*_BOX[:3], _BOX[0]]
_HOLE = [(0.3, 0.3), (0.3, 0.6), (0.6, 0.6), (0.6, 0.3), (0.3, 0.3)]


def _line(bounds: Bounds) -> SearchStrategy[dict[str, Any]]:
    """Return a strategy of lines of two to five corners."""
    west, south, east, north = bounds
    corners = st.tuples(_grid(west, east), _grid(south, north)).map(list)
    return st.lists(corners, min_size=2, max_size=5, unique_by=tuple).map(
        lambda found: {"type": "LineString", "coordinates": found})


def feature_collections(
    *, kind: str = "area", bounds: Bounds = BOUNDS, first: date = FIRST, last: date = LAST,
    min_size: int = 1, max_size: int = 6,
) -> SearchStrategy[dict[str, Any]]:
    """Return a strategy of GeoJSON as a file of a layer holds it: features with days.

    Each feature has an `id` and the properties `valid_from` and `valid_to` (the first day on which
    it no longer held); None is open. Corners lie on a grid of twelfths of the bounds, so that
    features touch and overlap.

    Parameters
    ----------
    kind
        `"area"` or `"line"`.
    bounds
        West, south, east, north, in degrees of WGS 84.
    first, last
        Between these lie the days that are not open.
    min_size, max_size
        How many features, at least one.

    Raises
    ------
    ValueError
        When KIND is neither.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> from conflictmap import testing
    >>> @settings(max_examples=5)
    ... @given(testing.feature_collections(kind="line"))
    ... def each_line_has_two_corners_or_more(found):
    ...     assert all(len(f["geometry"]["coordinates"]) > 1 for f in found["features"])
    >>> each_line_has_two_corners_or_more()
    """
    if kind not in ("area", "line"):
        raise ValueError(f"kind={kind!r}: neither 'area' nor 'line'.")
    days = st.tuples(windows(first=first, last=last), st.booleans(), st.booleans())
    feature = st.builds(
        lambda held, shape: {
            "type": "Feature", "geometry": shape, "properties": {
                "valid_from": str(held[0][0]) if held[1] else None,
                "valid_to": str(held[0][1]) if held[2] else None}},
        days, _area(bounds) if kind == "area" else _line(bounds))
    return st.lists(feature, min_size=min_size, max_size=max_size).map(
        lambda found: {"type": "FeatureCollection", "features": [
            {"id": f"{kind}-{number}", **one} for number, one in enumerate(found)]})


def layers(**options: Any) -> SearchStrategy[Layer]:
    """Return a strategy of layers; the options are those of `feature_collections`.

    >>> from hypothesis import given, settings
    >>> from conflictmap import testing
    >>> @settings(max_examples=5)
    ... @given(testing.layers(min_size=2, max_size=3))
    ... def each_feature_has_an_id_of_its_own(layer):
    ...     assert len({feature.id for feature in layer.features}) in {2, 3}
    >>> each_feature_has_an_id_of_its_own()
    """
    return feature_collections(**options).map(
        lambda found: parse_layer(json.dumps(found).encode(), name="drawn.geojson", stem="drawn"))
