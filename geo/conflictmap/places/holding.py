"""Who held a place on a day, how well that is known, and by which source."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import shapely

from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.errors import LayerError
from conflictmap.model.interval import DayLike, as_date, day_number, day_of
from conflictmap.model.outputs import ShortRepr
from conflictmap.places.layer_files import layers as layer_ids
from conflictmap.places.layer_files import read_layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from conflictmap.model.layer import Feature, Layer

Certainty = Literal["known", "uncertain", "front_moved", "not_stated"]
#: The state of an area over which the front moved while nobody drew its line.
FRONT_MOVED = "front_moved"
#: Roles of layers that say who held ground: towns first, then the smaller areas.
HOLDERS = ("holder", "district", "control")
#: So many towns are named where the front moved.
NEAREST = 3
_EARTH_M = 6_371_008.8


@dataclass(frozen=True, kw_only=True)
class NearTown:
    """A town near a place: who held it on the day, and how far it is in metres."""

    name: str
    control: str
    certainty: Certainty
    distance_m: float


@dataclass(frozen=True, kw_only=True, repr=False)
class Held(ShortRepr):
    """Who held a place on a day.

    `control` is the word of the layers (`azerbaijan`, `armenian_forces`, …), "" when nothing is
    stated. `certainty` is `known`; `uncertain` on the days on which a change may have been
    (`unsure`, first and last); `front_moved` where the line is not known: then `nearest` names
    the nearest towns whose holder is; or `not_stated`. `since` and `until` (the first day no
    longer) are None when open. `error_m` is the stated error of the outline or the point.
    """

    day: date
    control: str = ""
    certainty: Certainty = "not_stated"
    place: str = ""
    feature_id: str = ""
    since: date | None = None
    until: date | None = None
    unsure: tuple[date, date] | None = None
    error_m: float = math.nan
    basis: str = ""
    source: str = ""
    source_url: str = ""
    nearest: tuple[NearTown, ...] = ()


def held(
    lon: float, lat: float, day: DayLike, *, layers: Iterable[str | Layer] | None = None
) -> Held:
    """Return who held a place on a day, how well that is known, and by which source.

    A town answers within its radius; else the district or area of control that holds the point.

    Parameters
    ----------
    lon, lat
        Longitude and latitude in degrees, WGS 84.
    day
        A date, a datetime, or text such as `2020-10-15`.
    layers
        Layers, or ids of built-in ones; by default every built-in layer that says who held ground.

    Raises
    ------
    ValueError
        When `day` is no day.
    LayerError
        When there is no such layer, or the place is not in degrees.

    Examples
    --------
    >>> import conflictmap as cm
    >>> cm.held(46.7519, 39.8153, "2020-10-15").control
    'armenian_forces'
    >>> cm.held(46.60, 39.95, "2020-10-15").certainty
    'front_moved'
    """
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - degrees
        raise LayerError(f"{lon}, {lat}: not in degrees. Give longitude, then latitude.")
    when = as_date(day)
    names = _built_in() if layers is None else layers
    found = [one if not isinstance(one, str) else read_layer(one) for one in names]
    return _answer(found, (lon, lat), day_number(when))


@cache
def _built_in() -> tuple[Layer, ...]:
    return tuple(layer for layer in map(read_layer, layer_ids()) if layer.role in HOLDERS)


def _answer(layers: Sequence[Layer], at: tuple[float, float], day: int) -> Held:
    towns = [f for layer in layers if layer.role == "holder" for f in layer.features]
    town = _town(towns, at, day)
    if town:
        return _held(town, _states(town, towns), day)
    area = _area(layers, at, day)
    if area is None:
        return Held(day=_date(day))
    return _held(*area, day, nearest=_nearest(towns, at, day))


def _area(
    layers: Sequence[Layer], at: tuple[float, float], day: int
) -> tuple[Feature, list[Feature]] | None:
    """Return the area that holds a place on a day, districts first, and all its states."""
    point = shapely.Point(at)
    for layer in (layer for role in HOLDERS[1:] for layer in layers if layer.role == role):
        here = [f for f in layer.features if _is_held(f, point)]
        now = _on(here, day)
        if now:
            return now[0], here
    return None


def _is_held(feature: Feature, point: shapely.Point) -> bool:
    """Return whether an area says who held the ground at a point."""
    return bool(feature.properties.get("control") and feature.geometry.contains(point))


def _states(town: Feature, towns: Sequence[Feature]) -> list[Feature]:
    """Return what is stated of a town over time."""
    return [f for f in towns if f.name == town.name]


def _town(towns: Sequence[Feature], at: tuple[float, float], day: int) -> Feature | None:
    """Return the nearest town within whose radius a place lies, as it was on a day."""
    near = [(distance_m(at, (f.geometry.x, f.geometry.y)), f) for f in _on(towns, day)]
    near = [(far, f) for far, f in near if far <= float(f.properties.get("radius_m") or 0)]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _nearest(towns: Sequence[Feature], at: tuple[float, float], day: int) -> tuple[NearTown, ...]:
    found = [
        NearTown(
            name=f.name, control=str(f.properties["control"]),
            certainty=_held(f, _states(f, towns), day).certainty,
            distance_m=distance_m(at, (f.geometry.x, f.geometry.y)))
        for f in _on(towns, day)
    ]
    return tuple(sorted(found, key=lambda town: town.distance_m)[:NEAREST])


def _on(features: Sequence[Feature], day: int) -> list[Feature]:
    return [f for f in features if f.start <= day < f.end]


def _held(
    feature: Feature, states: Sequence[Feature], day: int, *, nearest: tuple[NearTown, ...] = ()
) -> Held:
    """Return what a state says of a day; STATES are all of the same place."""
    properties = feature.properties
    control = str(properties["control"])
    moved = control == FRONT_MOVED
    unsure = _unsure(states, day)
    certainty: Certainty = "front_moved" if moved else "uncertain" if unsure else "known"
    return Held(
        day=_date(day), control=control, certainty=certainty, place=feature.name,
        feature_id=feature.id, since=day_of(feature.start), until=day_of(feature.end),
        unsure=(_date(unsure[0]), _date(unsure[1])) if unsure else None,
        error_m=feature.positional_error_m, basis=_text(properties, "basis"),
        source=_text(properties, "control_source", "source"),
        source_url=_text(properties, "control_source_url"),
        nearest=nearest if moved else (),
    )


def _unsure(states: Sequence[Feature], day: int) -> tuple[int, int] | None:
    """Return the days on which a state may have begun that hold a day; None without any."""
    spans = [unsure_days(feature.properties) for feature in states]
    return next((span for span in spans if span and span[0] <= day <= span[1]), None)


def _text(properties: Any, *keys: str) -> str:
    """Return the first of some properties that says something, as text."""
    return str(next(filter(None, map(properties.get, keys)), ""))


def unsure_days(properties: Any) -> tuple[int, int] | None:
    """Return the first and last day on which a state may have begun; None when that is sure."""
    text = _text(properties, "since")
    if not text:
        return None
    when = parse_when(text)
    return None if when.certain_start is not None else (when.start, when.end - 1)


def distance_m(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Return the distance of two places in degrees, in metres on a sphere (good to 0.5 %)."""
    (x1, y1), (x2, y2) = [(math.radians(x), math.radians(y)) for x, y in (one, two)]
    half = (math.sin((y2 - y1) / 2) ** 2
            + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2)
    return 2 * _EARTH_M * math.asin(math.sqrt(half))


def _date(number: int) -> date:
    found = day_of(number)
    assert found is not None  # a day of the calendar, given or read
    return found
